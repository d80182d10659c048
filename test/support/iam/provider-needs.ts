import type { Context } from "./conditions.ts";
import type { Request } from "./evaluate.ts";

/** The words in which the tables of `provider-actions/` say what AWS's provider calls for a resource. */

/** One resource as the offline engine recorded it in an update. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Facts of the stack that ARNs and conditions are made of. */
export interface Place {
  readonly region: string;
  readonly account: string;
  /** The tags that the program's provider puts on everything. */
  readonly tags: Readonly<Record<string, string>>;
}

/** All requests that making, reading, changing and removing a resource needs. */
export type Needs = (resource: Resource, place: Place) => readonly Request[];

/**
 * Requests of one service: `calls("s3", "CreateBucket GetBucketAcl", [arn])` is both actions on the ARN. Without an
 * ARN the actions take no resource.
 */
export function calls(
  service: string,
  actions: string,
  arns: readonly string[] = ["*"],
  context: Context = {},
): Request[] {
  return actions
    .trim()
    .split(/\s+/)
    .flatMap((action) => arns.map((resource) => ({ action: `${service}:${action}`, resource, context })));
}

/** Context of a request that makes something with tags. */
export function born({ tags }: Place): Context {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value]));
}

/** Context of a request about something that carries the stack's tags. */
export function owned({ tags }: Place): Context {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}

/** @throws when the recording has no such text: nothing would be tested then */
export function text({ name, inputs, outputs }: Resource, key: string): string {
  const value = outputs[key] ?? inputs[key];
  if (typeof value !== "string") throw new Error(`${name} has no text ${key}.`);
  return value;
}

/** The resource's own ARN. */
export const arnOf = (resource: Resource): string => text(resource, "arn");

/** ARN of something in the stack's region and account. */
export const at = ({ region, account }: Place, service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;
