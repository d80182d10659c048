import type { DirectTrigger } from "../../../configs/functions.ts";
import type { DeliveryId } from "../../../configs/names.ts";
import type { RunEnding } from "../../../runtime/manifest/manifest.ts";
import { type BatchAnswer, type Outcome, trigger } from "../../../runtime/trigger/trigger.ts";
import type { Death } from "./life.ts";
import type { QueuedMessage } from "./queue.ts";
import { fileNames, MINUTE, type Servers, World } from "./world.ts";

/** What a schedule is made of; all else follows from the seed. */
export interface ScheduleChoice {
  readonly seed: number;
  /** Uploads after the first one. */
  readonly corrections: number;
  /** Events of uploads, at least. */
  readonly events: number;
  /** Messages that an invocation takes at most. */
  readonly batchSize: number;
  /** Invocations at once. */
  readonly invocations: number;
  /** Probabilities that an invocation dies, and that Step Functions refuses. */
  readonly deaths: number;
  readonly refusals: number;
  /** Calls of the schedule and of people. */
  readonly calls: number;
}

/** What happened, for the test to judge. */
export interface Story {
  readonly world: World;
  readonly sent: number;
  readonly killed: number;
  /** Deliveries for which messages were answered. */
  readonly answered: ReadonlySet<DeliveryId>;
  /** What must not be, in words. */
  readonly faults: readonly string[];
}

/** Time until a taken message shows again, as the stack sets it. */
const HIDDEN_MS = 380_000;
/** After this, a schedule that has not come to rest never will. */
const LONGEST_MS = 20 * 24 * 60 * MINUTE;

/**
 * Plays a schedule in virtual time on the real trigger and the real manifest.
 * @param start another trigger, to see whether its faults are noticed
 */
export async function play(
  servers: Servers,
  choice: ScheduleChoice,
  start: typeof trigger = trigger,
): Promise<Story> {
  return new Player(await World.create(servers, choice.seed), choice, start).play();
}

interface Planned {
  readonly at: number;
  readonly act: () => void | Promise<void>;
}

class Player {
  readonly #world: World;
  readonly #choice: ScheduleChoice;
  readonly #trigger: typeof trigger;
  readonly #plan: Planned[] = [];
  readonly #known = new Set<string>();
  readonly #faults: string[] = [];
  readonly #answered = new Set<DeliveryId>();
  #killed = 0;

  constructor(world: World, choice: ScheduleChoice, start: typeof trigger) {
    this.#world = world;
    this.#choice = choice;
    this.#trigger = start;
  }

  async play(): Promise<Story> {
    const world = this.#world;
    const end = world.now + LONGEST_MS;
    this.#planUploads();
    this.#planCalls();
    this.#later(MINUTE, () => this.#keepPolling());
    while (this.#plan.length > 0) {
      this.#plan.sort((a, b) => b.at - a.at);
      const next = this.#plan.pop();
      if (next === undefined) break;
      world.now = Math.max(world.now, next.at);
      if (world.now > end) {
        this.#faults.push(`${world.queue.messages.size} messages never came to rest`);
        break;
      }
      await next.act();
    }
    return {
      world,
      sent: world.queue.sent,
      killed: this.#killed,
      answered: this.#answered,
      faults: this.#faults,
    };
  }

