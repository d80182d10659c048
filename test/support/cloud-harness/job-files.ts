import { createReadStream, createWriteStream, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { z } from "zod";
import { listObjects } from "../../../runtime/lake/s3-objects.ts";
import { filesBelow } from "../digests.ts";
import type { JobInput } from "./job-request.ts";

/** How SageMaker Processing copies files between S3 and a job's machines. */

/** The least that S3 takes as a part, and what the stand-in for S3 takes in one request. */
const PART_BYTES = 5 << 20;
const MANIFEST_LISTS = z.tuple([z.object({ prefix: z.string() })], z.string());

/** An object, and the path below the input's folder where a container finds it. */
interface InputFile {
  readonly bucket: string;
  readonly key: string;
  readonly path: string;
}

function addressOf(uri: string): { bucket: string; key: string } {
  const [, bucket = "", key = ""] = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri) ?? [];
  return { bucket, key };
}

/**
 * Copies an input to the folder of one of a job's machines.
 * @param machine which of `machines` it is, from 0
 * @returns how many objects the input has for all machines together
 */
export async function copyIn(
  client: S3Client,
  input: JobInput,
  folder: string,
  { machine, machines }: { readonly machine: number; readonly machines: number },
): Promise<number> {
  const files = await inputFiles(client, input);
  mkdirSync(folder, { recursive: true });
  for (const [index, { bucket, key, path }] of files.entries()) {
    if (input.S3DataDistributionType === "ShardedByS3Key" && index % machines !== machine) continue;
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (!(Body instanceof Readable)) throw new Error(`s3://${bucket}/${key} came without a body.`);
    await pipeline(Body, createWriteStream(target));
  }
  return files.length;
}

/** The objects of an input, by their keys. */
async function inputFiles(client: S3Client, { S3Uri, S3DataType }: JobInput): Promise<InputFile[]> {
  const { bucket, key } = addressOf(S3Uri);
  switch (S3DataType) {
    case "S3Prefix": {
      const files: InputFile[] = [];
      for await (const object of listObjects(client, bucket, key)) {
        // A prefix is no folder: "run-1" is also that of "run-10". What follows its last slash is part of the path.
        const path = object.key.slice(key.lastIndexOf("/") + 1);
        if (!object.key.endsWith("/")) files.push({ bucket, key: object.key, path });
      }
      return files;
    }
    case "ManifestFile": {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      const listed: unknown = JSON.parse((await Body?.transformToString()) ?? "");
      const [{ prefix }, ...paths] = MANIFEST_LISTS.parse(listed);
      const at = addressOf(prefix);
      return paths.map((path) => ({ bucket: at.bucket, key: at.key + path, path }));
    }
  }
}

/** Copies what lies in a folder to an output's address. */
export async function copyOut(client: S3Client, folder: string, uri: string): Promise<void> {
  const { bucket, key } = addressOf(uri);
  for (const path of filesBelow(folder)) await put(client, bucket, `${key}/${path}`, join(folder, path));
}

/** Writes a file into a bucket by the SDK's own upload: in parts where it is large. @returns the object's ETag */
export async function put(client: S3Client, bucket: string, key: string, file: string): Promise<string> {
  const upload = new Upload({
    client,
    params: { Bucket: bucket, Key: key, Body: createReadStream(file) },
    partSize: PART_BYTES,
    queueSize: 4,
  });
  const { ETag = "" } = await upload.done();
  return ETag.replaceAll('"', "");
}
