import { STEP_FAULT } from "../../configs/state-machine.ts";
import { CancelledError } from "../errors.ts";
import type { ReportedError } from "../pipeline/protocol.ts";
import { type LastWords, leaveWith } from "./last-words.ts";

type Words = Pick<ReportedError, "name" | "message">;

/**
 * Work that was asked to stop is waited for this long; then the job ends without it, in ms. The platform kills the
 * container two minutes after it has asked, and as long after the job's own time limit.
 */
const GRACE_MS = 60_000;

const stopped: Words = {
  name: CancelledError.name,
  message: "The job was stopped before its work was done; nothing of it was kept.",
};

/**
 * Watches over the ways in which a job ends before its work does: the platform asks it to stop, its time is up, or an
 * error comes from where nobody waits for it. Each leaves last words, whatever the work is doing.
 */
export class Ending implements Disposable {
  readonly #stop = new AbortController();
  readonly #limit: NodeJS.Timeout;
  readonly #asked: AbortSignal;
  readonly #last: LastWords;
  #reason: Words | undefined;

  constructor(timeoutSeconds: number, asked: AbortSignal, last: LastWords) {
    this.#asked = asked;
    this.#last = last;
    const late = {
      name: STEP_FAULT,
      message: `The step took longer than ${timeoutSeconds} s and was stopped.`,
    };
    this.#limit = setTimeout(() => this.#end(late, "Out of time"), timeoutSeconds * 1000);
    if (asked.aborted) this.#onAsked();
    else asked.addEventListener("abort", this.#onAsked, { once: true });
    process.on("uncaughtException", this.#onUncaught);
  }

  /** Aborts when the work has to stop. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Why the work was stopped, when that is what its error comes from; undefined when it failed by itself. */
  reasonFor(thrown: unknown): Words | undefined {
    return thrown instanceof CancelledError ? this.#reason : undefined;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#limit);
    this.#asked.removeEventListener("abort", this.#onAsked);
    process.off("uncaughtException", this.#onUncaught);
  }

  readonly #onAsked = () => this.#end(stopped, "Asked to stop");

  readonly #onUncaught = () => {
    void this.#leave({
      name: STEP_FAULT,
      message: "The step ended with an error that nothing waited for; its log names the class.",
    });
  };

  /** The first reason stays: what follows comes of it. */
  #end(reason: Words, words: string): void {
    this.#reason ??= reason;
    this.#last.log.warn(words);
    this.#stop.abort();
    setTimeout(() => void this.#leave(reason), GRACE_MS).unref();
  }

  async #leave(reason: Words): Promise<void> {
    await leaveWith(reason, this.#last);
    process.exit(1);
  }
}
