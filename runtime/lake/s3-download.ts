import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { ObjectChanged, TransferError, throwIfCancelled } from "../errors.ts";
import { combineCrc32, crc32Text } from "./crc32.ts";
import { forEachOf } from "./parallel.ts";
import { type FilePart, PartialFile } from "./partial-file.ts";
import { notFound } from "./s3-errors.ts";
import { CRC32_METADATA, withoutQuotes } from "./s3-objects.ts";
import { type Patience, readPart, type SpareBuffers } from "./s3-part.ts";

/** Bytes of a part: what is asked for at once, and what is fetched again of a download that was killed. */
const PART_BYTES = 16 << 20;
/** Parts of an object that are fetched at once: with more, the garbage of their chunks piles up faster than it goes. */
const PARALLEL_PARTS = 2;
/** Downloads of an object that arrives broken, the first included. */
const CHECKSUM_ATTEMPTS = 3;

/** What is downloaded. */
export interface DownloadSource {
  readonly bucket: string;
  readonly key: string;
  /** The version that is meant, without quotation marks. @default the one that is there now */
  readonly etag?: string;
}

/** How it is downloaded; tests make sizes and pauses small. */
export interface DownloadOptions extends Patience {
  /** @default PART_BYTES */
  readonly partBytes?: number;
}

/** The version of an object that was downloaded. */
export interface TransferredObject {
  /** Without quotation marks. */
  readonly etag: string;
  readonly bytes: number;
}

/** An object before its bytes are read. */
interface ObjectFacts extends TransferredObject {
  /** CRC-32 of all bytes, as S3 writes it; undefined where neither S3 nor whoever uploaded it tells. */
  readonly crc32: string | undefined;
}

/**
 * Downloads exactly one version of an object to a file. The file appears when all of it is there, its checksum is right
 * and it has reached the disk. Parts come in parallel and are written as they come, so that memory does not grow with the
 * object. Until then they lie in a hidden file beside it, with a list of those that are complete: who is interrupted, even
 * killed, goes on from there with the next download of the same version to the same place.
 *
 * The checksum is the CRC-32 of the whole object, of S3 or, where it keeps none, of our own upload. Of objects that
 * others uploaded with other checksums, those that fit into one part are checked by the SDK.
 *
 * Nobody else may download to the same place at the same time.
 *
 * @throws ObjectChanged when the object is replaced or removed meanwhile, or is not the version that was meant
 * @throws TransferError when it breaks off or comes broken again and again
 * @throws CancelledError; S3ServiceException when S3 refuses it, and when the object is missing; what the disk throws
 */
export async function downloadObject(
  client: S3Client,
  source: DownloadSource,
  path: string,
  options: DownloadOptions = {},
): Promise<TransferredObject> {
  const { signal, partBytes = PART_BYTES } = options;
  throwIfCancelled(signal);
  const object = await factsOf(client, source, signal);
  await mkdir(dirname(path), { recursive: true });
  const spare: SpareBuffers = [];
  for (let attempt = 1; attempt <= CHECKSUM_ATTEMPTS; attempt += 1) {
    await using partial = await PartialFile.open(path, { ...object, partBytes });
    await forEachOf(partial.missing(), PARALLEL_PARTS, async (part) => {
      const range = { bucket: source.bucket, key: source.key, ...object, part };
      await partial.complete(part, await readPart(client, range, partial, spare, options));
    });
    if (object.crc32 === undefined || object.crc32 === crcOf(partial.parts)) {
      await partial.finish();
      return object;
    }
    await partial.discard();
  }
  throw new TransferError(
    `${source.key} arrived broken ${CHECKSUM_ATTEMPTS} times: its checksum does not fit its bytes.`,
  );
}

async function factsOf(
  client: S3Client,
  { bucket, key, etag }: DownloadSource,
  signal: AbortSignal | undefined,
): Promise<ObjectFacts> {
  const command = new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: "ENABLED" });
  const head = await client
    .send(command, signal === undefined ? {} : { abortSignal: signal })
    .catch((thrown: unknown) => {
      throwIfCancelled(signal);
      throw etag !== undefined && notFound(thrown) ? new ObjectChanged(key) : thrown;
    });
  const { ETag, ContentLength, ChecksumCRC32, ChecksumType, Metadata = {} } = head;
  if (ETag === undefined || ContentLength === undefined)
    throw new Error(`S3 described ${key} without an ETag or a length.`);
  const found = withoutQuotes(ETag);
  if (etag !== undefined && etag !== found) throw new ObjectChanged(key);
  const whole = ChecksumType === "FULL_OBJECT" ? ChecksumCRC32 : undefined;
  return { etag: found, bytes: ContentLength, crc32: whole ?? Metadata[CRC32_METADATA] };
}

/** CRC-32 of all parts together, as S3 writes it. */
function crcOf(parts: readonly FilePart[]): string {
  return crc32Text(parts.reduce((crc, part) => combineCrc32(crc, part.crc ?? 0, part.end - part.start), 0));
}
