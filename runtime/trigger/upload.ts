import type { S3Client } from "@aws-sdk/client-s3";
import { ABANDONED_SECONDS, SETTLING_SECONDS } from "../../configs/functions.ts";
import { RAW_PREFIX } from "../../configs/upload.ts";
import { listObjects } from "../lake/s3-objects.ts";
import type { DeliveredFile } from "../manifest/manifest.ts";
import { isDelivered, isStray, missingDatasets } from "../pipeline/delivered-files.ts";
import { unfinishedUploads } from "./unfinished-uploads.ts";

/** What lies in the upload's place: names, sizes and ETags; no data was read. */
export type Upload =
  | {
      readonly state: "whole";
      readonly files: readonly DeliveredFile[];
      readonly writtenAt: Date;
      /** Files whose upload in parts began long ago and never ended. */
      readonly abandoned: readonly string[];
    }
  | {
      readonly state: "incomplete";
      readonly missing: readonly string[];
      /** Files that belong to no data set: perhaps one of the missing ones, misspelt. */
      readonly strays: readonly string[];
      /** For how long nothing has been written. */
      readonly quietSeconds: number;
    }
  /** Something was written a moment ago, or is being written in parts: more is to come. */
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
  const strays: string[] = [];
  let newest = 0;
  for await (const { key, etag, bytes, modifiedAt } of listObjects(client, bucket, RAW_PREFIX)) {
    const name = key.slice(RAW_PREFIX.length);
    if (isStray(name)) strays.push(name);
    if (!isDelivered(name)) continue;
    files.push({ name, bytes, digest: etag });
    newest = Math.max(newest, modifiedAt.getTime());
  }
  const missing = missingDatasets(
    files.map(({ name }) => name),
    all,
  );
  const quietSeconds = (now - newest) / 1000;
  if (missing.length > 0) return { state: "incomplete", missing, strays, quietSeconds };
  if (quietSeconds < SETTLING_SECONDS) return { state: "unsettled" };
  // The versions that lie there now would make a delivery of old files and new ones.
  const unfinished = await unfinishedUploads(client, bucket);
  const since = now - ABANDONED_SECONDS * 1000;
  if (unfinished.some(({ begunAt }) => begunAt.getTime() > since)) return { state: "unsettled" };
  return {
    state: "whole",
    files,
    writtenAt: new Date(newest),
    abandoned: unfinished.map(({ name }) => name),
  };
}
