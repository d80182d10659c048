import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { HeadObjectCommand, type S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { TransferError, throwIfCancelled } from "../errors.ts";
import { crc32OfFile, crc32Text } from "./crc32.ts";
import { CRC32_METADATA, withoutQuotes } from "./s3-objects.ts";

const MIB = 1 << 20;
/** Size of a part where the object needs no larger ones: the least that S3 takes. */
const PART_BYTES = 5 * MIB;
/** What S3 allows. */
const MOST_PARTS = 10_000;
/** Parts that are held in memory together may take so much, but one is always held. */
const MEMORY_BYTES = 10 * MIB;
/** What is read of a file at once. Larger pieces leave more garbage behind, smaller ones take more time. */
const READ_BYTES = 1 << 17;

/** Where a file goes. */
export interface UploadTarget {
  readonly bucket: string;
  readonly key: string;
}

/** What became of it. */
export interface UploadedObject {
  /** Without quotation marks. */
  readonly etag: string;
  readonly bytes: number;
}

/** Size of a part, so that S3's number of parts suffices. */
export function uploadPartBytes(bytes: number): number {
  return Math.max(PART_BYTES, Math.ceil(bytes / MOST_PARTS / MIB) * MIB);
}

/**
 * Uploads a file, which must not change meanwhile. The object appears whole or not at all: large files go in parts, and
 * parts that cannot be completed are removed again. Every part carries its CRC-32; the one of the whole file is S3's own
 * checksum of the object, and stands in its metadata.
 *
 * @throws TransferError when S3 has other bytes than the file had at the start
 * @throws CancelledError; what S3 refuses; what the disk throws
 */
export async function uploadFile(
  client: S3Client,
  { bucket, key }: UploadTarget,
  path: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<UploadedObject> {
  throwIfCancelled(signal);
  const { size: bytes } = await stat(path);
  const crc32 = crc32Text(await crc32OfFile(path, { ...(signal && { signal }) }));
  const partBytes = uploadPartBytes(bytes);
  const upload = new Upload({
    client,
    partSize: partBytes,
    queueSize: Math.max(1, Math.floor(MEMORY_BYTES / partBytes)),
    params: {
      Bucket: bucket,
      Key: key,
      // Cancelled, the file breaks off; the parts on their way then end, and all are removed, before `done` is.
      Body: createReadStream(path, { highWaterMark: READ_BYTES, ...(signal && { signal }) }),
      ChecksumAlgorithm: "CRC32",
      ChecksumType: "FULL_OBJECT",
      Metadata: { [CRC32_METADATA]: crc32 },
    },
  });
  try {
    const { ETag, ChecksumCRC32, ChecksumType } = await upload.done();
    if (ETag === undefined) throw new Error(`S3 stored ${key} without an ETag.`);
    if (ChecksumType === "FULL_OBJECT" && ChecksumCRC32 !== crc32)
      throw new TransferError(`${key} does not have the bytes of ${path}: the file was changed meanwhile.`);
    return { etag: withoutQuotes(ETag), bytes };
  } catch (thrown) {
    throwIfCancelled(signal);
    const stored = await completedBefore(client, { bucket, key }, thrown);
    if (stored?.bytes === bytes && stored.crc32 === crc32) return { etag: stored.etag, bytes };
    throw thrown;
  }
}

/** S3 may have completed an upload whose answer was lost; the repeated request then finds no such upload. */
async function completedBefore(client: S3Client, { bucket, key }: UploadTarget, thrown: unknown) {
  if (!(thrown instanceof S3ServiceException) || thrown.name !== "NoSuchUpload") return undefined;
  const { ETag, ContentLength, Metadata } = await client.send(
    new HeadObjectCommand({ Bucket: bucket, Key: key }),
  );
  if (ETag === undefined || ContentLength === undefined) return undefined;
  return { etag: withoutQuotes(ETag), bytes: ContentLength, crc32: Metadata?.[CRC32_METADATA] };
}
