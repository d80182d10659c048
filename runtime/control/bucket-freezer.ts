import type { S3Client } from "@aws-sdk/client-s3";
import { RAW_PREFIX } from "../../configs/upload.ts";
import { throwIfCancelled } from "../errors.ts";
import { jsonText } from "../json.ts";
import type { LakeTexts } from "../lake/lake.ts";
import { type CopyLimits, copyObject } from "../lake/s3-objects.ts";
import type { ReadOptions } from "../pipeline/delivered-files.ts";
import { changed, type Delivery, deliveryPrefix, type Freezer, listingKey } from "../pipeline/freeze.ts";

/** Files that are copied at once: the copying is S3's work. */
const PARALLEL_FILES = 4;

/** The bucket that holds both the uploads and the lake. */
export interface FreezerBucket {
  readonly client: S3Client;
  readonly bucket: string;
  readonly lake: LakeTexts;
  /** For tests that cannot copy gigabytes. */
  readonly limits?: CopyLimits;
}

/**
 * Freezes uploads by copies inside the bucket: no byte passes through here. A copy is made on the condition that the
 * object is still the version that the delivery names. The listing comes last: where it lies, all files are there.
 */
export function bucketFreezer(bucket: FreezerBucket): Freezer {
  return { freeze: (delivery, options) => freeze(bucket, delivery, options) };
}

async function freeze(
  { client, bucket, lake, limits }: FreezerBucket,
  { id, files }: Delivery,
  { signal, progress }: ReadOptions = {},
): Promise<void> {
  if (await lake.exists(listingKey(id))) return;
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const waiting = [...files];
  let done = 0;
  const copyFiles = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      throwIfCancelled(signal);
      const { name, bytes, digest } = file;
      const copy = { bucket, from: RAW_PREFIX + name, to: deliveryPrefix(id) + name, etag: digest, bytes };
      if ((await copyObject(client, copy, limits, signal)) === "source-changed") throw changed(file);
      done += bytes;
      progress?.({ task: "Freeze the delivery", done, total, unit: "bytes" });
    }
  };
  try {
    await Promise.all(Array.from({ length: PARALLEL_FILES }, copyFiles));
  } finally {
    waiting.length = 0;
  }
  await lake.write(listingKey(id), jsonText(files));
}
