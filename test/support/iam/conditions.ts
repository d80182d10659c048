import { arnLike, like } from "./match.ts";

/** What the service knows of a request: one value, or several for keys that hold a list. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/** How one value of the request is compared with one of the policy. */
interface Comparison {
  readonly holds: (wanted: string, actual: string) => boolean;
  /** `StringNotEquals` and the like: no value of the policy may be met. */
  readonly negated: boolean;
}

const positive = (holds: Comparison["holds"]): Comparison => ({ holds, negated: false });
const negative = (holds: Comparison["holds"]): Comparison => ({ holds, negated: true });
const same = (wanted: string, actual: string): boolean => wanted === actual;
const sameIgnoringCase = (wanted: string, actual: string): boolean =>
  wanted.toLowerCase() === actual.toLowerCase();

const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: positive(same),
  StringNotEquals: negative(same),
  StringEqualsIgnoreCase: positive(sameIgnoringCase),
  StringLike: positive(like),
  StringNotLike: negative(like),
  // AWS documents that both forms of ARN operators take wildcards and act alike.
  ArnEquals: positive(arnLike),
  ArnLike: positive(arnLike),
  ArnNotEquals: negative(arnLike),
  ArnNotLike: negative(arnLike),
  Bool: positive(sameIgnoringCase),
  NumericLessThan: positive((wanted, actual) => Number(actual) < Number(wanted)),
};

const OPERATOR = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/;

/** The request's values of a key, which is not told apart by case; undefined when it has none, or an empty list. */
function valuesOf(context: Context, key: string): readonly string[] | undefined {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase());
  const values = found === undefined ? [] : [found[1]].flat();
  return values.length === 0 ? undefined : values;
}

/**
 * Whether a request meets all conditions of a statement.
 * @throws when an operator is not known here, or one value is asked of a key that has several
 */
export function conditionsHold(
  conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
  context: Context,
): boolean {
  // Every operator is looked at, so that an unknown one throws even behind a condition that does not hold.
  const results = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, wanted]) => holds(operator, wanted, valuesOf(context, key), key)),
  );
  return results.every((result) => result);
}

function holds(
  operator: string,
  wanted: readonly string[],
  actual: readonly string[] | undefined,
  key: string,
): boolean {
  if (operator === "Null") return wanted.includes(String(actual === undefined));
  const [, quantifier, name = "", ifExists] = OPERATOR.exec(operator) ?? [];
  const comparison = comparisons[name];
  if (comparison === undefined) throw new Error(`The condition operator ${operator} is not known here.`);
  const meets = (value: string): boolean =>
    comparison.negated !== wanted.some((text) => comparison.holds(text, value));

  if (quantifier === "ForAllValues") return (actual ?? []).every(meets);
  if (actual === undefined) return quantifier === undefined && (ifExists !== undefined || comparison.negated);
  if (quantifier === "ForAnyValue") return actual.some(meets);
  if (actual.length > 1) throw new Error(`${key} has several values: it needs ForAnyValue or ForAllValues.`);
  return actual.every(meets);
}
