import type { InputLocation } from "../errors.ts";
import type { TaskUsage } from "../manifest/manifest.ts";
import type { ProgressEvent, StepContext, StepSummary } from "../step.ts";
import type { StepModule } from "./steps.ts";

/**
 * What the runner and a step's process say to each other. Both are of the same program, so that a message's type says
 * all about its shape; the check is for what else may arrive on a channel.
 */

/** One step to run: its code, its folders, its parameters. */
export interface Job extends StepModule, Pick<StepContext, "inputs" | "outputs" | "scratch" | "parameters"> {}

/** From the runner to the process. */
export type Order = { readonly type: "run"; readonly job: Job } | { readonly type: "cancel" };

/** An error as it travels between processes. */
export interface ReportedError {
  /** Class of the error, or `StepFault` for one without a class of ours. */
  readonly name: string;
  readonly message: string;
  readonly location?: InputLocation;
  readonly stack?: string;
}

/** From the process to the runner. */
export type Report =
  | { readonly type: "ready" }
  | { readonly type: "progress"; readonly progress: ProgressEvent }
  | { readonly type: "done"; readonly summary: StepSummary; readonly usage: TaskUsage }
  | { readonly type: "failed"; readonly error: ReportedError; readonly usage: TaskUsage };

function typeOf(message: unknown): unknown {
  return typeof message === "object" && message !== null && "type" in message ? message.type : undefined;
}

/** Is this a message of the runner, and not something else on the channel? */
export function isOrder(message: unknown): message is Order {
  const type = typeOf(message);
  return type === "run" || type === "cancel";
}

/** Is this a message of a step's process, and not something else on the channel? */
export function isReport(message: unknown): message is Report {
  const type = typeOf(message);
  return type === "ready" || type === "progress" || type === "done" || type === "failed";
}
