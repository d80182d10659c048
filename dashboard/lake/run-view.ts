import { setTimeout as pause } from "node:timers/promises";
import { messageOf } from "../../runtime/errors.ts";
import { currentRun } from "../../runtime/pipeline/current-run.ts";
import { readChampion } from "../../runtime/registry/champion-pointer.ts";
import type { Champion } from "../../runtime/registry/registry.ts";
import { OpenRun } from "./open-run.ts";
import { type Source, SourceFault } from "./source.ts";

/** What a page can show at this moment. */
export type View =
  | {
      readonly kind: "run";
      readonly run: OpenRun;
      /** The champion of now. It may be another than the one that scored, after an approval or a rollback. */
      readonly champion: Champion | undefined;
      /** Why the lake cannot be read now: the run is the last good one. */
      readonly fault: Fault | undefined;
    }
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
  /** A request waits for a new run at most for this time while there is an older one to show, in ms. @default 250 */
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
    this.#patienceMs = options.patienceMs ?? 250;
    this.#onFault = options.onFault ?? (() => undefined);
  }

  /** What can be shown now, for who asks nothing of the run's tables. */
  async now(): Promise<View> {
    await this.#look();
    return this.#view ?? { kind: "empty" };
  }

  /** What can be shown now; its run stays open until `release` is called, even if another takes its place. */
  async hold(): Promise<{ readonly view: View; readonly release: () => void }> {
    const view = await this.now();
    // A run may be retired between the two: then the view of this moment is another, and nobody has closed it.
    const held = this.#view ?? view;
    return { view: held, release: held.kind === "run" ? held.run.hold() : () => undefined };
  }

  /** Looks at the lake when the last look is old. Requests that come at once share one look. */
  async #look(): Promise<void> {
    if (this.#checking === undefined && performance.now() - this.#checkedAt >= this.#checkIntervalMs)
      this.#checking = this.#check();
    if (this.#checking !== undefined) {
      if (this.#view?.kind === "run")
        await Promise.race([this.#checking, pause(this.#patienceMs, undefined, { ref: false })]);
      else await this.#checking;
    }
  }

  /** Closes the run that is open, once nobody holds it. The view is of no more use then. */
  async close(): Promise<void> {
    await this.#checking;
    if (this.#view?.kind !== "run") return;
    this.#view.run.retire();
    await this.#view.run.closed;
  }

  async #check(): Promise<void> {
    const before = this.#view;
    try {
      this.#view = await this.#read();
      if (before?.kind === "run" && this.#view.kind === "run" && before.run !== this.#view.run)
        before.run.retire();
    } catch (thrown) {
      const fault = asFault(thrown);
      this.#onFault(fault);
      this.#view = this.#withFault(fault.message);
    } finally {
      this.#checkedAt = performance.now();
      this.#checking = undefined;
    }
  }

  async #read(): Promise<View> {
    const [current, champion] = await Promise.all([currentRun(this.#source), readChampion(this.#source)]);
    const known = this.#view?.kind === "run" ? this.#view.run : undefined;
    if (current === undefined) {
      // Nobody unpublishes: a pointer that has vanished is a lake that is not there, a disk that is not mounted.
      if (known !== undefined) throw new SourceFault("The pointer to the current run has vanished.");
      return { kind: "empty" };
    }
    const isKnown = known?.current.run === current.run && known.current.published_at === current.published_at;
    const run = isKnown ? known : await OpenRun.open(this.#source, current);
    return { kind: "run", run, champion, fault: undefined };
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
