import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { messageOf } from "../../runtime/errors.ts";
import { type CurrentRun, currentRun } from "../../runtime/pipeline/current-run.ts";
import { readChampion } from "../../runtime/registry/champion-pointer.ts";
import type { Champion } from "../../runtime/registry/registry.ts";
import { type RunFacts, readRunFacts } from "./run-facts.ts";
import { type Source, SourceFault } from "./source.ts";

/** The run that readers look at, opened: one run for all pages. */
export interface OpenRun {
  readonly current: CurrentRun;
  readonly facts: RunFacts;
  /** The champion of now. It may be another than the one that scored, after an approval or a rollback. */
  readonly champion: Champion | undefined;
}

/** What a page can show at this moment. */
export type View =
  | { readonly kind: "run"; readonly run: OpenRun; readonly fault: Fault | undefined }
  /** The lake was read, and no run has been published in it. */
  | { readonly kind: "empty" }
  /** The lake could not be read, and nothing is known of it from before. */
  | { readonly kind: "fault"; readonly fault: Fault };

/** Why the lake cannot be read, and since when. */
export interface Fault {
  readonly message: string;
  readonly since: Date;
}

/** How often the pointers are looked at, and who is told of faults. */
export interface RunViewOptions {
  /** The pointers are read again after this time, in ms. @default 5000 */
  readonly checkIntervalMs?: number;
  /** A request waits for a new run at most for this time while there is an older one to show, in ms. @default 1000 */
  readonly patienceMs?: number;
  /** Is told of every read that fails, with its cause. */
  readonly onFault?: (fault: SourceFault) => void;
}

/**
 * Keeps the current run open. A run is read once; when the pointer moves, the new run is read beside the old one and
 * takes its place in one piece. While the lake cannot be read, the last good run stays.
 */
export class RunView {
  readonly #source: Source;
  readonly #checkIntervalMs: number;
  readonly #patienceMs: number;
  readonly #onFault: (fault: SourceFault) => void;
  #view: View | undefined;
  #checking: Promise<void> | undefined;
  #checkedAt = Number.NEGATIVE_INFINITY;

  constructor(source: Source, options: RunViewOptions = {}) {
    this.#source = source;
    this.#checkIntervalMs = options.checkIntervalMs ?? 5_000;
    this.#patienceMs = options.patienceMs ?? 1_000;
    this.#onFault = options.onFault ?? (() => undefined);
  }

  /** What can be shown now. Requests that come at once share one look at the lake. */
  async now(): Promise<View> {
    if (this.#checking === undefined && performance.now() - this.#checkedAt >= this.#checkIntervalMs)
      this.#checking = this.#check();
    if (this.#checking !== undefined) {
      if (this.#view?.kind === "run")
        await Promise.race([this.#checking, pause(this.#patienceMs, undefined, { ref: false })]);
      else await this.#checking;
    }
    return this.#view ?? { kind: "empty" };
  }

  async #check(): Promise<void> {
    try {
      this.#view = await this.#look();
    } catch (thrown) {
      const fault = asFault(thrown);
      this.#onFault(fault);
      this.#view = this.#withFault(fault.message);
    } finally {
      this.#checkedAt = performance.now();
      this.#checking = undefined;
    }
  }

  async #look(): Promise<View> {
    const [current, champion] = await Promise.all([currentRun(this.#source), readChampion(this.#source)]);
    const known = this.#view?.kind === "run" ? this.#view.run : undefined;
    if (current === undefined) {
      // Nobody unpublishes: a pointer that has vanished is a lake that is not there, a disk that is not mounted.
      if (known !== undefined) throw new SourceFault("The pointer to the current run has vanished.");
      return { kind: "empty" };
    }
    const isKnown = known?.current.run === current.run && known.current.published_at === current.published_at;
    const facts = isKnown ? known.facts : await this.#read(current);
    return { kind: "run", run: { current, facts, champion }, fault: undefined };
  }

  async #read(current: CurrentRun): Promise<RunFacts> {
    const scratch = await mkdtemp(join(tmpdir(), "spanishgas-dashboard-"));
    try {
      return await readRunFacts(this.#source, current, scratch);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  #withFault(message: string): View {
    const before = this.#view;
    switch (before?.kind) {
      case "run":
        return { ...before, fault: { message, since: before.fault?.since ?? new Date() } };
      case "fault":
        return { kind: "fault", fault: { message, since: before.fault.since } };
      default:
        return { kind: "fault", fault: { message, since: new Date() } };
    }
  }
}

function asFault(thrown: unknown): SourceFault {
  if (thrown instanceof SourceFault) return thrown;
  return new SourceFault("A pointer of the lake is not as it should be.", { cause: messageOf(thrown) });
}
