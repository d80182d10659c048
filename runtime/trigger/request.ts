import type { S3Client } from "@aws-sdk/client-s3";
import type { RunMode } from "../../configs/execution.ts";
import { COMPLETION_SECONDS } from "../../configs/functions.ts";
import { DEFAULT_EXPERIMENT } from "../../configs/model-policy.ts";
import { DEFAULT_SEED } from "../../configs/seed.ts";
import { RAW_PREFIX } from "../../configs/upload.ts";
import type { Log } from "../log.ts";
import { deliveryIdOf } from "../manifest/identity.ts";
import type { WriteMetrics } from "../metrics.ts";
import type { WrittenObject } from "./event.ts";
import { shownNames } from "./file-names.ts";
import { type RunStarter, type Started, startRun } from "./start-run.ts";
import { lookAtUpload, type Upload } from "./upload.ts";

/** What a request is answered with. */
export interface RequestParts extends RunStarter {
  readonly client: S3Client;
  readonly bucket: string;
  /** Stands for the code that runs: an interrupted run is resumed by the same code only. */
  readonly code: string;
  /** Who judges the tone of conversations (`configs/sentiment.ts`). */
  readonly sentiment: string;
  readonly log: Log;
  readonly writeMetrics: WriteMetrics;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** What became of a request. */
export type Answer =
  | Exclude<Started, { readonly status: "later" }>
  | { readonly status: "incomplete"; readonly missing: readonly string[] }
  /** Ask again later: the upload goes on, or another run is at work. */
  | { readonly status: "later"; readonly reason: string };

/** What is asked for. */
export type Question =
  /** Uploads ask for a run of what they have made, of all data sets, and not for one that has failed on them. */
  | { readonly type: "upload"; readonly objects: readonly WrittenObject[] }
  | {
      readonly type: "call";
      readonly mode: RunMode;
      readonly force: boolean;
      /** Since when the call has waited, ISO 8601 in UTC. @default it has not */
      readonly askedAt?: string;
    };

/** Looks at the upload and answers a question with a run of it. @throws Error when none could be started */
export async function answer(parts: RequestParts, question: Question): Promise<Answer> {
  const { client, bucket, log, clock } = parts;
  const upload = await lookAtUpload(client, bucket, { all: question.type === "upload", now: clock() });
  switch (upload.state) {
    case "incomplete":
      return answerIncomplete(parts, question, upload);
    case "unsettled":
      log.info("The upload goes on");
      return { status: "later", reason: "the upload goes on" };
    case "whole":
      return answerWhole(parts, question, upload);
  }
}

/** An upload waits for the rest of its delivery; when it has waited long enough, people hear of it. */
function answerIncomplete(
  { log, writeMetrics }: RequestParts,
  { type }: Question,
  { missing, strays, quietSeconds }: Extract<Upload, { state: "incomplete" }>,
): Answer {
  const fields = { missing, ...(strays.length === 0 ? {} : { unread_files: shownNames(strays) }) };
  if (type === "upload" && quietSeconds < COMPLETION_SECONDS) {
    log.info("The delivery is not whole yet", fields);
    return { status: "later", reason: `the delivery lacks ${missing.join(", ")}` };
  }
  log.warn("The delivery is not whole", fields);
  if (type === "upload") writeMetrics({ DeliveryIncomplete: 1 });
  return { status: "incomplete", missing };
}

async function answerWhole(
  parts: RequestParts,
  question: Question,
  { files, writtenAt, abandoned }: Extract<Upload, { state: "whole" }>,
): Promise<Answer> {
  const { code, sentiment, starter } = parts;
  const id = deliveryIdOf(files);
  const log = parts.log.with({ delivery_id: id });
  if (abandoned.length > 0)
    log.warn("Uploads in parts were begun long ago and never ended: they are taken for abandoned", {
      files: shownNames(abandoned),
    });
  const upload = question.type === "upload";
  const { mode, force } = upload ? { mode: "auto" as const, force: false } : question;
  const askedAt = upload ? writtenAt.toISOString() : question.askedAt;
  const outcome = await startRun(parts, {
    delivery: { id, files },
    request: { mode, asOf: null, experiment: DEFAULT_EXPERIMENT, sentiment, seed: DEFAULT_SEED },
    code,
    force,
    ...(askedAt === undefined ? {} : { askedAt }),
    owner: { stateMachineArn: starter.stateMachineArn },
  });
  if (upload && outcome.status !== "later") {
    const replaced = replacedFiles(
      question.objects,
      new Map(files.map(({ name, digest }) => [name, digest])),
    );
    if (replaced.length > 0)
      log.info("Files were replaced by newer uploads before their turn came: the newest count", {
        files: shownNames(replaced),
      });
  }
  log.info("Request answered", { ...outcome });
  return outcome;
}

/** Names of files that were announced in another version than the one that lies there. */
function replacedFiles(objects: readonly WrittenObject[], now: ReadonlyMap<string, string>): string[] {
  const names = objects.flatMap(({ key, etag }) => {
    const name = key.slice(RAW_PREFIX.length);
    return etag === undefined || now.get(name) === etag ? [] : [name];
  });
  return [...new Set(names)];
}
