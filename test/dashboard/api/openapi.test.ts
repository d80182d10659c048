import { describe, expect, it } from "vitest";
import { z } from "zod";
import { servedApi } from "./served-api.ts";

/** The description read as a client reads it: without the code that made it. */

const { served } = await servedApi();

const schemaSchema = z.record(z.string(), z.unknown());
const contentSchema = z.record(z.string(), z.object({ schema: schemaSchema }));
const responseSchema = z.strictObject({
  description: z.string().min(1),
  headers: z.record(z.string(), z.strictObject({ schema: schemaSchema })).optional(),
  content: contentSchema,
});
const parameterSchema = z.strictObject({
  name: z.string().min(1),
  in: z.enum(["path", "query"]),
  required: z.boolean(),
  schema: schemaSchema,
});
/** As much of OpenAPI 3.1 as is used: what is no part of it is refused. */
const documentSchema = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({ title: z.string().min(1), version: z.string().min(1), description: z.string() }),
  servers: z.array(z.strictObject({ url: z.string() })).length(1),
  paths: z.record(
    z.string().startsWith("/"),
    z.strictObject({
      get: z.strictObject({
        operationId: z.string().regex(/^\w+$/),
        summary: z.string().min(1),
        parameters: z.array(parameterSchema),
        responses: z.record(z.string().regex(/^[1-5]\d\d$/), responseSchema),
      }),
    }),
  ),
  components: z.strictObject({ schemas: z.record(z.string(), schemaSchema) }),
});

const { status, headers, text } = await served.get("/api/v1/openapi.json");
const raw: unknown = JSON.parse(text);
const document = documentSchema.parse(raw);
const paths = Object.entries(document.paths).map(([path, { get }]) => ({ path, ...get }));

/** All values below a key, anywhere. */
function valuesOf(value: unknown, key: string): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(name === key ? [inner] : []),
    ...valuesOf(inner, key),
  ]);
}

/** The address of an operation, of a customer that exists. */
const addressOf = (path: string) => `${document.servers[0]?.url}${path.replace("{id}", "C00042")}`;

const stringsSchema = z.array(z.string()).min(1);
const parameterShape = z.object({
  type: z.string(),
  enum: stringsSchema.optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
  items: z.object({ enum: stringsSchema.optional(), maxLength: z.number().optional() }).optional(),
});

/** Values that a parameter's description allows, at its edges. */
function allowed(schema: unknown): readonly string[] {
  const { type, enum: choices, minimum, maximum, maxLength, items } = parameterShape.parse(schema);
  if (choices !== undefined) return choices;
  if (type === "array") return items?.enum ?? ["anything"];
  if (type === "integer" || type === "number") return [String(minimum ?? 0), String(maximum ?? 1_000_000)];
  return ["x".repeat(maxLength ?? 10), "ñ"];
}

/** Values that it does not allow. */
function forbidden(schema: unknown): readonly string[] {
  const { type, enum: choices, minimum, maximum, maxLength, items } = parameterShape.parse(schema);
  if (choices !== undefined || items?.enum !== undefined) return ["nothing-of-the-kind"];
  if (type === "integer" || type === "number")
    return [
      "NaN",
      "Infinity",
      "0x1F",
      "1,5",
      ...(type === "integer" ? ["1.5"] : []),
      ...(minimum === undefined ? [] : [String(minimum - 1)]),
      ...(maximum === undefined ? [] : [String(maximum + 1)]),
    ];
  const most = maxLength ?? items?.maxLength;
  return most === undefined ? [] : ["x".repeat(most + 1)];
}

describe("the description of the API", () => {
  it("is OpenAPI 3.1, and nothing else", () => {
    expect([status, headers.get("content-type")]).toEqual([200, "application/json; charset=utf-8"]);
    expect(documentSchema.parse(raw)).toEqual(raw);
    expect(paths.length).toBeGreaterThan(7);
  });

  it("names every operation once", () => {
    const ids = paths.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("refers to nothing that it does not hold", () => {
    const references = valuesOf(raw, "$ref");
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) {
      const parts = String(reference).split("/");
      expect(parts[0]).toBe("#");
      const found = parts
        .slice(1)
        .reduce<unknown>(
          (value, part) => Object(value)[part.replaceAll("~1", "/").replaceAll("~0", "~")],
          raw,
        );
      expect(found, String(reference)).toBeDefined();
    }
  });

  it("describes each part of a path, and each parameter once", () => {
    for (const { path, parameters } of paths) {
      const names = parameters.map(({ name }) => name);
      expect(new Set(names).size, path).toBe(names.length);
      const inPath = parameters.filter((parameter) => parameter.in === "path");
      expect(inPath.map(({ name }) => name)).toEqual(
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
      );
      expect(inPath.every(({ required }) => required)).toBe(true);
      for (const parameter of parameters.filter((each) => each.in === "query"))
        expect(parameter.required, parameter.name).toBe(false);
    }
  });

  it("describes every answer that may come", () => {
    for (const { path, responses } of paths) {
      expect(Object.keys(responses), path).toEqual(["200", "400", "401", "403", "404", "429", "503"]);
      for (const [code, { content }] of Object.entries(responses))
        expect(Object.keys(content)).toEqual([
          code === "200" ? "application/json" : "application/problem+json",
        ]);
    }
  });
});

describe.each(paths)("$path", ({ path, parameters, responses }) => {
  const address = addressOf(path);
  const query = parameters.filter((parameter) => parameter.in === "query");
  const content = responses["200"]?.content["application/json"];

  it("answers as its description says, by a validator made of the description alone", async () => {
    const answer = await served.get(address);
    expect(answer.status).toBe(200);
    const validator = z.fromJSONSchema(content?.schema ?? false);
    const body: unknown = JSON.parse(answer.text);
    expect(validator.safeParse(body).error?.issues ?? []).toEqual([]);
    expect(validator.safeParse({ ...Object(body), items: 1, run: 1 }).success).toBe(false);
  });

  it("takes every value at the edges of what its parameters allow", async () => {
    for (const { name, schema } of query)
      for (const value of allowed(schema)) {
        const asked = `${address}?${new URLSearchParams({ [name]: value })}`;
        expect((await served.get(asked)).status, asked).toBe(200);
      }
  });

  it("refuses every value beyond them, and names the parameter", async () => {
    for (const { name, schema } of query)
      for (const value of forbidden(schema)) {
        const asked = `${address}?${new URLSearchParams({ [name]: value })}`;
        const answer = await served.get(asked);
        expect(answer.status, asked).toBe(400);
        expect(JSON.parse(answer.text)).toMatchObject({ parameters: [{ name }] });
      }
  });

  it("takes a parameter that may be repeated with all its values", async () => {
    for (const { name, schema } of query.filter((parameter) => parameter.schema["type"] === "array")) {
      const asked = `${address}?${new URLSearchParams(allowed(schema).map((value): [string, string] => [name, value]))}`;
      expect((await served.get(asked)).status, asked).toBe(200);
    }
  });

  it("is the same with parameters that it does not describe", async () => {
    const others = new URLSearchParams([
      ["utm_source", "mail"],
      ["__proto__", "x"],
      ["constructor", "x"],
      ["toString", "x"],
      ["fields", "*"],
      ["tier[]", "low"],
    ]);
    expect((await served.get(`${address}?${others}`)).text).toBe((await served.get(address)).text);
  });

  it("answers HEAD with the same headers and no body", async () => {
    const head = await served.get(address, { method: "HEAD" });
    expect([head.status, head.text]).toEqual([200, ""]);
    expect(head.headers.get("content-type")).toBe("application/json; charset=utf-8");
  });
});
