import type { Json } from "../../configs/asl.ts";
import { functions } from "../../configs/functions.ts";
import { s3Client } from "../lake/s3-client.ts";
import { S3Texts } from "../lake/s3-texts.ts";
import { jsonLog } from "../log.ts";
import { DynamoManifest } from "../manifest/dynamo-manifest.ts";
import { metricWriter } from "../metrics.ts";
import { presentable } from "../redact.ts";
import { SageMakerPackages } from "../registry/sagemaker-packages.ts";
import { SageMakerRegistry } from "../registry/sagemaker-registry.ts";
import { variables } from "../variables.ts";
import { bucketFreezer } from "./bucket-freezer.ts";
import { cloudSite } from "./cloud-site.ts";
import { type ControlParts, control } from "./control.ts";
import { SnsPublisher } from "./sns-publisher.ts";

/** Made at the first call and kept: the clients' connections serve the calls that follow. */
let parts: ControlParts | undefined;

/**
 * The function that keeps the books in the cloud. The state machine calls it for its control tasks, and EventBridge for
 * executions that ended badly.
 */
export async function handler(event: unknown): Promise<Json> {
  try {
    parts ??= realParts();
    return await control(parts, event);
  } catch (thrown) {
    throw presentable(thrown);
  }
}

function realParts(): ControlParts {
  const variable = variables(functions.control.variables);
  const bucket = variable("BUCKET");
  const client = s3Client();
  const lake = new S3Texts(client, bucket);
  const packages = new SageMakerPackages({
    groupName: variable("MODEL_PACKAGE_GROUP"),
    championParameter: variable("CHAMPION_PARAMETER"),
    image: variable("RUNTIME_IMAGE"),
    lake: lake.location,
    stateMachineArn: variable("STATE_MACHINE_ARN"),
  });
  return {
    lake,
    manifest: new DynamoManifest(variable("MANIFEST_TABLE")),
    registry: new SageMakerRegistry(lake, packages),
    freezer: bucketFreezer({ client, bucket, lake }),
    publisher: new SnsPublisher(variable("ALERTS_TOPIC_ARN")),
    log: jsonLog({ function: "control" }),
    site: cloudSite(variable("ENVIRONMENT"), variable("STATE_MACHINE_ARN")),
    writeMetrics: metricWriter(variable("ENVIRONMENT")),
  };
}
