import { z } from "zod";

/** Policy documents as AWS reads them, with every "one or many" made "many". */

const oneOrMany = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** By kind. Everybody, written as a bare `*`, has a kind of its own. */
type Principal = Partial<Record<"AWS" | "Service" | "Federated" | "*", string[]>>;

const everybody: Principal = { "*": ["*"] };
const principal = z.union([
  z.literal("*").transform((): Principal => everybody),
  z.partialRecord(z.enum(["AWS", "Service", "Federated"]), oneOrMany).transform((kinds): Principal => kinds),
]);

/** Strict, so that a misspelt element is a fault instead of an element that is ignored. */
const statement = z.strictObject({
  Sid: z
    .string()
    .regex(/^[A-Za-z0-9]*$/)
    .optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Principal: principal.optional(),
  Action: oneOrMany.optional(),
  NotAction: oneOrMany.optional(),
  Resource: oneOrMany.optional(),
  NotResource: oneOrMany.optional(),
  Condition: z.record(z.string(), z.record(z.string(), oneOrMany)).optional(),
});

const document = z.strictObject({
  Version: z.literal("2012-10-17"),
  Id: z.string().optional(),
  Statement: z.array(statement).min(1),
});

export type Statement = z.infer<typeof statement>;
export type Document = z.infer<typeof document>;

/**
 * Reads a policy document.
 * @throws when it is no JSON, holds an element that IAM does not know, or says both an element and its opposite
 */
export function parseDocument(text: string): Document {
  const parsed = document.parse(JSON.parse(text));
  for (const { Sid, Action, NotAction, Resource, NotResource } of parsed.Statement) {
    if ((Action === undefined) === (NotAction === undefined)) {
      throw new Error(`Statement ${Sid ?? "without Sid"} must have either Action or NotAction.`);
    }
    if (Resource !== undefined && NotResource !== undefined) {
      throw new Error(`Statement ${Sid ?? "without Sid"} has both Resource and NotResource.`);
    }
  }
  return parsed;
}
