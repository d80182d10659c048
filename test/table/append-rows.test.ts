import { describe, expect, it } from "vitest";
import { defineContract } from "../../configs/contract.ts";
import { appendRows } from "../../runtime/table/append-rows.ts";
import { Engine } from "../../runtime/table/engine.ts";
import { temporaryFolder } from "../support/folders.ts";

const everything = defineContract({
  name: "everything",
  version: 1,
  layer: "scored",
  description: "A column of every type",
  grain: "one row",
  key: ["name"],
  columns: [
    { name: "name", type: "text", description: "Text" },
    { name: "month", type: "month", description: "Month" },
    { name: "day", type: "date", description: "Day" },
    { name: "count", type: "integer", description: "Count" },
    { name: "share", type: "number", nullBudget: 1, description: "Number" },
    { name: "is_new", type: "flag", description: "Flag" },
    { name: "codes", type: "texts", description: "Codes" },
  ],
});

describe("appendRows", () => {
  it("keeps every value as it is", async () => {
    using engine = await Engine.open({ threads: 1, memoryLimitMb: 100, scratch: temporaryFolder() });
    const rows = [
      {
        name: 'O\'Hara "ñ"',
        month: "2024-12",
        day: "2024-12-31",
        count: -7,
        share: 0.1 + 0.2,
        is_new: 1,
        codes: ["a,b", "", "c|d"],
      },
      { name: "second", month: "2024-01", day: "2024-02-29", count: 0, share: null, is_new: 0, codes: [] },
    ];
    const relation = await appendRows(engine, everything, rows);
    expect(await engine.rows(`FROM ${relation}`)).toEqual(rows);
  });

  it("replaces the rows of before", async () => {
    using engine = await Engine.open({ threads: 1, memoryLimitMb: 100, scratch: temporaryFolder() });
    await appendRows(engine, everything, []);
    const relation = await appendRows(engine, everything, []);
    expect(await engine.number(`SELECT count(*) FROM ${relation}`)).toBe(0);
  });
});
