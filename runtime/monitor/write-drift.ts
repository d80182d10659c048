import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RowOf } from "../../configs/contract.ts";
import { driftDistributions, driftFeatures } from "../../configs/monitoring-tables.ts";
import type { IsoDate } from "../../configs/names.ts";
import { jsonText } from "../json.ts";
import { appendRows } from "../table/append-rows.ts";
import type { Engine } from "../table/engine.ts";
import { writeTable } from "../table/write-table.ts";
import type { JudgedComparison } from "./judge.ts";
import { type DriftReport, reported } from "./report.ts";

function featureRow(comparison: JudgedComparison, role: "input" | "score"): RowOf<typeof driftFeatures> {
  return {
    ...reported(comparison),
    role,
    reference_rows: comparison.rows.reference,
    current_rows: comparison.rows.current,
  };
}

function distributionRows({ feature, bins }: JudgedComparison): RowOf<typeof driftDistributions>[] {
  return bins.map(({ level, upper, reference, current }, position) => ({
    feature,
    position,
    level,
    upper: upper?.at ?? null,
    upper_included: upper === null ? null : upper.inclusive ? 1 : 0,
    reference_count: reference,
    current_count: current,
  }));
}

/** Writes `drift.json`, `drift_features.parquet` and `drift_distributions.parquet`. */
export async function writeDrift(
  engine: Engine,
  options: {
    readonly folder: string;
    readonly asOf: IsoDate;
    readonly features: readonly JudgedComparison[];
    readonly prediction: JudgedComparison;
    readonly report: DriftReport;
  },
): Promise<void> {
  const { folder, asOf, features, prediction, report } = options;
  const rows = [
    ...features.map((comparison) => featureRow(comparison, "input")),
    featureRow(prediction, "score"),
  ];
  const bins = [...features, prediction].flatMap(distributionRows);
  const appended = await appendRows(engine, driftFeatures, rows);
  await writeTable(engine, { contract: driftFeatures, query: `FROM ${appended}`, folder, asOf });
  const spread = await appendRows(engine, driftDistributions, bins);
  await writeTable(engine, { contract: driftDistributions, query: `FROM ${spread}`, folder, asOf });
  await writeFile(join(folder, "drift.json"), jsonText(report));
}
