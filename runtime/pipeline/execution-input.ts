import type { ExecutionInput } from "../../configs/execution.ts";
import { DEFAULT_SCORER } from "../../configs/sentiment.ts";
import type { RunRecord } from "../manifest/manifest.ts";

/** What an execution of the state machine is started with. The same run gives the same input, always. */
export function executionInput({ id, delivery, request }: RunRecord): ExecutionInput {
  const { mode, asOf, experiment, sentiment = DEFAULT_SCORER, seed } = request;
  return { run_id: id, delivery_id: delivery, mode, as_of: asOf ?? "auto", experiment, sentiment, seed };
}
