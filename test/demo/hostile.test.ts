import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { makeDemo } from "../../runtime/demo/index.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { digestsBelow } from "../support/digests.ts";
import { sharedFolder } from "../support/folders.ts";
import { cell, daysFromAsOf, readCsv } from "./read-demo.ts";

// What the real files do not have (section 7.8 of the data description, second part), next to the same demo without it.
const N = 400;
const parent = sharedFolder();
const clean = join(parent, "clean");
const hostile = join(parent, "hostile");

beforeAll(async () => {
  await makeDemo({ out: clean, customers: N, seed: 3 });
  await makeDemo({ out: hostile, customers: N, seed: 3, dirt: "hostile" });
});

test("the files without further faults are untouched", () => {
  const [left, right] = [digestsBelow(clean), digestsBelow(hostile)];
  const same = Object.keys(left).filter((name) => left[name] === right[name]);
  expect(same).toEqual(["churn_label.csv", "costs_by_province_month.csv", "price_history.csv"]);
});

describe("attributes", () => {
  test("repeat a row, spell channels oddly, know a new channel, a province 53 and a business of 9.2 kW", () => {
    const rows = readCsv(join(hostile, "customer_attributes.csv"));
    expect(rows.length).toBe(N + 1);
    expect(new Set(rows.map((row) => cell(row, "customer_id"))).size).toBe(N);
    const odd = rows.filter((row) => /^ [A-Z_]+ $/.test(cell(row, "sales_channel")));
    expect(odd.length).toBe(4);
    expect(rows.filter((row) => cell(row, "sales_channel") === "app_movil").length).toBe(2);
    expect(rows.filter((row) => cell(row, "province_code") === "53").length).toBe(1);
    const small = rows.filter(
      (row) => cell(row, "is_industrial") === "1" && cell(row, "contracted_power_kw") === "9.2",
    );
    expect(small.length).toBe(1);
  });
});

test("contracts have a date that is none", () => {
  const isDate = (text: string) => !Number.isNaN(Date.parse(text)) && daysFromAsOf(text) > -30;
  const bad = readCsv(join(hostile, "customer_contracts.csv"))
    .map((row) => cell(row, "next_renewal_date"))
    .filter((text) => !/^\d{4}-\d\d-\d\d$/.test(text) || text === "2024-02-30" || !isDate(text));
  expect(bad.length).toBe(1);
  expect(["31/12/2023", "2024-02-30", "n/a"]).toContain(bad[0]);
});

test("interactions repeat, come a second time and later, lie after the as-of date, lack their text", () => {
  type Record = { customer_id: string; date: string; interaction_summary: string | null };
  const read = (folder: string): Record[] =>
    JSON.parse(readFileSync(join(folder, "customer_interactions.json"), "utf8"));
  const [before, after] = [read(clean), read(hostile)];
  // One repeated, 3 % of 400 customers with a second one, .5 % late.
  expect(after.length).toBe(before.length + 1 + 12 + 2);
  const texts = after.map((record) => JSON.stringify(record));
  expect(texts.length - new Set(texts).size).toBe(1);
  expect(after.filter((record) => daysFromAsOf(record.date) > 0).length).toBe(2);
  expect(after.filter((record) => record.interaction_summary === null).length).toBe(1);
  const first = new Map(before.map((record) => [record.customer_id, record.date]));
  const newer = after.filter(({ customer_id, date }) => {
    const own = first.get(customer_id);
    return own !== undefined && date > own && daysFromAsOf(date) < 0;
  });
  expect(newer.length).toBe(12);
});

test("readings have a gap of three days, a day twice, hours outside the year and rows without a customer", async () => {
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 300, scratch: parent });
  const file = literal(join(hostile, "consumption_hourly_2024.parquet"));
  const facts = await engine.row(
    `SELECT count(*)::DOUBLE AS rows, count(*) FILTER (customer_id IS NULL)::DOUBLE AS without_id,
       count(*) FILTER (year(timestamp) <> 2024)::DOUBLE AS outside,
       count(*) FILTER (customer_id = 'C00400')::DOUBLE AS with_gap,
       count(*) FILTER (customer_id = 'C00399')::DOUBLE AS with_repeats,
       count(DISTINCT timestamp) FILTER (customer_id = 'C00399')::DOUBLE AS distinct_hours
     FROM read_parquet(${file})`,
  );
  expect(facts).toEqual({
    rows: N * 8784 - 72 + 24 + 4 + 12,
    without_id: 12,
    outside: 4,
    with_gap: 8784 - 72,
    with_repeats: 8784 + 24,
    distinct_hours: 8784,
  });
});
