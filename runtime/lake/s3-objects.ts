import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  type S3Client,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { forEachOf } from "./parallel.ts";
import { forbidden, preconditionFailed } from "./s3-errors.ts";

const GIB = 1 << 30;
/** What S3 copies in one request at most. */
const COPY_LIMIT_BYTES = 5 * GIB;
/** Larger objects are copied in parts of this size: 10,000 parts are allowed, and S3 holds objects of 5 TB at most. */
const PART_BYTES = GIB;
/** Parts that are copied at once. */
const PARALLEL_PARTS = 8;

/** Metadata of an object: CRC-32 of its bytes, for services that keep no checksum of whole objects. */
export const CRC32_METADATA = "crc32";

/** An object as a listing shows it: no data was read. */
export interface ListedObject {
  readonly key: string;
  /** Without quotation marks. */
  readonly etag: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

/** Every object below a prefix, page by page, in the order of the keys. */
export async function* listObjects(
  client: S3Client,
  bucket: string,
  prefix: string,
): AsyncGenerator<ListedObject> {
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client },
    { Bucket: bucket, Prefix: prefix },
  )) {
    for (const { Key, ETag, Size, LastModified } of Contents) {
      if (Key === undefined || ETag === undefined || Size === undefined || LastModified === undefined)
        continue;
      yield { key: Key, etag: withoutQuotes(ETag), bytes: Size, modifiedAt: LastModified };
    }
  }
}

/** Removes objects; that one is not there is no fault. */
export async function deleteObjects(
  client: S3Client,
  bucket: string,
  keys: readonly string[],
): Promise<void> {
  await forEachOf(keys, PARALLEL_PARTS, async (key) => {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  });
}

/** From where to where an object is copied, on the server. */
export interface CopyRequest {
  readonly bucket: string;
  readonly from: string;
  readonly to: string;
  /** The version that is meant, without quotation marks. */
  readonly etag: string;
  readonly bytes: number;
}

/** Sizes that tests make small. */
export interface CopyLimits {
  /** @default COPY_LIMIT_BYTES */
  readonly wholeBytes?: number;
  /** @default PART_BYTES */
  readonly partBytes?: number;
}

/** Was the source there, and was it the version that was meant? */
export type CopyOutcome = "copied" | "source-changed";

/** Copies exactly one version of an object, without its bytes passing through this machine. */
export async function copyObject(
  client: S3Client,
  request: CopyRequest,
  limits: CopyLimits = {},
  signal?: AbortSignal,
): Promise<CopyOutcome> {
  const { wholeBytes = COPY_LIMIT_BYTES, partBytes = PART_BYTES } = limits;
  const options = signal === undefined ? {} : { abortSignal: signal };
  try {
    if (request.bytes > wholeBytes) await copyInParts(client, request, partBytes, options);
    else {
      await client.send(
        new CopyObjectCommand({
          Bucket: request.bucket,
          Key: request.to,
          ...sourceOf(request),
          // The upload's own tags are of no use here, and copying them takes rights of their own.
          TaggingDirective: "REPLACE",
        }),
        options,
      );
    }
    return "copied";
  } catch (thrown) {
    if (preconditionFailed(thrown)) return "source-changed";
    if (forbidden(thrown) && !(await isListed(client, request.bucket, request.from))) return "source-changed";
    throw thrown;
  }
}

/**
 * Is this object there, by the list of names? Who may list some prefixes only is told "forbidden" where an object does
 * not exist, and has to ask this way.
 */
export async function isListed(client: S3Client, bucket: string, key: string): Promise<boolean> {
  const { Contents = [] } = await client.send(
    new ListObjectsV2Command({ Bucket: bucket, Prefix: key, MaxKeys: 1 }),
  );
  return Contents[0]?.Key === key;
}

function sourceOf({ bucket, from, etag }: CopyRequest) {
  const path = from.split("/").map(encodeURIComponent).join("/");
  return { CopySource: `${bucket}/${path}`, CopySourceIfMatch: `"${etag}"` };
}

async function copyInParts(
  client: S3Client,
  request: CopyRequest,
  partBytes: number,
  options: { readonly abortSignal?: AbortSignal },
): Promise<void> {
  const target = { Bucket: request.bucket, Key: request.to };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target), options);
  const upload = { ...target, UploadId };
  const starts = Array.from(
    { length: Math.ceil(request.bytes / partBytes) },
    (_, index) => index * partBytes,
  );
  const parts: CompletedPart[] = [];
  try {
    await forEachOf(starts, PARALLEL_PARTS, async (start) => {
      const PartNumber = start / partBytes + 1;
      const last = Math.min(start + partBytes, request.bytes) - 1;
      const part = { ...upload, PartNumber, ...sourceOf(request), CopySourceRange: `bytes=${start}-${last}` };
      const { CopyPartResult } = await client.send(new UploadPartCopyCommand(part), options);
      parts.push({ PartNumber, ETag: CopyPartResult?.ETag });
    });
    parts.sort((a, b) => (a.PartNumber ?? 0) - (b.PartNumber ?? 0));
    await client.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }),
      options,
    );
  } catch (thrown) {
    // Parts that nobody completes are paid for; the bucket's lifecycle removes those that this cannot.
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw thrown;
  }
}

/** An ETag as S3 writes it, without its quotation marks. */
export function withoutQuotes(etag: string): string {
  return etag.replaceAll('"', "");
}
