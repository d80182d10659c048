import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SNSClient } from "@aws-sdk/client-sns";
import { SSMClient } from "@aws-sdk/client-ssm";
import { datasets } from "../../configs/datasets.ts";
import { SETTLING_SECONDS } from "../../configs/functions.ts";
import { bucketFreezer } from "../../runtime/control/bucket-freezer.ts";
import { cloudSite } from "../../runtime/control/cloud-site.ts";
import type { ControlParts } from "../../runtime/control/control.ts";
import { SnsPublisher } from "../../runtime/control/sns-publisher.ts";
import { S3Texts } from "../../runtime/lake/s3-texts.ts";
import { jsonLog } from "../../runtime/log.ts";
import { DynamoManifest } from "../../runtime/manifest/dynamo-manifest.ts";
import { DynamoTable } from "../../runtime/manifest/dynamo-table.ts";
import { metricWriter } from "../../runtime/metrics.ts";
import { SageMakerPackages } from "../../runtime/registry/sagemaker-packages.ts";
import { SageMakerRegistry } from "../../runtime/registry/sagemaker-registry.ts";
import { ExecutionStarter } from "../../runtime/trigger/start-execution.ts";
import type { TriggerParts } from "../../runtime/trigger/trigger.ts";
import { UploadsQueue } from "../../runtime/trigger/waiting-calls.ts";
import { AwsFake } from "./aws-fake.ts";
import { createManifestTable, dynamoClient } from "./dynamo.ts";
import { newBucket, type TestBucket, testAccount } from "./s3.ts";
import { newQueue, type TestQueue } from "./sqs.ts";

export const STATE_MACHINE = "arn:aws:states:eu-west-1:000000000000:stateMachine:spanishgas-dev-pipeline";
export const IMAGE = `000000000000.dkr.ecr.eu-west-1.amazonaws.com/runtime@sha256:${"0".repeat(64)}`;

/** All that the functions work on, on loopback: a bucket, a table, and a stand-in for the rest. */
export interface Cloud extends TestBucket {
  readonly fake: AwsFake;
  readonly manifest: DynamoManifest;
  readonly lake: S3Texts;
  readonly trigger: TriggerParts;
  readonly control: ControlParts;
  /** The queue of uploads. Nothing is sent into it but by the trigger. */
  readonly queue: TestQueue;
  /** Lines of the functions' logs. */
  readonly lines: string[];
  /** Metrics that the functions wrote. */
  readonly metrics: readonly unknown[];
  /** Only tests move it; it begins when every upload has settled. */
  readonly clock: { now: number };
  /** Uploads a small file for each data set, or the given texts by name. */
  upload(files?: Readonly<Record<string, string>>): Promise<void>;
}

/** One file for each data set; their content matters to nobody here. */
export const wholeDelivery: Readonly<Record<string, string>> = Object.fromEntries(
  datasets.map(({ fileStem }) => [`${fileStem}.csv`, `rows of ${fileStem}`]),
);

export async function newCloud(): Promise<Cloud> {
  const bucket = await newBucket();
  const fake = await AwsFake.start();
  const at = { ...testAccount, endpoint: fake.endpoint };
  const clock = { now: Date.now() + 2 * SETTLING_SECONDS * 1000 };
  const table = new DynamoTable(await createManifestTable(), await dynamoClient());
  const manifest = new DynamoManifest(table, { clock: () => clock.now });
  const lake = new S3Texts(bucket.client, bucket.bucket);
  const lines: string[] = [];
  const metrics: unknown[] = [];
  const queue = await newQueue();
  const writeMetrics = metricWriter(
    "dev",
    (line) => void metrics.push(JSON.parse(line)),
    () => clock.now,
  );
  const log = jsonLog({}, (line) => lines.push(line));
  const packages = new SageMakerPackages(
    {
      groupName: "spanishgas-dev-churn",
      championParameter: "/spanishgas-dev/champion",
      image: IMAGE,
      lake: lake.location,
      stateMachineArn: STATE_MACHINE,
    },
    { sagemaker: new SageMakerClient(at), ssm: new SSMClient(at) },
  );
  return {
    ...bucket,
    fake,
    manifest,
    lake,
    lines,
    metrics,
    queue,
    clock,
    trigger: {
      client: bucket.client,
      bucket: bucket.bucket,
      manifest,
      starter: new ExecutionStarter(STATE_MACHINE, new SFNClient({ ...at, maxAttempts: 2 })),
      waitingCalls: new UploadsQueue(queue.url, queue.client),
      code: "sha256:0",
      sentiment: "lexicon",
      log,
      writeMetrics,
      clock: () => clock.now,
    },
    control: {
      lake,
      manifest,
      registry: new SageMakerRegistry(lake, packages),
      freezer: bucketFreezer({ client: bucket.client, bucket: bucket.bucket, lake }),
      publisher: new SnsPublisher(
        "arn:aws:sns:eu-west-1:000000000000:spanishgas-dev-alerts",
        new SNSClient({ ...at, maxAttempts: 1 }),
      ),
      log,
      site: cloudSite("dev", STATE_MACHINE),
      clock: () => clock.now,
      writeMetrics,
    },
    upload: async (files = wholeDelivery) => {
      for (const [name, text] of Object.entries(files)) await bucket.put(`raw/${name}`, text);
    },
  };
}

/** A batch of the queue that tells of objects, one message each. */
export function batchOf(bucket: string, keys: readonly string[]) {
  return {
    Records: keys.map((key, index) => ({
      eventSource: "aws:sqs",
      messageId: `m${index}`,
      body: JSON.stringify({
        "detail-type": "Object Created",
        detail: { bucket: { name: bucket }, object: { key } },
      }),
    })),
  };
}
