import { randomUUID } from "node:crypto";
import type { Json } from "../../../configs/asl.ts";

/** Events of EventBridge, in the shapes that the services document. */

/** Where events come from. */
export interface EventPlace {
  readonly account: string;
  readonly region: string;
}

function eventOf(
  { account, region }: EventPlace,
  kind: { readonly source: string; readonly type: string; readonly resource: string },
  detail: Json,
): { [key: string]: Json } {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": kind.type,
    source: kind.source,
    account,
    time: `${new Date().toISOString().slice(0, 19)}Z`,
    region,
    resources: [kind.resource],
    detail,
  };
}

/** An object that was written. */
export interface WrittenObject {
  readonly bucket: string;
  readonly key: string;
  readonly bytes: number;
  /** Without quotation marks. */
  readonly etag: string;
  readonly reason: "PutObject" | "CompleteMultipartUpload";
}

/**
 * What S3 tells of an object that was written.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export function objectCreated(place: EventPlace, { bucket, key, bytes, etag, reason }: WrittenObject) {
  return eventOf(
    place,
    { source: "aws.s3", type: "Object Created", resource: `arn:aws:s3:::${bucket}` },
    {
      version: "0",
      bucket: { name: bucket },
      object: { key, size: bytes, etag, sequencer: Date.now().toString(16).toUpperCase().padStart(18, "0") },
      "request-id": randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase(),
      requester: place.account,
      "source-ip-address": "127.0.0.1",
      reason,
    },
  );
}

/** An execution that ended. */
export interface EndedExecution {
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: "FAILED" | "TIMED_OUT" | "ABORTED";
  readonly input: string;
  readonly startedAt: number;
  readonly error?: string;
  readonly cause?: string;
}

/**
 * What Step Functions tells of an execution that ended badly.
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export function executionEnded(place: EventPlace, ended: EndedExecution) {
  const { stateMachineArn, name, status, input, startedAt, error = null, cause = null } = ended;
  const executionArn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;
  return eventOf(
    place,
    { source: "aws.states", type: "Step Functions Execution Status Change", resource: executionArn },
    {
      executionArn,
      stateMachineArn,
      name,
      status,
      startDate: startedAt,
      stopDate: Date.now(),
      input,
      inputDetails: { included: true },
      output: null,
      outputDetails: null,
      error,
      cause,
    },
  );
}
