import type { RowOf } from "../../configs/contract.ts";
import { explanations, importance } from "../../configs/explanation-tables.ts";
import { directions } from "../../configs/explanations.ts";
import type { IsoDate } from "../../configs/names.ts";
import { appendRows } from "../table/append-rows.ts";
import type { Engine } from "../table/engine.ts";
import { writeTable } from "../table/write-table.ts";
import type { ExplainedCustomers } from "./score-customers.ts";

/** Rows of a row group: the reasons of 2,560 customers. A reader of one customer skips all other groups. */
const EXPLANATIONS_ROW_GROUP = 20_480;

/** What moves these customers' scores most, as rows of the table. */
export function* explanationRows({
  gold,
  strongest,
}: Pick<ExplainedCustomers, "gold" | "strongest">): Generator<RowOf<typeof explanations>> {
  for (const [row, drivers] of strongest.entries())
    for (const direction of directions)
      for (const [place, { feature, contribution }] of drivers[direction].entries()) {
        const value = gold.columns.get(feature)?.[row] ?? null;
        yield {
          customer_id: gold.customerId[row] ?? "",
          direction,
          rank: place + 1,
          feature,
          value: typeof value === "number" ? value : null,
          level: typeof value === "string" ? value : null,
          contribution,
        };
      }
}

/**
 * Writes what explains the scores: each customer's strongest drivers, sorted to be looked up by customer, and how much
 * every feature moves all scores.
 * @param options.explained table of the engine with the rows of all customers
 * @throws ContractError when a table breaks its contract.
 */
export async function writeExplanations(
  engine: Engine,
  options: {
    readonly folder: string;
    readonly asOf: IsoDate;
    readonly explained: string;
    readonly importanceRows: readonly RowOf<typeof importance>[];
  },
): Promise<void> {
  const { folder, asOf, explained, importanceRows } = options;
  await writeTable(engine, {
    contract: explanations,
    query: `FROM ${explained}`,
    folder,
    asOf,
    rowGroupRows: EXPLANATIONS_ROW_GROUP,
  });
  const effects = await appendRows(engine, importance, importanceRows);
  await writeTable(engine, {
    contract: importance,
    query: `FROM ${effects}`,
    folder,
    asOf,
    orderBy: "mean_effect DESC, feature",
  });
}
