import { z } from "zod";

/**
 * What an address asks for, held against a schema. The same schema describes the parameters to people (in the error
 * page) and to programs (in the OpenAPI description).
 */

/** Why a parameter was refused: its name, and what it may be, as a JSON schema. */
export interface QueryFault {
  readonly name: string;
  readonly expected: Expectation;
}

/** The part of a JSON schema that an expectation is told from. */
const expectationSchema = z.object({
  type: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
  maxItems: z.number().optional(),
  enum: z.array(z.string()).optional(),
  items: z.object({ enum: z.array(z.string()).optional() }).optional(),
});
export type Expectation = z.infer<typeof expectationSchema>;

/** A parameter, or several, are not what they may be. */
export class BadQuery extends Error {
  override readonly name = "BadQuery";
  readonly faults: readonly QueryFault[];

  constructor(faults: readonly QueryFault[]) {
    super(`Wrong parameters: ${faults.map(({ name }) => name).join(", ")}`);
    this.faults = faults;
  }
}

const jsonSchemaShape = z.object({ properties: z.record(z.string(), z.unknown()) });
const described = new WeakMap<z.ZodObject, Readonly<Record<string, unknown>>>();

/** The parameters of a schema as JSON schemas by name. */
export function parametersOf(schema: z.ZodObject): Readonly<Record<string, unknown>> {
  const known = described.get(schema) ?? jsonSchemaShape.parse(z.toJSONSchema(schema)).properties;
  described.set(schema, known);
  return known;
}

/** A number as people write it: `Number` would also take 0x1F and Infinity. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;

/** What a parameter may be. */
function expectationOf(schema: z.ZodObject, name: string): Expectation {
  return expectationSchema.safeParse(parametersOf(schema)[name]).data ?? {};
}

/** What the schema is to read: all values, each once, the last one, or no number where a number is wanted and there is none. */
function readFrom(
  { type }: Expectation,
  values: readonly string[],
  last: string,
): readonly string[] | string | number {
  if (type === "array") return [...new Set(values)];
  const isNumber = type === "number" || type === "integer";
  return isNumber && !DECIMAL.test(last) ? Number.NaN : last;
}

/**
 * Reads the parameters of an address: lists may be repeated, empty ones count as left out, unknown ones are let be, so
 * that what others append to a link does not break it.
 * @throws BadQuery that names every wrong parameter
 */
export function readQuery<Schema extends z.ZodObject>(
  schema: Schema,
  search: URLSearchParams,
): z.infer<Schema> {
  const given = Object.keys(schema.shape).flatMap((name) => {
    const values = search
      .getAll(name)
      .map((value) => value.trim())
      .filter((value) => value !== "");
    const last = values.at(-1);
    if (last === undefined) return [];
    return [[name, readFrom(expectationOf(schema, name), values, last)] as const];
  });
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const names = [...new Set(parsed.error.issues.map(({ path }) => String(path[0] ?? "")))];
  throw new BadQuery(names.map((name) => ({ name, expected: expectationOf(schema, name) })));
}
