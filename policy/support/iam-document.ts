import { z } from "zod";

/** Policy documents of IAM, as far as rules read them: single values become lists of one. */

const texts = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const conditionValues = z.union([
  z.union([z.string(), z.number(), z.boolean()]).transform((value) => [String(value)]),
  z.array(z.union([z.string(), z.number(), z.boolean()]).transform(String)),
]);

/** Strict: an element that no rule knows, or knows by another spelling, must not pass unseen. */
const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  /** `*`, or names by kind: `{ AWS: […], Service: […], Federated: […] }`. */
  Principal: z
    .union([
      z.literal("*").transform((): Record<string, string[]> => ({ AWS: ["*"] })),
      z.record(z.string(), texts),
    ])
    .optional(),
  NotPrincipal: z.unknown().optional(),
  Action: texts.optional(),
  NotAction: texts.optional(),
  Resource: texts.optional(),
  NotResource: texts.optional(),
  /** Values by operator and key. */
  Condition: z.record(z.string(), z.record(z.string(), conditionValues)).optional(),
});

export const iamDocument = z.looseObject({
  Statement: z.union([z.array(statement), statement.transform((one) => [one])]),
});

export type IamDocument = z.infer<typeof iamDocument>;
export type IamStatement = z.infer<typeof statement>;

/** One value that a statement's condition asks of a key. */
export interface Demand {
  /** For example `StringEquals`. */
  readonly operator: string;
  /** In lower case: AWS does not tell the case of keys apart. */
  readonly key: string;
  readonly values: readonly string[];
}

/** Everything that a statement's conditions ask. */
export function demandsOf(statement: IamStatement): readonly Demand[] {
  return Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key: key.toLowerCase(), values })),
  );
}

/** Operators that hold only when the request has the key, and a value that is meant. */
const NAMING = /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like))$/;

/**
 * Whether a statement is only for what one of these keys names. What also holds without the key (`IfExists`,
 * `ForAllValues`), or for a value that stands for any, names nothing.
 */
export function isNarrowedBy(statement: IamStatement, keys: ReadonlySet<string>): boolean {
  return demandsOf(statement).some(
    ({ operator, key, values }) =>
      keys.has(key) && NAMING.test(operator) && values.length > 0 && values.every(namesSomebody),
  );
}

/** An ARN names an account, or a bucket, whose ARN has no account; any other value is whole. */
function namesSomebody(value: string): boolean {
  if (!/[*?]/.test(value)) return true;
  const [arn, , service, , account = "", ...rest] = value.split(":");
  if (arn !== "arn") return false;
  return account === "" ? service === "s3" && /^[^*?]{3}/.test(rest.join(":")) : /^\d{12}$/.test(account);
}

/** A managed policy of AWS, the same in every account. */
export function isAwsPolicy(arn: string): boolean {
  return /^arn:[\w-]+:iam::aws:/.test(arn);
}

/** An action that matches a pattern of IAM, which knows `*` and `?` and ignores case. */
export function actionMatches(pattern: string, action: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "i").test(action);
}
