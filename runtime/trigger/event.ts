import { z } from "zod";
import { planModes } from "../../configs/execution.ts";
import type { DirectTrigger } from "../../configs/functions.ts";

/** What the trigger is called with: a batch of the queue's messages, or a direct call. */

const batchSchema = z.object({
  Records: z.array(z.object({ eventSource: z.literal("aws:sqs"), messageId: z.string(), body: z.string() })),
});

const directSchema = z.strictObject({
  source: z.enum(["schedule", "retrain"]),
  mode: z.enum(planModes),
  force: z.boolean().optional(),
});

/** One message of the queue. */
export interface Message {
  readonly messageId: string;
  readonly body: string;
}

/** An event as what it is. */
export type TriggerEvent =
  | { readonly type: "batch"; readonly messages: readonly Message[] }
  | { readonly type: "direct"; readonly call: DirectTrigger };

/** @throws Error when the event is of neither kind. */
export function triggerEvent(event: unknown): TriggerEvent {
  const batch = batchSchema.safeParse(event);
  if (batch.success) return { type: "batch", messages: batch.data.Records };
  const direct = directSchema.safeParse(event);
  if (!direct.success)
    throw new Error(`This is neither a batch of messages nor a call of ours: ${direct.error.message}`);
  return { type: "direct", call: callOf(direct.data) };
}

function callOf({ force, ...call }: z.infer<typeof directSchema>): DirectTrigger {
  return { ...call, ...(force === undefined ? {} : { force }) };
}

/** By way of EventBridge, keys come as they are. */
const objectCreated = z.object({
  "detail-type": z.literal("Object Created"),
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({ key: z.string(), etag: z.string().optional() }),
  }),
});

/** Straight from S3, keys are encoded as in the address of a form: a blank is a plus sign. */
const notification = z.object({
  Records: z.array(
    z.object({
      s3: z.object({
        bucket: z.object({ name: z.string() }),
        object: z.object({ key: z.string(), eTag: z.string().optional() }),
      }),
    }),
  ),
});

/** A direct call that had to wait. */
const waitingCall = z.strictObject({ call: directSchema, asked_at: z.iso.datetime() });

/** An object that was written. */
export interface WrittenObject {
  readonly bucket: string;
  readonly key: string;
  /** Undefined where the message names none. */
  readonly etag: string | undefined;
}

/** A direct call that found a run at work, and waits in the queue. */
export interface WaitingCall {
  readonly call: DirectTrigger;
  /** ISO 8601, UTC. */
  readonly askedAt: string;
}

/** What a message tells of. */
export type MessageContent =
  | { readonly type: "objects"; readonly objects: readonly WrittenObject[] }
  | { readonly type: "call"; readonly waiting: WaitingCall };

/** What a message tells of. @throws Error when it is neither an event of S3 nor a call that waits. */
export function contentOf({ body }: Pick<Message, "body">): MessageContent {
  const said: unknown = JSON.parse(body);
  const waiting = waitingCall.safeParse(said);
  if (waiting.success) {
    const { call, asked_at } = waiting.data;
    return { type: "call", waiting: { call: callOf(call), askedAt: asked_at } };
  }
  return { type: "objects", objects: writtenObjects(said) };
}

/** The body of the message that a call waits as. */
export function waitingBody({ call, askedAt }: WaitingCall): string {
  return JSON.stringify({ call, asked_at: askedAt } satisfies z.input<typeof waitingCall>);
}

function writtenObjects(said: unknown): readonly WrittenObject[] {
  const created = objectCreated.safeParse(said);
  if (created.success) {
    const { bucket, object } = created.data.detail;
    return [{ bucket: bucket.name, key: object.key, etag: object.etag }];
  }
  return notification.parse(said).Records.map(({ s3: { bucket, object } }) => ({
    bucket: bucket.name,
    key: decodeURIComponent(object.key.replaceAll("+", " ")),
    etag: object.eTag,
  }));
}
