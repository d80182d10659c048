import { type S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { InputError } from "../errors.ts";
import { s3Client } from "../lake/s3-client.ts";
import { S3Lake } from "../lake/s3-lake.ts";
import { openTableManifest } from "../manifest/open-manifest.ts";
import { uploadFreezer } from "./freeze.ts";
import type { PipelineOutcome, RunOptions } from "./run-pipeline.ts";
import { runOn } from "./run-pipeline.ts";

/** How often a lease in a table is renewed, in ms. */
const TABLE_HEARTBEAT_MS = 5_000;

/** A lake in a bucket and its manifest in a table. */
export interface BucketPlace {
  readonly bucket: string;
  readonly table: string;
  /** Folder for copies of the lake's files. Removed when the run has come to its end; kept for its continuation when not. */
  readonly scratch: string;
}

/**
 * Runs the whole state machine on this machine, on a lake in a bucket.
 * @throws InputError when bucket or table are missing; what `runOn` throws
 */
export async function runOnBucket(
  { bucket, table, scratch }: BucketPlace,
  options: RunOptions,
  client: S3Client = s3Client(),
): Promise<PipelineOutcome> {
  const lake = new S3Lake(client, bucket, scratch);
  const outcome = await runOn(async () => {
    await checkBucket(lake);
    const { leaseMs } = options.timing ?? {};
    const manifest = await openTableManifest(table, leaseMs === undefined ? {} : { leaseMs });
    return {
      lake,
      manifest,
      freezer: uploadFreezer(lake, options.raw),
      heartbeatMs: TABLE_HEARTBEAT_MS,
    };
  }, options);
  await lake.removeCopies();
  return outcome;
}

async function checkBucket(lake: S3Lake): Promise<void> {
  try {
    await lake.exists("pointers/");
  } catch (thrown) {
    if (!(thrown instanceof S3ServiceException) || thrown.name !== "NoSuchBucket") throw thrown;
    throw new InputError(`There is no bucket ${lake.location}; name the stack's with --lake s3://BUCKET.`);
  }
}
