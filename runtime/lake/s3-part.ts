import { addAbortSignal, Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { GetObjectCommand, type S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { messageOf, ObjectChanged, TransferError, throwIfCancelled } from "../errors.ts";
import type { FilePart, PartialFile } from "./partial-file.ts";
import { preconditionFailed } from "./s3-errors.ts";

/** Attempts in a row that brought not one byte. */
const FRUITLESS_ATTEMPTS = 5;
/** Pause before the next attempt in ms; it doubles with every one that brings nothing. */
const PAUSE_MS = 200;
/** What gives no byte for this long is cut, in ms. */
const STALL_MS = 30_000;

/** What is gathered for one write. */
const WRITE_BYTES = 1 << 17;

/** Buffers of that size which nobody uses now: new ones for every part would be garbage soon. */
export type SpareBuffers = Buffer[];

/** How long is waited. */
export interface Patience {
  /** @default STALL_MS */
  readonly stallMs?: number;
  /** @default PAUSE_MS */
  readonly pauseMs?: number;
  readonly signal?: AbortSignal;
}

/** A piece of one version of an object. */
export interface PartRequest {
  readonly bucket: string;
  readonly key: string;
  /** Without quotation marks. */
  readonly etag: string;
  /** Of the whole object. */
  readonly bytes: number;
  readonly part: FilePart;
}

/** An answer broke off, ended early, stalled or did not have the bytes of its checksum: the next one may be better. */
class BrokenAnswer extends Error {
  override readonly name = "BrokenAnswer";
}

/**
 * Fetches a part into a file, chunk by chunk. The SDK repeats requests that fail before a body begins; a body that breaks
 * off or stalls is not its concern: here the rest of it is asked for, after pauses that grow while nothing comes.
 *
 * @returns CRC-32 of the part
 */
export async function readPart(
  client: S3Client,
  request: PartRequest,
  file: PartialFile,
  spare: SpareBuffers,
  patience: Patience,
): Promise<number> {
  const { start, end } = request.part;
  const { pauseMs = PAUSE_MS, signal } = patience;
  let read = { position: start, crc: 0 };
  const write = async (bytes: Buffer) => {
    const position = read.position + bytes.length;
    if (position > end) throw new BrokenAnswer("more came than was asked for");
    await file.write(bytes, read.position);
    read = { position, crc: crc32(bytes, read.crc) };
  };
  for (let fruitless = 0; ; ) {
    const { position } = read;
    try {
      await readFrom(client, request, position, write, spare, patience);
      if (read.position === end) return read.crc;
      throw new BrokenAnswer("the answer ended early");
    } catch (thrown) {
      throwIfCancelled(signal);
      if (!(thrown instanceof BrokenAnswer)) throw thrown;
      // All has come, and the SDK found that its checksum does not fit.
      if (read.position === end) read = { position: start, crc: 0 };
      fruitless = read.position > position ? 0 : fruitless + 1;
      if (fruitless === FRUITLESS_ATTEMPTS)
        throw new TransferError(
          `${request.key} could not be downloaded: ${messageOf(thrown)}. Start again: what has come is kept.`,
          { cause: thrown },
        );
      await sleep(pauseMs * 2 ** fruitless);
    }
  }
}

/** One request from a position to the part's end. @throws BrokenAnswer, and what asking again would not change */
async function readFrom(
  client: S3Client,
  request: PartRequest,
  position: number,
  write: (bytes: Buffer) => Promise<void>,
  spare: SpareBuffers,
  { stallMs = STALL_MS, signal }: Patience,
): Promise<void> {
  const stalled = new AbortController();
  const timer = setTimeout(() => {
    stalled.abort(new BrokenAnswer(`nothing came for ${stallMs / 1000} s`));
  }, stallMs);
  const stop = AbortSignal.any(signal === undefined ? [stalled.signal] : [stalled.signal, signal]);
  // The next bytes come into one buffer while those of before are written from the other.
  const buffers = [newBuffer(spare), newBuffer(spare)] as const;
  let writing: Promise<void> = Promise.resolve();
  try {
    const body = await bodyFrom(client, request, position, stop);
    for await (const bytes of bundlesOf(body, buffers, stop, timer)) {
      await writing;
      writing = write(bytes);
      // It is awaited below, in any case; until then its failure is nobody's.
      writing.catch(() => undefined);
      timer.refresh();
    }
  } catch (thrown) {
    throw stalled.signal.aborted ? stalled.signal.reason : thrown;
  } finally {
    clearTimeout(timer);
    await writing.finally(() => spare.push(...buffers));
  }
}

function newBuffer(spare: SpareBuffers): Buffer {
  return spare.pop() ?? Buffer.allocUnsafeSlow(WRITE_BYTES);
}

async function bodyFrom(
  client: S3Client,
  { bucket, key, etag, bytes, part }: PartRequest,
  position: number,
  stop: AbortSignal,
): Promise<Readable> {
  // The whole object in one answer comes with its checksum, which the SDK compares.
  const whole = position === 0 && part.end === bytes;
  const range = `bytes=${position}-${part.end - 1}`;
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: key,
    IfMatch: `"${etag}"`,
    ChecksumMode: "ENABLED",
    ...(!whole && { Range: range }),
  });
  const { Body, ContentRange } = await client
    .send(command, { abortSignal: stop })
    .catch((thrown: unknown) => {
      if (preconditionFailed(thrown)) throw new ObjectChanged(key);
      if (thrown instanceof S3ServiceException || stop.aborted) throw thrown;
      throw new TransferError(`S3 could not be asked for ${key}: ${messageOf(thrown)}.`, { cause: thrown });
    });
  // The SDK hands out a Node stream here; its type says that it might be a browser's.
  if (!(Body instanceof Readable)) throw new Error(`S3 gave ${key} without a body.`);
  if (!whole && ContentRange !== `${range.replace("=", " ")}/${bytes}`) {
    Body.destroy();
    throw new Error(`S3 was asked for ${range} of ${key} and gave ${ContentRange ?? "all of it"}.`);
  }
  return Body;
}

/**
 * A body in bundles: a write for each chunk of the network would cost more than the chunk. Chunks are copied out at once
 * and not kept, because those that live for a while are collected late, and memory would grow by many of them.
 *
 * What fails while the body comes is the connection's fault, or the SDK's word that its checksum does not fit; what came
 * before is handed out first. A bundle is overwritten when the one after the next is asked for.
 */
async function* bundlesOf(
  body: Readable,
  buffers: readonly [Buffer, Buffer],
  stop: AbortSignal,
  stall: NodeJS.Timeout,
): AsyncGenerator<Buffer> {
  let [bundle, other] = buffers;
  let filled = 0;
  let fault: BrokenAnswer | undefined;
  const coming: AsyncIterator<Buffer> = addAbortSignal(stop, body)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await coming.next().catch((thrown: unknown) => {
        fault = new BrokenAnswer(messageOf(thrown), { cause: thrown });
        return { done: true } as const;
      });
      stall.refresh();
      if (next.done === true) break;
      for (let rest = next.value; rest.length > 0; ) {
        const taken = rest.copy(bundle, filled);
        rest = rest.subarray(taken);
        filled += taken;
        if (filled < WRITE_BYTES) continue;
        yield bundle;
        [bundle, other] = [other, bundle];
        filled = 0;
      }
    }
    if (filled > 0) yield bundle.subarray(0, filled);
    if (fault !== undefined) throw fault;
  } finally {
    body.destroy();
  }
}
