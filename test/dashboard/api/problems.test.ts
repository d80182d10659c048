import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { accessControl } from "../../../dashboard/access/access-control.ts";
import { operations } from "../../../dashboard/api/operations.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { local } from "../access/guarded.ts";
import { type Served, serve } from "../serve.ts";
import { SmallLake } from "../small-lake.ts";
import { servedApi } from "./served-api.ts";

const { served } = await servedApi();
const addresses = operations.map(({ path }) => `/api/v1${path.replace("{id}", "C00042")}`);

/** A problem as RFC 9457 has it. */
const problemSchema = z.strictObject({
  type: z.literal("about:blank"),
  status: z.int(),
  title: z.string().min(1),
  detail: z.string().min(1),
  request: z.string().min(8),
  parameters: z
    .array(z.strictObject({ name: z.string(), expected: z.record(z.string(), z.unknown()) }))
    .optional(),
});

/** The problem that a request meets; it says nothing of what was asked for. */
async function problemAt(at: Served, path: string, init: RequestInit = {}) {
  const { status, headers, text } = await at.get(path, init);
  expect(headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  const problem = problemSchema.parse(JSON.parse(text));
  expect(problem.status).toBe(status);
  expect(problem.request).toBe(headers.get("x-request-id"));
  expect(text).not.toMatch(/marker|<|\bat .*\.ts/i);
  return { status, headers, problem };
}

describe("a problem", () => {
  it.each([
    "/api/v1",
    "/api/v1/",
    "/api/v1/marker",
    "/api/v1/customers/marker",
    "/api/v1/customers/%3Cmarker%3E",
    "/api/v1/customers/C00042/marker",
    `/api/v1/customers/${"marker".repeat(50)}`,
    "/API/V1/marker",
  ])("with status 404 is what %s leads to", async (path) => {
    const { status, problem } = await problemAt(served, path);
    expect([status, problem.title]).toEqual([404, "Page not found"]);
  });

  it("with status 400 names every wrong parameter and what it may be, not what it was", async () => {
    const query = `tier=marker&tier=high&min=-1&max=marker&page=0&size=9&sort=marker&q=${"x".repeat(65)}`;
    const { status, problem } = await problemAt(served, `/api/v1/customers?${query}`);
    expect(status).toBe(400);
    expect(problem.parameters).toEqual([
      { name: "tier", expected: { type: "array", items: { enum: ["low", "medium", "high", "critical"] } } },
      { name: "min", expected: { type: "number", minimum: 0, maximum: 100 } },
      { name: "max", expected: { type: "number", minimum: 0, maximum: 100 } },
      { name: "q", expected: { type: "string", maxLength: 64 } },
      {
        name: "sort",
        expected: {
          type: "string",
          enum: ["probability", "loss", "margin", "customer", "segment", "channel"],
        },
      },
      { name: "page", expected: { type: "integer", minimum: 1, maximum: 1_000_000 } },
      { name: "size", expected: { type: "integer", minimum: 10, maximum: 500 } },
    ]);
  });

  it("with status 400 is what an address leads to that is no text", async () => {
    const { status } = await problemAt(served, "/api/v1/customers/%E0%A4%A");
    expect(status).toBe(400);
  });

  it("is told in the reader's language", async () => {
    const { problem } = await problemAt(served, "/api/v1/marker", { headers: { "Accept-Language": "es" } });
    expect([problem.title, problem.detail]).toEqual(["Página no encontrada", "Esa página no existe."]);
  });

  it.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])(
    "with status 405 is what %s leads to",
    async (method) => {
      const { status, headers } = await problemAt(served, "/api/v1/customers", { method });
      expect([status, headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    },
  );

  it("with status 429 says when to come again", async () => {
    const access = accessControl({ ...local, requestsPerMinute: 1 }, { onFault: () => undefined });
    const { served: limited } = await servedApi({ access, atEnd: onTestFinished });
    await limited.get("/api/v1/run");
    const { status, headers } = await problemAt(limited, "/api/v1/customers?q=marker");
    expect(status).toBe(429);
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(50);
  });

  it("with status 403 is what an address meets that is not answered", async () => {
    const elsewhere = accessControl(
      {
        ...local,
        listensOnLoopback: false,
        allowed: [{ family: "ipv4", address: "10.0.0.0", prefixLength: 8 }],
      },
      { onFault: () => undefined },
    );
    const { served: closed } = await servedApi({ access: elsewhere, atEnd: onTestFinished });
    expect((await problemAt(closed, "/api/v1/run")).status).toBe(403);
  });

  it.each(addresses)(
    "with status 503 is what %s meets where no run has been published, and no fault of ours",
    async (path) => {
      const empty = await serve(join(temporaryFolder(), "none"));
      const { status, problem } = await problemAt(empty, path);
      expect([status, problem.title]).toEqual([503, "No run has been published yet"]);
      expect(empty.errors).toEqual([]);
      expect((await empty.get("/healthz")).status).toBe(200);
    },
  );

  it.each(addresses)("with status 503 is what %s meets where the lake cannot be read", async (path) => {
    const lake = await SmallLake.at(temporaryFolder());
    await lake.text("pointers/current-run.json", '{"run": "marker", "model": "marker"}');
    const damaged = await serve(lake.root);
    const { status, problem } = await problemAt(damaged, path);
    expect([status, problem.title]).toEqual([503, "The lake cannot be read"]);
    expect(damaged.audit).toEqual([]);
  });
});

it("no problem that a request brings about is a fault of ours", () => {
  expect(served.errors).toEqual([]);
  expect(served.audit).toEqual([]);
});
