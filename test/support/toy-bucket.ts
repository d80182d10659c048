import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { S3Lake } from "../../runtime/lake/s3-lake.ts";
import { DynamoManifest } from "../../runtime/manifest/dynamo-manifest.ts";
import { DynamoTable } from "../../runtime/manifest/dynamo-table.ts";
import { runOnBucket } from "../../runtime/pipeline/bucket-workplace.ts";
import type { PipelineOutcome, RunOptions } from "../../runtime/pipeline/run-pipeline.ts";
import { createManifestTable, dynamoClient, dynamoEndpoint } from "./dynamo.ts";
import { temporaryFolder } from "./folders.ts";
import { newBucket, s3Endpoint, type TestBucket, testAccount } from "./s3.ts";
import type { ToyLake, ToyProcess } from "./toy-lake.ts";
import { digestOfFolder } from "./toy-steps.ts";

/** What readers may see of a run, by name. */
const READABLE = ["bronze", "quarantine", "silver", "gold", "scored"];

/** A lake in a bucket and a manifest in a table for the toy steps of a test. The environment names their servers. */
export class ToyBucket {
  readonly toy: ToyLake;
  readonly bucket: TestBucket;
  readonly table: string;
  /** Copies of the lake's files, for this process and for those that it starts. */
  readonly scratch: string;

  private constructor(toy: ToyLake, bucket: TestBucket, table: string) {
    this.toy = toy;
    this.bucket = bucket;
    this.table = table;
    this.scratch = join(toy.root, "scratch");
  }

  /** @param s3 address of the server for S3, or of a proxy before it. @default s3Endpoint() */
  static async for(toy: ToyLake, s3?: string): Promise<ToyBucket> {
    const environment = {
      AWS_ENDPOINT_URL_S3: s3 ?? (await s3Endpoint()),
      AWS_ENDPOINT_URL_DYNAMODB: await dynamoEndpoint(),
      AWS_REGION: testAccount.region,
      AWS_ACCESS_KEY_ID: testAccount.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: testAccount.credentials.secretAccessKey,
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    onTestFinished(() => void vi.unstubAllEnvs());
    return new ToyBucket(toy, await newBucket(), await createManifestTable());
  }

  run(options: Partial<RunOptions> = {}): Promise<PipelineOutcome> {
    this.toy.events.length = 0;
    const { bucket, table, scratch } = this;
    return runOnBucket({ bucket: bucket.bucket, table, scratch }, this.toy.options(options));
  }

  /** Starts a run in a process of its own, with a short lease. */
  start(onEvent?: (type: string, count: number) => void): ToyProcess {
    return this.toy.start(onEvent, [this.bucket.bucket, this.table, this.scratch]);
  }

  async manifest(): Promise<DynamoManifest> {
    const manifest = new DynamoManifest(new DynamoTable(this.table, await dynamoClient()));
    onTestFinished(() => manifest[Symbol.dispose]());
    return manifest;
  }

  /** The lake as somebody else's machine sees it. */
  lake(): S3Lake {
    return new S3Lake(this.bucket.client, this.bucket.bucket, temporaryFolder());
  }

  /** What readers can see of a run: a digest for each of its folders that is there. */
  async digests(run: string): Promise<Record<string, string>> {
    const lake = this.lake();
    const places = [
      ...READABLE.map((layer) => [layer, `${layer}/${run}/`] as const),
      ...["artifact", "evaluation"].map((part) => [part, `models/${run}/${part}/`] as const),
    ];
    const digests: Record<string, string> = {};
    for (const [name, prefix] of places)
      if (await lake.exists(prefix)) digests[name] = digestOfFolder(await lake.input(prefix));
    return digests;
  }
}
