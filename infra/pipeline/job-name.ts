import type { StepName } from "../../configs/pipeline.ts";

/** SageMaker's limit for the name of a job. */
export const JOB_NAME_CHARACTERS = 63;
/** `<delivery>-<attempt>`: twelve digits, and attempts up to 9999. */
const RUN_ID_CHARACTERS = 12 + 1 + 4;
/** `evaluate`. */
const STEP_CHARACTERS = 8;
/** Step Functions redrives an execution 1,000 times at most. */
const REDRIVE_CHARACTERS = 4;
/** A state is retried 99 times at most: the sum of its retriers' attempts, which a test holds. */
const RETRY_CHARACTERS = 2;
/** Marks the names of `<Step>Again`. */
const AGAIN = "a";

/** Characters that a stack's prefix may have, so that no job's name is too long. */
export const LONGEST_PREFIX =
  JOB_NAME_CHARACTERS -
  `-${"r".repeat(RUN_ID_CHARACTERS)}-${"s".repeat(STEP_CHARACTERS)}`.length -
  `-${"9".repeat(REDRIVE_CHARACTERS)}-${AGAIN}${"9".repeat(RETRY_CHARACTERS)}`.length;

/** What jobs are called: after their steps, and those around a shared bronze step after what they are. */
export type JobTitle = StepName | "shards" | "whole";

/** Is it the first try of a step, or the one after a machine's fault? */
export type Try = "first" | "again";

/**
 * A job's name, as an expression of the state machine: `<prefix>-<run>-<title>-<redrive>-<retry>`. It begins with the
 * stack's prefix, so that permissions can name a stack's jobs, and no two jobs ever get the same: an execution that is
 * redriven, a state that is retried and a step that is tried again all change it.
 */
export function jobNameExpression(prefix: string, title: JobTitle, attempt: Try): string {
  const mark = attempt === "again" ? AGAIN : "";
  return `States.Format('${prefix}-{}-${title}-{}-${mark}{}', $.run_id, $$.Execution.RedriveCount, $$.State.RetryCount)`;
}

/** Names of a stack's jobs, with an asterisk for what changes. */
export function jobNames(prefix: string): string {
  return `${prefix}-*`;
}
