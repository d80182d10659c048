import { readFileSync } from "node:fs";
import type { Engine } from "../../table/engine.ts";

/** The statement over the readings; it reads the relations `readings` and `hour_calendar`. */
const monthlyConsumptionSql = readFileSync(new URL("./monthly-consumption.sql", import.meta.url), "utf8");

/** SQL of the sums by customer and slot over the rows of a query with the columns of a reading. */
export function sumsOver(rows: string): string {
  return `WITH readings AS (${rows}) ${monthlyConsumptionSql}`;
}

/** Fills `slot_consumption` with the sums over the view `readings`: the long scan. */
export async function sumReadings(engine: Engine): Promise<void> {
  // The calendar spans the readings, so that a filter on its times drops no row: it costs 4 % of the CPU for nothing.
  await engine.run("SET disabled_optimizers = 'join_filter_pushdown'");
  await engine.run(`CREATE OR REPLACE TEMP TABLE slot_consumption AS ${monthlyConsumptionSql}`);
  await engine.run("RESET disabled_optimizers");
}
