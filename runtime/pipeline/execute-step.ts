import { STEP_FAULT } from "../../configs/state-machine.ts";
import {
  CancelledError,
  ContractError,
  InputError,
  messageOf,
  ResourceError,
  ShardsOverlap,
  throwIfCancelled,
  withRemedy,
} from "../errors.ts";
import type { Progress, StepSummary } from "../step.ts";
import type { Job, ReportedError } from "./protocol.ts";
import { loadStep } from "./steps.ts";

/** Loads a step and runs it on its folders. */
export async function executeStep(job: Job, progress: Progress, signal: AbortSignal): Promise<StepSummary> {
  const step = await loadStep(job);
  // Loading takes half a second, in which the platform may have asked for an end.
  throwIfCancelled(signal);
  const { inputs, outputs, scratch, parameters } = job;
  const summary = await step({ inputs, outputs, scratch, parameters, progress, signal });
  throwIfCancelled(signal);
  return summary;
}

/** An error as it travels between processes: its class decides what becomes of the run. */
export function reportedError(thrown: unknown, place: string): ReportedError {
  const error = withRemedy(thrown, place);
  const stack = error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {};
  const message = messageOf(error);
  if (error instanceof InputError) return { name: error.name, message, location: error.location, ...stack };
  if (
    error instanceof ContractError ||
    error instanceof ResourceError ||
    error instanceof ShardsOverlap ||
    error instanceof CancelledError
  )
    return { name: error.name, message, ...stack };
  return { name: STEP_FAULT, message, ...stack };
}
