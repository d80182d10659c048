import { afterAll, expect } from "vitest";
import { z } from "zod";
import type { Operation } from "../../../dashboard/api/operation.ts";
import { operations } from "../../../dashboard/api/operations.ts";
import { sharedFolder } from "../../support/folders.ts";
import { decisionOf, lakeOf, madeUpCustomers } from "../scored-lake.ts";
import { type ServeOptions, serve } from "../serve.ts";

/** The API of one run of made-up customers. */

export const decisions = madeUpCustomers(631).map(decisionOf);
export const lake = await lakeOf(decisions, sharedFolder());

/** The run that every answer is of. */
export const run = {
  run: "run-1",
  model: "run-1",
  as_of: "2024-12-31",
  published_at: "2025-01-02T03:04:05.000Z",
};

/** Serves until the tests of a file end. */
export async function servedApi(options: ServeOptions = {}) {
  const served = await serve(lake.root, { atEnd: afterAll, ...options });
  /** An answer as JSON, read by the schema that the operation promises: nothing is missing, nothing too much. */
  const answer = async (path: string, address = path): Promise<Record<string, unknown>> => {
    const { status, headers, text } = await served.get(`/api/v1${address}`);
    expect([status, headers.get("content-type")], text).toEqual([200, "application/json; charset=utf-8"]);
    expect(headers.get("cache-control")).toBe("no-store");
    const body: unknown = JSON.parse(text);
    expect(operationAt(path).response.parse(body)).toEqual(body);
    return z.record(z.string(), z.unknown()).parse(body);
  };
  return { served, answer };
}

export function operationAt(path: string): Operation {
  const operation = operations.find((each) => each.path === path);
  if (operation === undefined) throw new Error(`There is no operation ${path}.`);
  return operation;
}
