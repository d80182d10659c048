import { neverRetried, type TaskName } from "../../configs/state-machine.ts";
import type { Watcher } from "../pipeline/events.ts";
import type { ProgressEvent } from "../step.ts";
import { duration, megabytes, shortCount } from "./format.ts";
import { pad, type Terminal } from "./terminal.ts";

/** On a terminal the line is redrawn this often at most; elsewhere a line is added this often, in ms. */
const REDRAW_MS = 100;
const PLAIN_INTERVAL_MS = 5_000;
/** Time left is told after this many seconds, when the speed has settled. */
const SETTLED_SECONDS = 1;
const NAME_WIDTH = 10;

/** Bookkeeping that takes no time is not worth a line. */
const SILENT: ReadonlySet<string> = new Set<TaskName>([
  "ReadDecision",
  "AlertRejected",
  "MarkRejected",
  "Publish",
  "AlertFindings",
  "Complete",
  "MarkFailed",
  "Notify",
]);

const titles: Readonly<Record<string, string>> = { ResolveDelivery: "Delivery", Identify: "Delivery" };

function titleOf(state: string): string {
  return titles[state] ?? state;
}

interface Work {
  readonly title: string;
  readonly task: string;
  readonly startedAt: number;
}

/** Shows how far the work is: one line that changes on a terminal, a line now and then elsewhere. */
export class ProgressLine {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  #work: Work | undefined;
  #lastShown = Number.NEGATIVE_INFINITY;

  constructor(terminal: Terminal, now: () => number = () => performance.now()) {
    this.#terminal = terminal;
    this.#now = now;
  }

  show(title: string, { task, done, total, unit }: ProgressEvent): void {
    const now = this.#now();
    if (this.#work?.title !== title || this.#work.task !== task) {
      this.#work = { title, task, startedAt: now };
      // A plain line only for what takes long.
      if (!this.#terminal.interactive) this.#lastShown = now;
    }
    if (now - this.#lastShown < (this.#terminal.interactive ? REDRAW_MS : PLAIN_INTERVAL_MS)) return;
    this.#lastShown = now;
    const seconds = (now - this.#work.startedAt) / 1000;
    const parts = [`  ${pad(title, NAME_WIDTH)}  ${task}`];
    if (total !== undefined && total > 0) parts.push(`${Math.floor((done / total) * 100)} %`);
    if (seconds > SETTLED_SECONDS && done > 0) {
      parts.push(`${shortCount(done / seconds)} ${unit}/s`);
      if (total !== undefined) parts.push(`${duration((seconds * (total - done)) / done)} left`);
    }
    const line = parts.join("   ");
    if (this.#terminal.interactive) this.#terminal.update(line);
    else this.#terminal.line(line);
  }

  /** Says what is being done before there is progress to tell. */
  begin(title: string): void {
    if (this.#terminal.interactive && title !== "") this.#terminal.update(`  ${pad(title, NAME_WIDTH)}`);
  }

  end(): void {
    this.#work = undefined;
    this.#terminal.clear();
  }
}

/** Shows a run as it goes: what is done stays, what is being done changes. */
export function watchRun(terminal: Terminal): Watcher {
  const progress = new ProgressLine(terminal);
  return (event) => {
    switch (event.type) {
      case "claimed": {
        const { run, resumed } = event;
        progress.end();
        terminal.line(
          `Run ${terminal.style("bold", run.id)} of delivery ${run.delivery}${resumed ? ", resumed where it was interrupted" : ""}`,
        );
        return;
      }
      case "progress":
        progress.show(titleOf(event.state), event.progress);
        return;
      case "task-started":
        progress.begin(SILENT.has(event.state) ? "" : titleOf(event.state));
        return;
      case "task-ended": {
        progress.end();
        if (SILENT.has(event.state)) return;
        const { wallSeconds, peakMemoryMb } = event.usage;
        const memory = event.summary === null ? "" : pad(megabytes(peakMemoryMb), 8, "start");
        const figures = event.resumed
          ? terminal.style("dim", "done before")
          : terminal.style("dim", `${pad(duration(wallSeconds), 10, "start")}  ${memory}`.trimEnd());
        terminal.line(
          `  ${terminal.style("green", "✓")} ${pad(titleOf(event.state), NAME_WIDTH)}  ${figures}`,
        );
        return;
      }
      case "task-failed": {
        progress.end();
        // What ends the run is said once, at its end; what is tried again is said here.
        const reason = neverRetried.some((name) => name === event.error) ? "" : event.message.split("\n")[0];
        terminal.line(
          `  ${terminal.style("red", "✗")} ${pad(titleOf(event.state), NAME_WIDTH)}  ${reason}`.trimEnd(),
        );
        return;
      }
      case "alert":
        if (event.kind === "run-failed") return;
        progress.end();
        terminal.line(`  ${terminal.style("yellow", "!")} ${event.message}`);
        return;
      case "alert-unpublished":
        progress.end();
        terminal.line(`  ${terminal.style("yellow", "!")} The alert was not sent: ${event.message}`);
        return;
    }
  };
}
