import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { RAW_PREFIX } from "../../../configs/upload.ts";
import { filesBelow } from "../digests.ts";
import type { Clients } from "./clients.ts";
import { objectCreated } from "./events.ts";
import { put } from "./job-files.ts";
import type { Place } from "./place.ts";
import type { Recording } from "./recording.ts";
import type { Resources } from "./resources.ts";

/** Texts by the names of their files, or the path of a folder. */
export type UploadedFiles = string | Readonly<Record<string, string>>;

/** Files that are uploaded at once. */
const PARALLEL_UPLOADS = 4;

/** What an upload needs. */
export interface UploadParts {
  readonly place: Place;
  readonly clients: Clients;
  readonly resources: Resources;
  readonly recording: Recording;
  /** For texts on their way. */
  readonly scratch: string;
}

/**
 * Uploads files below `raw/`, as a person does. No stand-in sends EventBridge's messages, so each upload that has ended is
 * told to the queue from here, in the shape that S3 documents.
 */
export async function uploadFiles(parts: UploadParts, files: UploadedFiles): Promise<void> {
  const folder = typeof files === "string" ? files : written(parts.scratch, files);
  const names = typeof files === "string" ? filesBelow(folder) : Object.keys(files);
  const waiting = names.filter((name) => !name.startsWith("."));
  const uploadOne = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
      await uploadFile(parts, folder, name);
  };
  await Promise.all(Array.from({ length: PARALLEL_UPLOADS }, uploadOne));
}

function written(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

async function uploadFile(parts: UploadParts, folder: string, name: string): Promise<void> {
  const { clients, resources } = parts;
  const key = RAW_PREFIX + name;
  const file = join(folder, name);
  const etag = await put(clients.s3, resources.bucket, key, file);
  await tellUpload(parts, { key, bytes: statSync(file).size, etag });
}

/** Tells the queue of an object, as EventBridge does for the rule on `raw/`. */
export async function tellUpload(
  { place, clients, resources, recording }: UploadParts,
  { key, bytes, etag }: { readonly key: string; readonly bytes: number; readonly etag: string },
): Promise<void> {
  const { bucket, uploads } = resources;
  const reason = etag.includes("-") ? "CompleteMultipartUpload" : "PutObject";
  const body = JSON.stringify(objectCreated(place, { bucket, key, bytes, etag, reason }));
  recording.add("queue", key, body);
  await clients.sqs.send(new SendMessageCommand({ QueueUrl: uploads.url, MessageBody: body }));
}
