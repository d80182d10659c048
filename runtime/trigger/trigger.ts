import type { S3Client } from "@aws-sdk/client-s3";
import type { RunMode } from "../../configs/execution.ts";
import { DEFAULT_EXPERIMENT } from "../../configs/model-policy.ts";
import { DEFAULT_SEED } from "../../configs/seed.ts";
import { RAW_PREFIX } from "../../configs/upload.ts";
import { messageOf } from "../errors.ts";
import type { Log } from "../log.ts";
import { deliveryIdOf } from "../manifest/identity.ts";
import { AlreadyDone, type ClaimRequest, type Manifest, RunInProgress } from "../manifest/manifest.ts";
import { isDelivered } from "../pipeline/delivered-files.ts";
import { type Message, triggerEvent, writtenObjects } from "./event.ts";
import type { ExecutionStarter, Start } from "./start-execution.ts";
import { lookAtUpload } from "./upload.ts";

/** What the trigger works on. */
export interface TriggerParts {
  readonly client: S3Client;
  readonly bucket: string;
  readonly manifest: Manifest;
  readonly starter: ExecutionStarter;
  /** Stands for the code that runs: an interrupted run is resumed by the same code only. */
  readonly code: string;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** What became of a request. */
export type Outcome =
  | { readonly status: "started"; readonly run_id: string }
  /** The run of this request is at work. */
  | { readonly status: "in-progress"; readonly run_id: string }
  /** The request was answered before: the run is done, or has failed on this very upload. */
  | { readonly status: "skipped"; readonly run_id: string }
  | { readonly status: "incomplete"; readonly missing: readonly string[] }
  /** Ask again later: the upload goes on, or another run is at work. */
  | { readonly status: "later"; readonly reason: string };

/** Messages that are to come again; the queue counts how often, and puts aside what comes too often. */
export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Names of executions that may be used up before something must be wrong with the books. */
const NAME_ATTEMPTS = 5;

/**
 * Starts one execution for a delivery that has come whole: for a batch of uploads, or on request.
 * @throws Error when a direct call could not be answered now: who called tries again
 */
export async function trigger(parts: TriggerParts, event: unknown): Promise<BatchAnswer | Outcome> {
  const known = triggerEvent(event);
  switch (known.type) {
    case "batch":
      return answerBatch(parts, known.messages);
    case "direct": {
      const { source, mode, force = false } = known.call;
      const log = parts.log.with({ source, mode });
      const outcome = await request({ ...parts, log }, { mode, force, upload: false });
      if (outcome.status === "later") throw new Error(`Not now: ${outcome.reason}.`);
      return outcome;
    }
  }
}

/** All messages of a batch ask the same question, so that it is asked once. */
async function answerBatch(parts: TriggerParts, messages: readonly Message[]): Promise<BatchAnswer> {
  const again: Message[] = [];
  const asking: Message[] = [];
  for (const message of messages) {
    try {
      if (concernsUpload(message, parts.bucket)) asking.push(message);
    } catch (thrown) {
      parts.log.error("A message tells of no object", {
        message_id: message.messageId,
        error: messageOf(thrown),
      });
      again.push(message);
    }
  }
  if (asking.length > 0) {
    const done = await request(parts, { mode: "auto", force: false, upload: true }).then(
      ({ status }) => status !== "later",
      (thrown: unknown) => {
        parts.log.error("No execution could be started", {
          error: nameOf(thrown),
          reason: messageOf(thrown),
        });
        return false;
      },
    );
    if (!done) again.push(...asking);
  }
  return { batchItemFailures: again.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

function nameOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.name : "unknown";
}

function concernsUpload(message: Message, bucket: string): boolean {
  return writtenObjects(message).some(
    (object) =>
      object.bucket === bucket &&
      object.key.startsWith(RAW_PREFIX) &&
      isDelivered(object.key.slice(RAW_PREFIX.length)),
  );
}

interface Question {
  readonly mode: RunMode;
  readonly force: boolean;
  /**
   * An upload asks: it waits for all data sets, those included that a delivery may lack, and does not repeat what has
   * failed on it.
   */
  readonly upload: boolean;
}

async function request(parts: TriggerParts, { mode, force, upload: uploaded }: Question): Promise<Outcome> {
  const { client, bucket, starter, code, log, clock } = parts;
  const upload = await lookAtUpload(client, bucket, { all: uploaded, now: clock() });
  switch (upload.state) {
    case "incomplete":
      log.info("The delivery is not whole yet", { missing: upload.missing });
      return { status: "incomplete", missing: upload.missing };
    case "unsettled":
      log.info("The upload goes on");
      return { status: "later", reason: "the upload goes on" };
    case "whole": {
      const { files, writtenAt } = upload;
      const outcome = await claimAndStart(parts, {
        delivery: { id: deliveryIdOf(files), files },
        request: { mode, asOf: null, experiment: DEFAULT_EXPERIMENT, seed: DEFAULT_SEED },
        code,
        force,
        ...(uploaded ? { askedAt: writtenAt.toISOString() } : {}),
        owner: { stateMachineArn: starter.stateMachineArn },
      });
      log.info("Request answered", { ...outcome });
      return outcome;
    }
  }
}

async function claimAndStart(parts: TriggerParts, claim: ClaimRequest): Promise<Outcome> {
  // An attempt whose name was used up counts as failed, and must not keep the next one from being made.
  const { askedAt: _, ...again } = claim;
  for (let attempt = 1; attempt <= NAME_ATTEMPTS; attempt += 1) {
    const outcome = await tryToStart(parts, attempt === 1 ? claim : again);
    if (outcome !== undefined) return outcome;
  }
  throw new Error(
    `Every name for a run of delivery ${claim.delivery.id} was used by an execution before; the manifest has lost its runs.`,
  );
}

/** @returns undefined when the run's name was used up: the next attempt has another */
async function tryToStart(parts: TriggerParts, claim: ClaimRequest): Promise<Outcome | undefined> {
  const { manifest, starter } = parts;
  const claimed = await manifest.claim(claim).catch((thrown: unknown) => {
    if (thrown instanceof AlreadyDone || thrown instanceof RunInProgress) return thrown;
    throw thrown;
  });
  if (claimed instanceof AlreadyDone) return { status: "skipped", run_id: claimed.run.id };
  if (claimed instanceof RunInProgress) return joinRun(parts, claimed, claim);
  const { run, lease } = claimed;
  let start: Start;
  try {
    start = await starter.start(run);
  } catch (thrown) {
    // The same message comes again, and resumes this run under its name: should it be running after all, it is found.
    await manifest.release(lease);
    throw thrown;
  }
  if (start === "started") return { status: "started", run_id: run.id };
  await manifest.finish(lease, {
    state: "failed",
    error: "ExecutionEnded",
    cause: `An execution ${run.id} had ended without closing its books; another attempt takes its place.`,
  });
  return undefined;
}

/**
 * A run is at work. It is made sure that its execution was started: the trigger that claimed it may have been stopped
 * between the two.
 */
async function joinRun(
  { manifest, starter }: TriggerParts,
  { lease }: RunInProgress,
  claim: ClaimRequest,
): Promise<Outcome> {
  const run = await manifest.run(lease.run);
  if (run?.state === "started") await starter.start(run);
  const mode = run?.request.mode;
  if (run?.delivery === claim.delivery.id && mode === claim.request.mode && !claim.force)
    return { status: "in-progress", run_id: run.id };
  return { status: "later", reason: `run ${lease.run} is at work` };
}
