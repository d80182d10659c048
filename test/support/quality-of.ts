import { type Column, defineContract } from "../../configs/contract.ts";
import { isoDate } from "../../configs/names.ts";
import { Engine } from "../../runtime/table/engine.ts";
import type { Profile } from "../../runtime/table/profile.ts";
import { type QualityReport, qualityOf, qualityReportSchema } from "../../runtime/table/quality.ts";
import { loadRows } from "./bronze-fixture.ts";
import { temporaryFolder } from "./folders.ts";

/** Quality reports on tables of one column, for tests of what they say. */

export const asOf = isoDate("2024-12-31");
type Cell = string | number | readonly string[] | null;
type Kind = Pick<Column, "type" | "personal">;

/** A contract with a key and one column to look at, `value`. */
export function contractOf(kind: Kind) {
  return defineContract({
    name: "sample",
    version: 1,
    layer: "gold",
    description: "A table to look at.",
    grain: "one row",
    key: ["id"],
    columns: [
      { name: "id", type: "integer", description: "Key." },
      { name: "value", description: "What is looked at.", nullBudget: 1, ...kind },
    ],
  });
}

export const open = (threads = 1) => Engine.open({ threads, memoryLimitMb: 300, scratch: temporaryFolder() });

/** The report on a table with these values. */
export async function reportOn(kind: Kind, values: readonly Cell[], threads = 1): Promise<QualityReport> {
  using engine = await open(threads);
  const contract = contractOf(kind);
  await loadRows(
    engine,
    contract,
    values.map((value, id) => ({ id, value })),
  );
  return qualityReportSchema.parse(await qualityOf(engine, contract, "sample", asOf));
}

export function columnOf(report: QualityReport, name = "value") {
  const column = report.columns.find((each) => each.name === name);
  if (column === undefined) throw new Error(`No column ${name}.`);
  return column;
}

/** The profile of a column with these values. */
export const profileOf = async (kind: Kind, values: readonly Cell[]): Promise<Profile> =>
  columnOf(await reportOn(kind, values)).profile;
