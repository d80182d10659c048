import { linkSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InputError } from "../../runtime/errors.ts";
import type { StepSummary } from "../../runtime/step.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { sharedFolder, temporaryFolder } from "../support/folders.ts";
import { bronzeRun } from "../support/run-bronze.ts";
import { smallReadings, writeSmallFiles } from "../support/small-delivery.ts";
import { type BadInput, good, Spoiled } from "./case.ts";
import { columnCases } from "./columns.ts";
import { csvCases } from "./csv.ts";
import { fileCases } from "./files.ts";
import { jsonCases } from "./json.ts";
import { keyCases } from "./keys.ts";
import { readingCases } from "./readings.ts";
import { valueCases } from "./values.ts";

let engine: Engine;
const shared = sharedFolder("bad-input-");

beforeAll(async () => {
  engine = await Engine.open({ threads: 1, memoryLimitMb: 300, scratch: shared });
  await engine.run(`COPY (${smallReadings(200)}) TO ${literal(join(shared, READINGS))} (FORMAT parquet)`);
});
afterAll(() => engine[Symbol.dispose]());

const READINGS = "consumption_hourly_2024.parquet";

interface Outcome {
  readonly summary?: StepSummary;
  readonly error?: unknown;
  readonly bronze: readonly string[];
  readonly quarantine: string;
}

async function run(spoil: BadInput["spoil"]): Promise<Outcome> {
  const delivery = temporaryFolder("bad-input-");
  writeSmallFiles(delivery, good);
  linkSync(join(shared, READINGS), join(delivery, READINGS));
  await spoil(new Spoiled(delivery, engine));
  const step = bronzeRun(delivery);
  const done = () => ({ bronze: readdirSync(step.bronze), quarantine: step.quarantine });
  try {
    const summary = await step.run();
    return { summary, ...done() };
  } catch (error) {
    return { error, ...done() };
  }
}

async function quarantined(folder: string, dataset: string) {
  const rows = await engine.rows(
    `SELECT line::DOUBLE AS line, "column", reason, row FROM read_parquet(${literal(join(folder, `${dataset}.parquet`))})`,
  );
  return rows.map((row) => ({
    line: row["line"],
    column: row["column"],
    reason: row["reason"],
    row: String(row["row"]),
  }));
}

/** Ids of customers in these deliveries, changed ones too, and what stands in their conversations. */
const ID = /X?C\d{5}/;
const conversations = good.customer_interactions.map((row) => String(row["interaction_summary"]));

/** What an alert, an exit message or a run report may hold: words and places, never a customer's id or words. */
function expectNoCustomer(words: unknown): void {
  expect(conversations[0]?.length).toBeGreaterThan(10);
  expect(String(words)).not.toMatch(ID);
  for (const text of conversations) expect(String(words)).not.toContain(text);
}

function expectStopped(outcome: Outcome, stops: NonNullable<BadInput["stops"]>): void {
  const { message, ...location } = stops;
  expect(outcome.error).toBeInstanceOf(InputError);
  expect(outcome.error).toMatchObject({ message });
  expectNoCustomer(outcome.error);
  // Exact: a place that is not expected is as wrong as one that is missing.
  expect(outcome.error instanceof InputError && outcome.error.location).toEqual(location);
  expect(outcome.bronze).toEqual([]);
  expect(readdirSync(outcome.quarantine)).toEqual([]);
}

async function expectAccepted(outcome: Outcome, bad: BadInput): Promise<void> {
  expect(outcome.error).toBeUndefined();
  expectNoCustomer(JSON.stringify(outcome.summary));
  expect(outcome.bronze.filter((name) => name.endsWith(".parquet"))).toEqual([
    "bronze_customer.parquet",
    "bronze_customer_month.parquet",
    "bronze_province_month.parquet",
  ]);
  const found = readdirSync(outcome.quarantine).filter((name) => name.endsWith(".parquet"));
  const expected = Object.keys(bad.quarantines ?? {});
  const orphans = new Set(bad.orphansOf);
  for (const dataset of found.map((name) => name.replace(".parquet", ""))) {
    const rows = await quarantined(outcome.quarantine, dataset);
    if (expected.includes(dataset)) {
      expect(rows.map(({ row: _, ...place }) => place)).toEqual(bad.quarantines?.[dataset]);
      continue;
    }
    for (const row of rows) {
      expect(row).toMatchObject({ column: "customer_id", reason: "is not in customer_attributes" });
      expect([...orphans].some((id) => row.row.includes(id))).toBe(true);
    }
  }
  for (const dataset of expected) expect(found).toContain(`${dataset}.parquet`);
  if (orphans.size === 0) expect(found).toHaveLength(expected.length);
  if (bad.summary !== undefined) expect(outcome.summary).toMatchObject(bad.summary);
  if (bad.notes !== undefined) expect(outcome.summary?.["notes"]).toContain(bad.notes);
}

const groups: readonly (readonly [string, readonly BadInput[]])[] = [
  ["files", fileCases],
  ["columns", columnCases],
  ["CSV", csvCases],
  ["values", valueCases],
  ["keys", keyCases],
  ["JSON and texts", jsonCases],
  ["hourly readings", readingCases],
];

describe.each(groups)("broken deliveries: %s", (_group, cases) => {
  it.each(cases)("$name", async (bad) => {
    const outcome = await run(bad.spoil);
    if (bad.stops !== undefined) expectStopped(outcome, bad.stops);
    else await expectAccepted(outcome, bad);
  });
});
