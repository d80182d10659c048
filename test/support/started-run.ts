import type { Json } from "../../configs/asl.ts";
import { runId } from "../../configs/names.ts";
import type { ControlState } from "../../configs/state-machine.ts";
import { control } from "../../runtime/control/control.ts";
import { trigger } from "../../runtime/trigger/trigger.ts";
import { batchOf, type Cloud, newCloud } from "./cloud.ts";

/** A cloud in which an upload has started a run. */
export async function startedRun(cloud?: Cloud) {
  const here = cloud ?? (await newCloud());
  if (cloud === undefined) await here.upload();
  await trigger(here.trigger, batchOf(here.bucket, ["raw/churn_label.csv"]));
  const id = runId([...here.fake.executions.keys()].at(-1) ?? "");
  const execution = JSON.parse(here.fake.executions.get(id)?.input ?? "");
  const call = (state: ControlState, more: Record<string, Json> = {}) =>
    control(here.control, { state, execution: { ...execution, ...more } });
  return { cloud: here, id, call };
}

/** Calls a control task of the run. */
export type Call = Awaited<ReturnType<typeof startedRun>>["call"];

/** An evaluation with the gate's decision. @param experiment of the model that was judged */
export function evaluation(promote: boolean, experiment = "E5_full") {
  const estimate = { value: 0.75, low: 0.7, high: 0.8 };
  return JSON.stringify({
    promote,
    reasons: [
      promote ? "PR-AUC is high enough." : "PR-AUC on the holdout is 0.610, below the 0.7 asked for.",
    ],
    experiment,
    asOf: "2024-12-31",
    threshold: 0.3,
    metrics: { prAuc: estimate },
  });
}

/** What ResolveDelivery leaves in the execution's state. */
export const plan = (mode: "train" | "score", version: string) => ({
  plan: { mode, champion: { exists: version !== "none", version } },
});

/** What the state machine caught. */
export const columnMissing = { Error: "InputError", Cause: "A column is missing." };

/** The end of a failed run, as the state machine does it. */
export async function failRun(call: Call): Promise<void> {
  await call("MarkFailed", { error: columnMissing });
  await call("Notify", { error: columnMissing });
}

/** Another delivery arrives, and takes the lease as soon as it is free. */
export async function nextRun(cloud: Cloud): Promise<Awaited<ReturnType<typeof startedRun>>> {
  await cloud.upload({ "price_history.csv": `corrected ${cloud.fake.executions.size} times` });
  cloud.clock.now += 1_000_000;
  return startedRun(cloud);
}

/** The end of an execution, as EventBridge tells it. */
export function ended(name: string, status: string, more: object = {}) {
  return {
    source: "aws.states",
    "detail-type": "Step Functions Execution Status Change",
    detail: { executionArn: "arn", stateMachineArn: "arn", name, status, input: "{}", ...more },
  };
}
