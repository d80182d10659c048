import { StateMachine } from "aws-local-stepfunctions";
import type { Json, StateMachineDefinition } from "../../../configs/asl.ts";
import type { Recording } from "./recording.ts";
import { ServiceError } from "./service-error.ts";

/** One call of a service by a state. */
export interface TaskCall {
  readonly execution: string;
  readonly state: string;
  /** `arn:aws:states:::…`. */
  readonly resource: string;
  /** 0 for the first try. */
  readonly attempt: number;
  /** All paths filled in. */
  readonly parameters: Json;
}

/** How an execution ended. */
export type ExecutionEnd =
  | { readonly status: "SUCCEEDED" }
  | { readonly status: "ABORTED" | "TIMED_OUT" }
  | { readonly status: "FAILED"; readonly error: string; readonly cause: string };

/** What Step Functions is played with. */
export interface ExecutionParts {
  readonly definition: StateMachineDefinition;
  readonly recording: Recording;
  /** Pause before a state is tried again, and of a state that waits, in ms. */
  readonly retryPauseMs: number;
  /** Calls a service. @throws ServiceError */
  readonly call: (call: TaskCall) => Promise<Json>;
}

/** An execution at work. */
export interface Execution {
  readonly ended: Promise<ExecutionEnd>;
  /** Stops it, as a person may. What it has called goes on until somebody stops that as well. */
  readonly abort: () => void;
}

/** Executes the state machine as Step Functions would, as far as the interpreter knows the language. */
export function execute(parts: ExecutionParts, name: string, input: string): Execution {
  const { definition, recording, retryPauseMs } = parts;
  // The interpreter keeps no counts; a state that follows a failed one still sees that one's in its parameters.
  const context = { Execution: { RedriveCount: 0, Name: name }, State: { RetryCount: 0 } };
  let last = "";
  const handlerOf = (state: string, resource: string) => async (parameters: Json) => {
    if (state !== last) context.State.RetryCount = 0;
    last = state;
    const attempt = context.State.RetryCount;
    try {
      const result = await parts.call({ execution: name, state, resource, attempt, parameters });
      context.State.RetryCount = 0;
      return result;
    } catch (thrown) {
      context.State.RetryCount = attempt + 1;
      throw thrown;
    }
  };
  const tasks = Object.entries(definition.States).flatMap(([state, is]) =>
    is.Type === "Task" ? [{ state, resource: is.Resource }] : [],
  );
  const waits = Object.keys(definition.States).filter((state) => definition.States[state]?.Type === "Wait");
  const running = new StateMachine(definition, { validationOptions: { noValidate: true } }).run(
    JSON.parse(input),
    {
      context,
      overrides: {
        taskResourceLocalHandlers: Object.fromEntries(
          tasks.map(({ state, resource }) => [state, handlerOf(state, resource)]),
        ),
        retryIntervalOverrides: Object.fromEntries(tasks.map(({ state }) => [state, retryPauseMs])),
        waitTimeOverrides: Object.fromEntries(waits.map((state) => [state, retryPauseMs])),
      },
    },
  );
  let fault: { readonly error: string; readonly cause: string } | undefined;
  const heard = (async () => {
    for await (const event of running.eventLogs) {
      recording.add("history", name, JSON.stringify(event));
      if (event.type === "ExecutionFailed") fault = { error: event.Error, cause: String(event.Cause) };
    }
  })();
  const ended = running.result.then(
    (): ExecutionEnd => ({ status: "SUCCEEDED" }),
    async (thrown: unknown): Promise<ExecutionEnd> => {
      const { name: kind, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
      if (kind === "ExecutionAbortedError") return { status: "ABORTED" };
      if (kind === "ExecutionTimeoutError") return { status: "TIMED_OUT" };
      await heard;
      return { status: "FAILED", error: fault?.error ?? kind, cause: fault?.cause ?? message };
    },
  );
  return { ended: ended.finally(() => heard), abort: running.abort };
}

/** A service that nobody plays. */
export function unknownService({ resource }: TaskCall): never {
  throw new ServiceError("States.Runtime", `The harness plays no ${resource}.`);
}
