import type { S3Client } from "@aws-sdk/client-s3";
import { SETTLING_SECONDS } from "../../configs/functions.ts";
import { RAW_PREFIX } from "../../configs/upload.ts";
import { listObjects } from "../lake/s3-objects.ts";
import type { DeliveredFile } from "../manifest/manifest.ts";
import { isDelivered, missingDatasets } from "../pipeline/delivered-files.ts";

/** What lies in the upload's place: names, sizes and ETags; no data was read. */
export type Upload =
  | { readonly state: "whole"; readonly files: readonly DeliveredFile[]; readonly writtenAt: Date }
  /** Data sets are missing. */
  | { readonly state: "incomplete"; readonly missing: readonly string[] }
  /** Something was written a moment ago: more may come. */
  | { readonly state: "unsettled" };

/** How to look at the upload. */
export interface UploadQuestion {
  /** Are data sets missed that a delivery may lack (the label)? An upload waits for all seven. */
  readonly all: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Looks at the upload: is a delivery there? */
export async function lookAtUpload(
  client: S3Client,
  bucket: string,
  { all, now }: UploadQuestion,
): Promise<Upload> {
  const files: DeliveredFile[] = [];
  let newest = 0;
  for await (const { key, etag, bytes, modifiedAt } of listObjects(client, bucket, RAW_PREFIX)) {
    const name = key.slice(RAW_PREFIX.length);
    if (!isDelivered(name)) continue;
    files.push({ name, bytes, digest: etag });
    newest = Math.max(newest, modifiedAt.getTime());
  }
  const missing = missingDatasets(
    files.map(({ name }) => name),
    all,
  );
  if (missing.length > 0) return { state: "incomplete", missing };
  if (now - newest < SETTLING_SECONDS * 1000) return { state: "unsettled" };
  return { state: "whole", files, writtenAt: new Date(newest) };
}
