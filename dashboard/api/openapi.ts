import { z } from "zod";
import { parametersOf } from "../web/query.ts";
import { API_PATH } from "../web/request.ts";
import type { Operation } from "./operation.ts";

const VERSION = "1.0.0";
const PART = /\{(\w+)\}/g;

const problem = {
  type: "object",
  required: ["type", "status", "title", "detail", "request"],
  properties: {
    type: { type: "string" },
    status: { type: "integer" },
    title: { type: "string" },
    detail: { type: "string" },
    request: { type: "string", description: "Id of the request, as the log has it" },
    parameters: { type: "array", description: "The parameters that are wrong, and what they may be" },
  },
};

const problems = {
  400: "A parameter is not what it may be",
  401: "Nobody has logged in",
  403: "The address is not among those that are answered",
  404: "What was asked for does not exist",
  429: "More requests, or more exports, than one may make within a minute",
  503: "There is no published run, or the lake cannot be read",
};

/** The API as an OpenAPI 3.1 description, made of the schemas that read requests and shape answers. */
export function openApi(operations: readonly Operation[]) {
  return {
    openapi: "3.1.0",
    info: {
      title: "SpanishGas churn",
      version: VERSION,
      description:
        "Risk, recommendations, model, drift and runs, as the dashboard shows them. All answers are of one published run. Whatever names customers is noted in the audit trail, and large pages of them count as exports.",
    },
    servers: [{ url: API_PATH }],
    paths: Object.fromEntries(operations.map((operation) => [operation.path, { get: described(operation) }])),
    components: { schemas: { Problem: problem } },
  };
}

function described({ path, summary, query, response }: Operation) {
  const problemContent = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
  return {
    operationId: path.replaceAll(PART, "by $1").split(/\W+/).filter(Boolean).join("_"),
    summary,
    parameters: [
      ...[...path.matchAll(PART)].map(([, name]) => ({
        name,
        in: "path",
        required: true,
        schema: { type: "string", maxLength: 64 },
      })),
      ...Object.entries(parametersOf(query)).map(([name, schema]) => ({
        name,
        in: "query",
        required: false,
        schema,
      })),
    ],
    responses: {
      200: {
        description: summary,
        headers: { "X-Request-Id": { schema: { type: "string" } } },
        content: { "application/json": { schema: z.toJSONSchema(response) } },
      },
      ...Object.fromEntries(
        Object.entries(problems).map(([status, description]) => [
          status,
          { description, content: problemContent },
        ]),
      ),
    },
  };
}