  #later(delayMs: number, act: Planned["act"]): void {
    this.#plan.push({ at: this.#world.now + delayMs, act });
  }

  /** Seven files one after the other; then some of them again, in a version of before or a new one. */
  #planUploads(): void {
    const { random } = this.#world;
    const { corrections, events } = this.#choice;
    // Every correction writes one file at least.
    const copies = Math.ceil(events / (fileNames.length + corrections));
    let at = 0;
    for (const name of fileNames) {
      at += random.integer(0, 2 * MINUTE);
      this.#later(at, () => this.#world.write([name], 0, copies));
    }
    for (let correction = 0; correction < corrections; correction += 1) {
      at += random.integer(0, 150 * MINUTE);
      const from = random.integer(0, fileNames.length - 1);
      const files = fileNames.slice(from, from + random.integer(1, 3));
      const version = random.integer(0, corrections);
      const inParts = random.chance(0.3) ? random.integer(0, 10 * MINUTE) : undefined;
      this.#later(at, () => this.#upload(files, version, copies, inParts));
    }
  }

  /** Some files come in parts: they are written when the last part has come. */
  #upload(files: readonly string[], version: number, copies: number, inPartsMs: number | undefined): void {
    if (inPartsMs === undefined) {
      this.#world.write(files, version, copies);
      return;
    }
    const { uploads } = this.#world.servers.listing;
    const begun = { key: `raw/${files[0]}`, begunAt: this.#world.now };
    uploads.push(begun);
    this.#later(inPartsMs, () => {
      uploads.splice(uploads.indexOf(begun), 1);
      this.#world.write(files, version, copies);
    });
  }

  #planCalls(): void {
    const { random } = this.#world;
    for (let call = 0; call < this.#choice.calls; call += 1) {
      const said: DirectTrigger = random.chance(0.5)
        ? { source: "schedule", mode: "train" }
        : { source: "retrain", mode: "score", force: random.chance(0.5) };
      this.#later(random.integer(0, 600 * MINUTE), () => this.#call(said));
    }
  }

  async #call(call: DirectTrigger): Promise<void> {
    const { answer, dead } = await this.#invoke(call);
    // Who called and got no answer calls again.
    if (dead || answer === undefined) this.#later(MINUTE * 5, () => this.#call(call));
    await this.#look();
  }

  /** Polls, again and again, until there is nothing to be done. */
  async #keepPolling(): Promise<void> {
    await this.#poll();
    const nothing = this.#world.queue.messages.size === 0 && this.#plan.length === 0;
    if (!nothing) this.#later(this.#untilNextPoll(), () => this.#keepPolling());
  }

  /** Several invocations at once, each with a batch of its own. */
  async #poll(): Promise<void> {
    const { random, queue } = this.#world;
    const count = random.integer(1, this.#choice.invocations);
    const batches = Array.from({ length: count }, () =>
      queue.take(random.integer(1, this.#choice.batchSize), HIDDEN_MS, (from) => shuffled(from, random)),
    ).filter((batch) => batch.length > 0);
    await Promise.all(batches.map((batch) => this.#deliver(batch)));
    await this.#look();
  }

  /** Whoever polls is never quicker than the queue, and sometimes much slower. */
  #untilNextPoll(): number {
    const { random, queue, now } = this.#world;
    const soonest = Math.min(
      ...[...queue.messages.values()].map(({ visibleAt }) => visibleAt),
      now + 60 * MINUTE,
    );
    return Math.max(soonest - now, 0) + random.integer(MINUTE / 3, 90 * MINUTE);
  }

  async #deliver(batch: readonly QueuedMessage[]): Promise<void> {
    const Records = batch.map(({ id, body }) => ({ eventSource: "aws:sqs", messageId: id, body }));
    const before = this.#world.delivery();
    const { answer, dead } = await this.#invoke({ Records });
    if (dead) return;
    if (answer === undefined || !("batchItemFailures" in answer)) {
      this.#faults.push("a batch was answered with an error");
      return;
    }
    const again = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    this.#world.queue.settle(batch, again);
    const answered = batch.some(({ id, type }) => type === "upload" && !again.has(id));
    if (answered && before !== undefined) this.#answered.add(before);
  }

  async #invoke(event: object): Promise<{ answer: BatchAnswer | Outcome | undefined; dead: boolean }> {
    const { random, servers } = this.#world;
    const death: Death | undefined = random.chance(this.#choice.deaths)
      ? { effects: random.integer(0, 4), after: random.chance(0.5) }
      : undefined;
    servers.fake.failing.clear();
    if (random.chance(this.#choice.refusals))
      servers.fake.failing.set("StartExecution", random.chance(0.5) ? "ThrottlingException" : "AccessDenied");
    const { parts, life } = this.#world.invocation(death);
    const answer = await this.#trigger(parts, event).catch(() => undefined);
    if (life.dead) this.#killed += 1;
    return { answer, dead: life.dead };
  }

  /** Looks at the executions: no two run, and each new one gets an end. */
  async #look(): Promise<void> {
    const world = this.#world;
    const running = world.running();
    if (running.length > 1) {
      const ended = await Promise.all(running.map((id) => world.hasEnded(id)));
      const atWork = running.filter((_, index) => ended[index] === false);
      if (atWork.length > 1) this.#faults.push(`executions ${atWork.join(" and ")} ran at once`);
    }
    for (const id of running) {
      if (this.#known.has(id)) continue;
      this.#known.add(id);
      this.#planEnd(id);
    }
  }

  #planEnd(id: string): void {
    const { random } = this.#world;
    const lasts = random.integer(2, 180) * MINUTE;
    const ending = endings[random.integer(0, endings.length - 1)] ?? completed;
    const stopped = ending.state === "failed" && ending.error !== "InputError";
    if (random.chance(0.7)) this.#later(random.integer(0, lasts), () => this.#world.noteFirstTask(id));
    // What stops an execution is told to the control function afterwards, and perhaps twice.
    const told = stopped ? random.integer(0, 10 * MINUTE) : 0;
    this.#later(lasts, async () => {
      if (stopped) return this.#world.stop(id, ending);
      await Promise.all([this.#world.closeBooks(id, ending), this.#poll()]);
      this.#world.stop(id, ending);
    });
    if (!stopped) return;
    this.#later(lasts + told, () => this.#world.closeBooks(id, ending));
    this.#later(lasts + told + random.integer(0, MINUTE), () => this.#world.closeBooks(id, ending));
  }
}

const completed: RunEnding = { state: "completed" };
const endings: readonly RunEnding[] = [
  completed,
  completed,
  { state: "failed", error: "InputError", cause: "A column." },
  { state: "failed", error: "States.Timeout", cause: "Too long." },
  { state: "failed", error: "ExecutionAborted", cause: "A person." },
];

function shuffled<T>(items: readonly T[], random: World["random"]): T[] {
  const order = items.map((item) => ({ item, at: random.uniform() }));
  return order.sort((a, b) => a.at - b.at).map(({ item }) => item);
}
