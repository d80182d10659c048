import { z } from "zod";
import type { CaughtError } from "../../configs/execution.ts";
import { neverRetried, STEP_FAULT, STEP_LOST } from "../../configs/state-machine.ts";
import { withoutCredentials } from "../redact.ts";

/** Why a task failed: the class of the error, and what to tell the user. */
export interface Fault {
  readonly error: string;
  readonly cause: string;
}

/** An empty text says as little as none. */
const words = z
  .string()
  .optional()
  .transform((text) => (text?.trim() === "" ? undefined : text));
/** What a job of SageMaker says of its end. A step writes `<class>: <message>` as its exit message. */
const jobSchema = z.object({ ExitMessage: words, FailureReason: words });
/** What a function of Lambda says of an error that it has thrown, or that ended it: out of time, out of memory. */
const functionSchema = z.object({ errorType: z.string().optional(), errorMessage: z.string() });

const classes: ReadonlySet<string> = new Set([...neverRetried, STEP_FAULT, STEP_LOST]);
const CLASS_AND_MESSAGE = /^([A-Za-z.]+): (.+)$/s;

/**
 * The error's class and the user's words in what the state machine caught. On one machine they stand there as they
 * are; a service wraps them in a JSON text of its own.
 */
export function faultOfCause(caught: CaughtError): Fault {
  const { error, cause } = wordsOf(caught);
  return { error, cause: withoutCredentials(cause) };
}

function wordsOf({ Error: error, Cause: cause }: CaughtError): Fault {
  const said = jsonOf(cause);
  const thrown = functionSchema.safeParse(said).data;
  if (thrown !== undefined) return { error: thrown.errorType ?? error, cause: thrown.errorMessage };
  const job = jobSchema.safeParse(said).data;
  if (job === undefined) return { error, cause: cause === "" ? unexplained(error) : cause };
  const { ExitMessage: exit, FailureReason: reason } = job;
  const [, name = "", message = ""] = CLASS_AND_MESSAGE.exec(exit ?? "") ?? [];
  if (classes.has(name)) return { error: name, cause: message };
  if (exit === undefined && reason === undefined) return { error, cause: unexplained(error) };
  // Without words of its own, the job was killed or its machine was lost.
  return { error: exit === undefined ? STEP_LOST : error, cause: exit ?? reason ?? "" };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unexplained(error: string): string {
  return error === "States.Timeout"
    ? "A task took longer than its time limit; look at its log for what it was doing."
    : `The service gave no reason (${error}); the log of the execution shows which task it was.`;
}
