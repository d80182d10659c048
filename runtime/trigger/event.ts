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
  const { force, ...call } = direct.data;
  return { type: "direct", call: { ...call, ...(force === undefined ? {} : { force }) } };
}

/** By way of EventBridge, keys come as they are. */
const objectCreated = z.object({
  "detail-type": z.literal("Object Created"),
  detail: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string() }) }),
});

/** Straight from S3, keys are encoded as in the address of a form: a blank is a plus sign. */
const notification = z.object({
  Records: z.array(
    z.object({
      s3: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string() }) }),
    }),
  ),
});

/** An object that was written. */
export interface WrittenObject {
  readonly bucket: string;
  readonly key: string;
}

/** The objects that a message tells of. @throws Error when it tells of none. */
export function writtenObjects({ body }: Pick<Message, "body">): readonly WrittenObject[] {
  const said: unknown = JSON.parse(body);
  const created = objectCreated.safeParse(said);
  if (created.success) {
    const { bucket, object } = created.data.detail;
    return [{ bucket: bucket.name, key: object.key }];
  }
  return notification
    .parse(said)
    .Records.map(({ s3 }) => ({ bucket: s3.bucket.name, key: decoded(s3.object.key) }));
}

function decoded(key: string): string {
  return decodeURIComponent(key.replaceAll("+", " "));
}
