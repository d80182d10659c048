import { artifactFiles } from "../../configs/artifact.ts";
import { deliveryId, type ModelVersion, runId } from "../../configs/names.ts";
import type { LakeTexts } from "../../runtime/lake/lake.ts";
import type { Decision, Registration } from "../../runtime/registry/registry.ts";

/** A version as the gate registers it. */
export function registration(version: ModelVersion, decision: Decision = "approved"): Registration {
  return {
    version,
    run: runId(version),
    delivery: deliveryId("d1"),
    decision,
    reasons: ["PR-AUC is high enough."],
    experiment: "E5_full",
    asOf: null,
    labels: "digest",
    metrics: { prAuc: 0.75 },
    registeredAt: "2024-12-31T12:00:00.000Z",
  };
}

/** Files in the place of a model's; nobody reads them here. */
export async function writeModel(lake: LakeTexts, version: ModelVersion): Promise<void> {
  for (const file of Object.values(artifactFiles))
    await lake.write(`models/${version}/artifact/${file}`, "{}");
}
