import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import {
  type LakeTexts,
  type Page,
  PreconditionFailed,
  type StoredText,
  type WriteCondition,
} from "./lake.ts";
import { conflicted, forbidden, notFound, preconditionFailed } from "./s3-errors.ts";
import { isListed, listObjects } from "./s3-objects.ts";

const PAGE_SIZE = 1000;
/** Attempts of a write that met another one, and the longest pause between them in ms. */
const CONFLICT_ATTEMPTS = 5;
const CONFLICT_PAUSE_MS = 200;

/**
 * Metadata of a text: which write it comes from. S3 may have stored a text whose answer was lost on the way; the SDK
 * then repeats the request, and its condition no longer holds because of our own write.
 */
const WRITE_ID = "write-id";

/** The small texts of a lake in a bucket: all that functions need, without what moves large files. */
export class S3Texts implements LakeTexts {
  readonly location: string;
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.location = `s3://${bucket}`;
    this.#client = client;
    this.#bucket = bucket;
  }

  async read(key: string): Promise<StoredText | undefined> {
    return (await this.#get(key))?.stored;
  }

  async write(key: string, text: string, condition?: WriteCondition): Promise<string> {
    const id = randomUUID();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#put(key, text, id, condition);
      } catch (thrown) {
        if (condition !== undefined && preconditionFailed(thrown)) {
          const found = await this.#get(key);
          if (found?.writeId === id) return found.stored.etag;
          throw new PreconditionFailed(key, found?.stored);
        }
        if (!conflicted(thrown) || attempt === CONFLICT_ATTEMPTS) throw thrown;
        await sleep(Math.random() * CONFLICT_PAUSE_MS);
      }
    }
  }

  async list(prefix: string, page: { after?: string; limit?: number } = {}): Promise<Page<string>> {
    const { after, limit = PAGE_SIZE } = page;
    const {
      Contents = [],
      CommonPrefixes = [],
      NextContinuationToken,
    } = await this.#client.send(
      new ListObjectsV2Command({
        Bucket: this.#bucket,
        Prefix: prefix,
        Delimiter: "/",
        MaxKeys: limit,
        ContinuationToken: after,
      }),
    );
    const keys = [...Contents.map(({ Key = "" }) => Key), ...CommonPrefixes.map(({ Prefix = "" }) => Prefix)];
    const items = keys
      .sort((a, b) => (a < b ? -1 : 1))
      .map((key) => key.slice(prefix.length).replace(/\/$/, ""))
      // The prefix itself is an object where a console has made a "folder".
      .filter((name) => name !== "" && !name.startsWith("."));
    return NextContinuationToken === undefined ? { items } : { items, next: NextContinuationToken };
  }

  async exists(prefix: string): Promise<boolean> {
    for await (const { key } of listObjects(this.#client, this.#bucket, prefix))
      if (!isHidden(key.slice(prefix.length))) return true;
    return false;
  }

  async #get(key: string) {
    try {
      const { Body, ETag, Metadata } = await this.#client.send(
        new GetObjectCommand({ Bucket: this.#bucket, Key: key }),
      );
      if (Body === undefined || ETag === undefined)
        throw new Error(`S3 gave ${key} without a body or an ETag.`);
      const stored: StoredText = { text: await Body.transformToString("utf-8"), etag: ETag };
      return { stored, writeId: Metadata?.[WRITE_ID] };
    } catch (thrown) {
      if (notFound(thrown)) return undefined;
      if (forbidden(thrown) && !(await isListed(this.#client, this.#bucket, key))) return undefined;
      throw thrown;
    }
  }

  async #put(key: string, text: string, id: string, condition: WriteCondition | undefined): Promise<string> {
    const { ETag } = await this.#client.send(
      new PutObjectCommand({
        Bucket: this.#bucket,
        Key: key,
        Body: text,
        ContentType: "application/json",
        Metadata: { [WRITE_ID]: id },
        ...conditionHeaders(condition),
      }),
    );
    if (ETag === undefined) throw new Error(`S3 stored ${key} without an ETag.`);
    return ETag;
  }
}

/** Is this name, or a folder on the way to it, hidden by a dot? */
function isHidden(name: string): boolean {
  return name.split("/").some((part) => part.startsWith("."));
}

function conditionHeaders(condition: WriteCondition | undefined) {
  if (condition === undefined) return {};
  return "ifAbsent" in condition ? { IfNoneMatch: "*" } : { IfMatch: condition.ifMatch };
}
