import { expect, test } from "vitest";
import { deliveryId, runId } from "../../configs/names.ts";
import { subjectOf } from "../../runtime/pipeline/alert-text.ts";
import { faultOfCause } from "../../runtime/pipeline/cause.ts";

const job = (fields: object) => JSON.stringify({ ProcessingJobName: "j", ...fields });

test.each([
  ["plain, on one machine", "InputError", "A column is missing.", "InputError", "A column is missing."],
  [
    "a function's error",
    "InputError",
    '{"errorType":"InputError","errorMessage":"A file was changed.","trace":["at x"]}',
    "InputError",
    "A file was changed.",
  ],
  [
    "a job's exit message, over several lines",
    "States.TaskFailed",
    job({ ExitMessage: "InputError: Two faults:\n1. a: b", FailureReason: "AlgorithmError" }),
    "InputError",
    "Two faults:\n1. a: b",
  ],
  [
    "a job that was killed",
    "States.TaskFailed",
    job({ FailureReason: "AlgorithmError: exit code 137" }),
    "StepLost",
    "AlgorithmError: exit code 137",
  ],
  [
    "a job that wrote an empty exit message",
    "States.TaskFailed",
    job({ ExitMessage: "", FailureReason: "InternalServerError: We encountered an internal error." }),
    "StepLost",
    "InternalServerError: We encountered an internal error.",
  ],
  [
    "a function that was ended by its time limit",
    "Lambda.Unknown",
    '{"errorMessage":"2025-01-05T12:15:00.000Z 0a1b Task timed out after 900.00 seconds"}',
    "Lambda.Unknown",
    "2025-01-05T12:15:00.000Z 0a1b Task timed out after 900.00 seconds",
  ],
  [
    "an exit message without a class of ours",
    "States.TaskFailed",
    job({ ExitMessage: "Error: out of cheese" }),
    "States.TaskFailed",
    "Error: out of cheese",
  ],
  ["a timeout", "States.Timeout", "", "States.Timeout", /took longer than its time limit/],
  ["nothing at all", "States.TaskFailed", "", "States.TaskFailed", /gave no reason \(States.TaskFailed\)/],
])("the error's class and the user's words are found in %s", (_, name, text, error, cause) => {
  expect(faultOfCause({ Error: name, Cause: text })).toEqual({
    error,
    cause: typeof cause === "string" ? cause : expect.stringMatching(cause),
  });
});

test("a subject is ASCII and at most 100 characters", () => {
  const run = {
    id: runId(`ñ\n${"x".repeat(200)}`),
    delivery: deliveryId("d"),
    attempt: 1,
    state: "failed",
    request: { mode: "auto", asOf: null, experiment: "E5_full", seed: 42 },
    code: "c",
    startedAt: "",
    endedAt: null,
    cause: null,
    error: null,
  } as const;
  const subject = subjectOf({ kind: "run-failed", run }, { name: "spanishgas dev" });
  expect(subject).toMatch(/^[\x20-\x7e]{100}$/);
});
