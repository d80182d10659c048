import { Worker } from "node:worker_threads";
import type { Log } from "../log.ts";
import type { Invocation, ModelFacts, Scored, ScorerMessage, ScorerStart } from "./messages.ts";
import { failed } from "./score-request.ts";

/** Who scores requests. */
export interface Scorer {
  /** Is the model loaded, and a thread there to score with it? */
  readonly ready: boolean;
  /** Requests that are scored at the same time. */
  readonly places: number;
  /** Never fails: what went wrong is an answer, too. @param signal nobody waits any longer */
  score(asked: Invocation, signal: AbortSignal): Promise<Scored>;
}

/** What a pool is made of. */
export interface ScorerPoolOptions {
  /** Folder of the model's files. */
  readonly model: string;
  readonly threads: number;
  readonly log: Log;
  /** Program of a thread. @default the one that scores */
  readonly program?: URL;
  /** Pause before a thread that could not begin is started again, in ms. @default 1000 */
  readonly retryMs?: number;
}

interface Waiting {
  readonly asked: Invocation;
  readonly answer: (scored: Scored) => void;
}

interface Seat {
  readonly worker: Worker;
  ready: boolean;
  /** What it scores now. */
  at: Waiting | undefined;
}

/**
 * Threads that score, each one request at a time, the others waiting in order. A thread that dies is replaced, and what
 * it was scoring is answered with a failure: it may be what killed it, so it is not tried again.
 */
export class ScorerPool implements Scorer {
  readonly places: number;
  /** The model, once the first thread has loaded it. Rejects with the reason when it cannot be served. */
  readonly opened: Promise<ModelFacts>;
  readonly #options: Required<ScorerPoolOptions>;
  readonly #seats = new Set<Seat>();
  readonly #queue: Waiting[] = [];
  readonly #opening = Promise.withResolvers<ModelFacts>();
  #open = false;
  #closed = false;

  constructor(options: ScorerPoolOptions) {
    const program = options.program ?? new URL("./scorer.ts", import.meta.url);
    this.#options = { retryMs: 1000, ...options, program };
    this.places = options.threads;
    this.opened = this.#opening.promise;
    for (let seat = 0; seat < this.places; seat += 1) this.#start();
  }

  get ready(): boolean {
    return [...this.#seats].some(({ ready }) => ready);
  }

  score(asked: Invocation, signal: AbortSignal): Promise<Scored> {
    return new Promise((answer) => {
      const waiting = { asked, answer };
      this.#queue.push(waiting);
      const leave = () => {
        const place = this.#queue.indexOf(waiting);
        if (place >= 0) this.#queue.splice(place, 1);
        answer(failed("AbortError"));
      };
      if (signal.aborted) leave();
      else signal.addEventListener("abort", leave, { once: true });
      this.#hand();
    });
  }

  /** Ends the threads; what they have not scored is answered with a failure. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#seats].map(({ worker }) => worker.terminate()));
    for (const { answer } of this.#queue.splice(0)) answer(failed("Closed"));
  }

  #start(): void {
    const { model, program } = this.#options;
    const worker = new Worker(program, { workerData: { model } satisfies ScorerStart });
    const seat: Seat = { worker, ready: false, at: undefined };
    this.#seats.add(seat);
    worker.on("message", (message: ScorerMessage) => this.#hear(seat, message));
    // The words may quote data.
    worker.on("error", (error) => this.#options.log.error("A scoring thread failed", { error: error.name }));
    worker.once("exit", () => this.#replace(seat));
  }

  #hear(seat: Seat, message: ScorerMessage): void {
    switch (message.kind) {
      case "ready":
        seat.ready = true;
        this.#open = true;
        this.#opening.resolve(message.facts);
        break;
      case "unusable":
        // Of a model that once was served the reason is news; at the start it is told by who waits.
        if (this.#open) this.#options.log.error("A scoring thread cannot begin", { reason: message.reason });
        this.#opening.reject(new Error(message.reason));
        break;
      case "scored":
        seat.at?.answer(message.scored);
        seat.at = undefined;
        break;
    }
    this.#hand();
  }

  #replace(seat: Seat): void {
    this.#seats.delete(seat);
    seat.at?.answer(failed("ScorerDied"));
    if (this.#closed) return;
    if (!this.#open)
      this.#opening.reject(new Error("The scoring thread ended before it had loaded the model."));
    this.#options.log.error("A scoring thread ended and is replaced");
    if (seat.ready) this.#start();
    else setTimeout(() => this.#closed || this.#start(), this.#options.retryMs).unref();
  }

  #hand(): void {
    for (const seat of this.#seats) {
      if (!seat.ready || seat.at !== undefined) continue;
      const next = this.#queue.shift();
      if (next === undefined) return;
      seat.at = next;
      seat.worker.postMessage(next.asked, [next.asked.body.buffer]);
    }
  }
}
