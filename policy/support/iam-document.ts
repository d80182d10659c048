import { z } from "zod";

/** Policy documents of IAM, as far as rules read them: single values become lists of one. */

const texts = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const conditionValues = z.union([
  z.union([z.string(), z.number(), z.boolean()]).transform((value) => [String(value)]),
  z.array(z.union([z.string(), z.number(), z.boolean()]).transform(String)),
]);

const statement = z.looseObject({
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

/** An action that matches a pattern of IAM, which knows `*` and `?` and ignores case. */
export function actionMatches(pattern: string, action: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "i").test(action);
}
