import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defineContract } from "../../configs/contract.ts";
import type { Dataset } from "../../configs/datasets.ts";
import { isoDate } from "../../configs/names.ts";
import { convert } from "../../runtime/bronze/convert.ts";
import { Quarantine } from "../../runtime/bronze/quarantine.ts";
import { createTextTable, rawTable, textTable } from "../../runtime/bronze/raw-table.ts";
import { Engine } from "../../runtime/table/engine.ts";
import { temporaryFolder } from "../support/folders.ts";

/** One column of each kind, all nullable, so that a null tells "refused" only by the quarantine. */
const contract = defineContract({
  name: "kinds",
  version: 1,
  layer: "raw",
  description: "One column of each kind.",
  grain: "one row",
  key: [],
  columns: [
    { name: "t", type: "text", description: "Text.", nullBudget: 1 },
    { name: "i", type: "integer", description: "Integer.", nullBudget: 1 },
    { name: "n", type: "number", description: "Number.", nullBudget: 1, min: -1000, max: 1000 },
    { name: "f", type: "flag", description: "Flag.", nullBudget: 1 },
    { name: "d", type: "date", description: "Date.", nullBudget: 1, notInFuture: true },
    { name: "m", type: "month", description: "Month.", nullBudget: 1 },
  ],
});
const dataset: Dataset = {
  contract,
  stem: "kinds",
  fileStem: "kinds",
  required: true,
  backbone: false,
  ofCustomers: false,
  mayBeEmpty: false,
};

let engine: Engine;
beforeEach(async () => {
  engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: temporaryFolder() });
});
afterEach(() => engine[Symbol.dispose]());

/** What becomes of one text in one column: the value as text, or the reason why it was refused. */
async function outcome(column: string, text: string | null): Promise<unknown> {
  await createTextTable(engine, dataset);
  await engine.run(`INSERT INTO ${textTable(dataset)} (file, line, ${column}) VALUES ('f', 2, $text)`, {
    text,
  });
  const quarantine = new Quarantine(engine);
  await convert(engine, dataset, quarantine, isoDate("2025-01-15"));
  const [refused] = await quarantine.rejected("kinds", 1);
  await engine.run('DROP TABLE "quarantined kinds"');
  if (refused !== undefined) return refused.reason;
  return (await engine.row(`SELECT ${column}::VARCHAR AS value FROM ${rawTable(dataset)}`))["value"];
}

describe("texts become values, or are refused", () => {
  it.each([
    ["t", " any thing ", " any thing "],
    ["t", null, null],
    ["i", "28", "28"],
    ["i", " 28 ", "28"],
    ["i", "28.0", "28"],
    ["i", "-3", "-3"],
    ["i", "28.5", "is not a whole number"],
    ["i", "1e3", "is not a whole number"],
    ["i", "99999999999", "is not a whole number"],
    ["i", "28a", "is not a whole number"],
    ["n", "0.1", "0.1"],
    ["n", "-.5", "-0.5"],
    ["n", "5.", "5.0"],
    ["n", "1e-3", "0.001"],
    ["n", "1,5", "is not a number"],
    ["n", "1_000", "is not a number"],
    ["n", "0x10", "is not a number"],
    ["n", "12 kW", "is not a number"],
    ["n", "nan", "is not a finite number"],
    ["n", "Infinity", "is not a finite number"],
    ["n", "1000.1", "does not lie between -1000 and 1000"],
    ["n", "1000", "1000.0"],
    ["f", "1", "1"],
    ["f", "0.0", "0"],
    ["f", "true", "1"],
    ["f", "FALSE", "0"],
    ["f", "2", "is not 0 or 1"],
    ["f", "yes", "is not 0 or 1"],
    ["d", "2024-02-29", "2024-02-29"],
    ["d", "2024-02-29 00:00:00", "2024-02-29"],
    ["d", "2024-02-29T00:00:00.000Z", "2024-02-29"],
    ["d", "2025-01-15", "2025-01-15"],
    ["d", "2025-01-16", "lies in the future"],
    ["d", "2023-02-29", "is not a date of the form YYYY-MM-DD"],
    ["d", "2024-2-9", "is not a date of the form YYYY-MM-DD"],
    ["d", "29/02/2024", "is not a date of the form YYYY-MM-DD"],
    ["d", "2024-02-29 13:00:00", "is not a date of the form YYYY-MM-DD"],
    ["d", "infinity", "is not a date of the form YYYY-MM-DD"],
    ["m", "2024-02", "2024-02"],
    ["m", "2024-02-29", "2024-02"],
    ["m", "2024-13", "is not a month of the form YYYY-MM"],
    ["m", "02/2024", "is not a month of the form YYYY-MM"],
  ])("%s: %j gives %j", async (column, text, expected) => {
    expect(await outcome(column, text)).toBe(expected);
  });
});
