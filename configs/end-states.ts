import type { FailState, SucceedState } from "./asl.ts";

/** Where an execution of the state machine ends. */
export const endStates: Readonly<Record<string, SucceedState | FailState>> = {
  Completed: { Type: "Succeed", Comment: "The delivery is scored and published" },
  Rejected: {
    Type: "Fail",
    Comment: "Nothing was published: the gate refused the model, and there is no champion",
    Error: "ModelRejected",
    Cause: "The gate refused the model, and there is no champion to score with.",
  },
  Failed: {
    Type: "Fail",
    Comment: "Nothing was published; the manifest holds the cause",
    Error: "RunFailed",
    Cause: "The run failed; the manifest holds the cause.",
  },
};
