import { join } from "node:path";
import {
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { BUCKET_SCHEME } from "../../configs/dashboard-environment.ts";
import type { Page, StoredText } from "../../runtime/lake/lake.ts";
import { downloadObject } from "../../runtime/lake/s3-download.ts";
import { notFound } from "../../runtime/lake/s3-errors.ts";
import { type Source, SourceFault, SourceMissing } from "./source.ts";

const FORBIDDEN = 403;
/** A page must not wait for a table that stops on its way: it is asked for again, a few times. */
const STALL_MS = 5_000;

/** Reads a lake in a bucket, object by object. */
export class BucketSource implements Source {
  readonly location: string;
  readonly kind = "bucket";
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
    this.location = `${BUCKET_SCHEME}${bucket}`;
  }

  async read(key: string): Promise<StoredText | undefined> {
    try {
      const { Body, ETag } = await this.#get(key);
      return { text: (await Body?.transformToString()) ?? "", etag: ETag ?? "" };
    } catch (thrown) {
      if (thrown instanceof NoSuchKey || (await this.#isAbsent(key, thrown))) return undefined;
      throw this.#fault(key, thrown);
    }
  }

  async list(
    prefix: string,
    { after, limit }: { after?: string; limit?: number } = {},
  ): Promise<Page<string>> {
    const command = new ListObjectsV2Command({
      Bucket: this.#bucket,
      Prefix: prefix,
      Delimiter: "/",
      ContinuationToken: after,
      MaxKeys: limit,
    });
    try {
      const { CommonPrefixes = [], Contents = [], NextContinuationToken } = await this.#client.send(command);
      const keys = [...CommonPrefixes.map(({ Prefix }) => Prefix), ...Contents.map(({ Key }) => Key)];
      const items = keys.flatMap((key) =>
        key === undefined || key === prefix ? [] : [key.slice(prefix.length).replace(/\/$/, "")],
      );
      return NextContinuationToken === undefined ? { items } : { items, next: NextContinuationToken };
    } catch (thrown) {
      throw this.#fault(prefix, thrown);
    }
  }

  async file(key: string, scratch: string): Promise<string> {
    const path = join(scratch, key);
    try {
      await downloadObject(this.#client, { bucket: this.#bucket, key }, path, { stallMs: STALL_MS });
      return path;
    } catch (thrown) {
      throw this.#fault(key, thrown);
    }
  }

  #get(key: string) {
    return this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
  }

  /**
   * S3 hides whether an object exists from who may not list the whole bucket: a missing object is "forbidden", too. A
   * role that may list below the object's prefix finds out by asking for its name.
   */
  async #isAbsent(key: string, thrown: unknown): Promise<boolean> {
    if (!(thrown instanceof S3ServiceException) || thrown.$metadata.httpStatusCode !== FORBIDDEN)
      return false;
    const command = new ListObjectsV2Command({ Bucket: this.#bucket, Prefix: key, MaxKeys: 1 });
    const found = await this.#client.send(command).catch(() => undefined);
    return found !== undefined && !found.Contents?.some(({ Key }) => Key === key);
  }

  #fault(key: string, cause: unknown): SourceFault {
    if (notFound(cause)) return new SourceMissing(key, { cause });
    const reason = cause instanceof Error ? cause.name : "unknown reason";
    return new SourceFault(`${key} cannot be read from the bucket (${reason}).`, { cause });
  }
}
