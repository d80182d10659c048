import { ListMultipartUploadsCommand, type S3Client } from "@aws-sdk/client-s3";
import { RAW_PREFIX } from "../../configs/upload.ts";
import { isDelivered } from "../pipeline/delivered-files.ts";

/** A file of a delivery that is being uploaded in parts: it shows in no listing before its last part has come. */
export interface UnfinishedUpload {
  /** Path below the upload. */
  readonly name: string;
  readonly begunAt: Date;
}

/** Uploads in parts that have not come to their end, page by page. */
export async function unfinishedUploads(client: S3Client, bucket: string): Promise<UnfinishedUpload[]> {
  const found: UnfinishedUpload[] = [];
  let marker: { readonly KeyMarker?: string; readonly UploadIdMarker?: string } | undefined = {};
  while (marker !== undefined) {
    const page = await client.send(
      new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: RAW_PREFIX, ...marker }),
    );
    for (const { Key, Initiated } of page.Uploads ?? []) {
      const name = Key?.startsWith(RAW_PREFIX) === true ? Key.slice(RAW_PREFIX.length) : "";
      if (Initiated !== undefined && isDelivered(name)) found.push({ name, begunAt: Initiated });
    }
    marker = nextOf(page);
  }
  return found;
}

function nextOf({
  IsTruncated,
  NextKeyMarker,
  NextUploadIdMarker,
}: {
  readonly IsTruncated?: boolean | undefined;
  readonly NextKeyMarker?: string | undefined;
  readonly NextUploadIdMarker?: string | undefined;
}) {
  if (IsTruncated !== true || NextKeyMarker === undefined) return undefined;
  return {
    KeyMarker: NextKeyMarker,
    ...(NextUploadIdMarker === undefined ? {} : { UploadIdMarker: NextUploadIdMarker }),
  };
}
