import type { Json } from "../../../configs/asl.ts";
import type { FakeExecution } from "../aws-fake.ts";
import { type EventPlace, executionEnded } from "./events.ts";
import { type Execution, type ExecutionEnd, type ExecutionParts, execute } from "./executions.ts";

/** What the executions of one state machine are played with. */
export interface StepFunctionsParts extends ExecutionParts {
  readonly place: EventPlace;
  readonly stateMachineArn: string;
  /** EventBridge's rule: tells of an execution that ended badly. */
  readonly tell: (run: string, event: Json) => Promise<void>;
  /** Stops what an aborted execution has called. */
  readonly stopJobs: () => void;
}

/** Plays Step Functions: runs each execution that is started, and keeps how it ended. */
export class StepFunctions {
  readonly #parts: StepFunctionsParts;
  readonly #running = new Map<string, { readonly execution: Execution; readonly done: Promise<void> }>();
  /** Names of all executions, in the order of their starts. */
  readonly started: string[] = [];
  readonly ends = new Map<string, ExecutionEnd>();
  readonly #outOfTime = new Set<string>();

  constructor(parts: StepFunctionsParts) {
    this.#parts = parts;
  }

  get running(): number {
    return this.#running.size;
  }

  start(name: string, started: FakeExecution): void {
    this.started.push(name);
    const startedAt = Date.now();
    const execution = execute(this.#parts, name, started.input);
    const done = this.#follow(name, started, startedAt, execution);
    this.#running.set(name, { execution, done });
  }

  /** Stops an execution as a person may: `.sync` stops its job. */
  async abort(name: string): Promise<void> {
    const running = this.#running.get(name);
    running?.execution.abort();
    this.#parts.stopJobs();
    await running?.done;
  }

  /** Its time is up: Step Functions stops it, and the job that it waits for. */
  timeOut(name: string): Promise<void> {
    this.#outOfTime.add(name);
    return this.abort(name);
  }

  /** Waits for the ends of all that run now. */
  async end(): Promise<void> {
    for (const { execution } of this.#running.values()) execution.abort();
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  async #follow(
    name: string,
    started: FakeExecution,
    startedAt: number,
    { ended }: Execution,
  ): Promise<void> {
    const by = await ended;
    const end: ExecutionEnd = this.#outOfTime.has(name) ? { status: "TIMED_OUT" } : by;
    started.status = end.status;
    this.ends.set(name, end);
    if (end.status !== "SUCCEEDED") {
      const { place, stateMachineArn, tell } = this.#parts;
      const { input } = started;
      const fault = end.status === "FAILED" ? { error: end.error, cause: end.cause } : {};
      const told = { stateMachineArn, name, status: end.status, input, startedAt, ...fault };
      await tell(name, executionEnded(place, told));
    }
    this.#running.delete(name);
  }
}
