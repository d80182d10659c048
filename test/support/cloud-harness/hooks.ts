import type { ChildProcess } from "node:child_process";

/** One call that the harness makes in the place of a service. */
export type ServiceCall =
  /** Lambda's event source mapping calls the trigger with a batch of the queue's messages; a person calls it without any. */
  | { readonly service: "trigger"; readonly messages: number; readonly attempt: number }
  /** Step Functions calls the control function for a state. */
  | {
      readonly service: "control";
      readonly run: string;
      readonly state: string;
      /** 0 for the state's first try. */
      readonly attempt: number;
    }
  /** EventBridge tells the control function of an execution that ended badly. */
  | { readonly service: "ending"; readonly run: string; readonly attempt: number }
  /** EventBridge tells the control function of a model package that was changed. */
  | { readonly service: "decision"; readonly attempt: number }
  /** Step Functions makes a job of SageMaker Processing. */
  | {
      readonly service: "job";
      readonly run: string;
      readonly state: string;
      /** What the container is started with: a step, or another program of the image. */
      readonly program: string;
      readonly attempt: number;
    };

/**
 * Where a test stands in the way. Each may wait, and may throw a `ServiceError`: its name and message become the error
 * and the cause that the caller sees.
 */
export interface Hooks {
  /** Before the call: what is thrown keeps it from being made. */
  readonly before?: (call: ServiceCall) => void | Promise<void>;
  /** A process works on the call; a test may kill it. A job on several machines has one for each. */
  readonly process?: (call: ServiceCall, process: ChildProcess) => void;
  /** The process has written a line to its log. */
  readonly line?: (call: ServiceCall, line: string, process: ChildProcess) => void;
  /** After the call was done: what is thrown loses its answer, not its deeds. */
  readonly after?: (call: ServiceCall) => void | Promise<void>;
  /** The call has come to its end, whether it was done, has failed or was kept from being made. */
  readonly over?: (call: ServiceCall) => void;
}

/** Makes a call between its hooks. */
export async function hooked<T>(hooks: Hooks, call: ServiceCall, make: () => Promise<T>): Promise<T> {
  try {
    await hooks.before?.(call);
    const result = await make();
    await hooks.after?.(call);
    return result;
  } finally {
    hooks.over?.(call);
  }
}
