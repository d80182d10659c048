import { runId } from "../../configs/names.ts";
import { trigger } from "../../runtime/trigger/trigger.ts";
import { batchOf, type Cloud, wholeDelivery } from "./cloud.ts";

/** What tests of the trigger do with a cloud on loopback. */

const keysOfAll = Object.keys(wholeDelivery).map((name) => `raw/${name}`);

/** The messages of an upload reach the trigger. @returns the messages that are to come again */
export async function deliver(cloud: Cloud, keys: readonly string[] = keysOfAll): Promise<readonly string[]> {
  return again(await trigger(cloud.trigger, batchOf(cloud.bucket, keys)));
}

/** The messages that an answer to a batch sends back. */
export function again(answer: Awaited<ReturnType<typeof trigger>>): readonly string[] {
  if (!("batchItemFailures" in answer)) throw new Error("A batch has a batch's answer.");
  return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

/** Names of the executions, in the order of their starts. */
export const executions = ({ fake }: Cloud): readonly string[] => [...fake.executions.keys()];

/** The run's books are closed, as the control tasks do at its end. */
export async function end(cloud: Cloud, id: string, state: "completed" | "failed"): Promise<void> {
  const lease = await cloud.manifest.leaseOf(runId(id));
  if (lease === undefined) throw new Error(`Run ${id} has no lease.`);
  await cloud.manifest.finish(
    lease,
    state === "failed" ? { state, error: "InputError", cause: "A column." } : { state },
  );
  const execution = cloud.fake.executions.get(id);
  if (execution !== undefined) execution.status = state === "failed" ? "FAILED" : "SUCCEEDED";
}
