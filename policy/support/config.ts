import type { PolicyConfigSchema } from "@pulumi/policy";
import { z } from "zod";

/** What every rule lets a company set. */
const common = z.object({
  exempt: z
    .array(z.strictObject({ resource: z.string().min(1), reason: z.string().min(10) }))
    .default([])
    .describe("Resources, by name, that the rule leaves out, each with the reason."),
});

/** Names of the resources that a company exempts from a rule. */
export function exemptOf(config: object): readonly string[] {
  return common.parse(config).exempt.map(({ resource }) => resource);
}

/** A rule's options, described as Pulumi checks them, together with the exemptions. */
export function configSchemaOf(options: z.ZodType | undefined): PolicyConfigSchema {
  return { properties: { ...propertiesOf(common), ...(options === undefined ? {} : propertiesOf(options)) } };
}

type Described = z.core.JSONSchema.JSONSchema;
type PolicyConfigJSONSchema = PolicyConfigSchema["properties"][string];

function propertiesOf(schema: z.ZodType): Record<string, PolicyConfigJSONSchema> {
  return describeAll(z.toJSONSchema(schema, { io: "input" }).properties);
}

function describeAll(properties: Described["properties"]): Record<string, PolicyConfigJSONSchema> {
  return Object.fromEntries(
    Object.entries(properties ?? {}).flatMap(([name, schema]) =>
      typeof schema === "boolean" ? [] : [[name, describe(schema)]],
    ),
  );
}

/** The parts of JSON Schema that options of rules use. */
function describe(schema: Described): PolicyConfigJSONSchema {
  const { type, description, minimum, minLength, items, properties, required } = schema;
  return {
    ...(type === undefined ? {} : { type }),
    ...(description === undefined ? {} : { description }),
    ...(minimum === undefined ? {} : { minimum }),
    ...(minLength === undefined ? {} : { minLength }),
    ...(items === undefined || typeof items === "boolean" || Array.isArray(items)
      ? {}
      : { items: describe(items) }),
    ...(properties === undefined ? {} : { properties: describeAll(properties) }),
    ...(required === undefined ? {} : { required }),
  };
}
