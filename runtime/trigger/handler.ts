import { functions } from "../../configs/functions.ts";
import { s3Client } from "../lake/s3-client.ts";
import { jsonLog } from "../log.ts";
import { DynamoManifest } from "../manifest/dynamo-manifest.ts";
import { metricWriter } from "../metrics.ts";
import { presentable } from "../redact.ts";
import { variables } from "../variables.ts";
import { ExecutionStarter } from "./start-execution.ts";
import { type BatchAnswer, type Outcome, type TriggerParts, trigger } from "./trigger.ts";
import { UploadsQueue } from "./waiting-calls.ts";

/** Made at the first call and kept: the clients' connections serve the calls that follow. */
let parts: TriggerParts | undefined;

/**
 * The function that uploads wake, through EventBridge and a queue. It looks at names and ETags only, and starts one
 * execution of the state machine for each delivery. The schedule and people call it directly.
 */
export async function handler(event: unknown): Promise<BatchAnswer | Outcome> {
  try {
    parts ??= realParts();
    return await trigger(parts, event);
  } catch (thrown) {
    throw presentable(thrown);
  }
}

function realParts(): TriggerParts {
  const variable = variables(functions.trigger.variables);
  return {
    client: s3Client(),
    bucket: variable("BUCKET"),
    manifest: new DynamoManifest(variable("MANIFEST_TABLE")),
    starter: new ExecutionStarter(variable("STATE_MACHINE_ARN")),
    waitingCalls: new UploadsQueue(variable("UPLOADS_QUEUE_URL")),
    code: digestOf(variable("RUNTIME_IMAGE")),
    sentiment: variable("SENTIMENT"),
    log: jsonLog({ function: "trigger" }),
    writeMetrics: metricWriter(variable("ENVIRONMENT")),
    clock: Date.now,
  };
}

/** @example "repository@sha256:0123…" becomes "sha256:0123…" */
function digestOf(image: string): string {
  return image.slice(image.indexOf("@") + 1);
}
