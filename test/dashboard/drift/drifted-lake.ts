import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { DriftStatus } from "../../../configs/drift-limits.ts";
import { driftDistributions } from "../../../configs/monitoring-tables.ts";
import { isoDate } from "../../../configs/names.ts";
import { jsonText } from "../../../runtime/json.ts";
import { Engine } from "../../../runtime/table/engine.ts";
import { writeTable } from "../../../runtime/table/write-table.ts";
import { SmallLake, scoredOf } from "../small-lake.ts";

/** A lake whose customers have moved: a critical feature, a drifted one, two stable ones, and the score. */

export const RUN = "run-1";

const compared = (feature: string, kind: string, status: DriftStatus, psi: number) => ({
  feature,
  kind,
  status,
  test: kind === "numeric" ? "kolmogorov_smirnov" : "chi_square",
  statistic: psi / 2,
  p_value: 0.0123,
  adjusted_p_value: 0.0456,
  psi,
  distance: kind === "numeric" ? psi / 3 : null,
  shifted_level: kind === "numeric" ? null : "negative",
  level_shift: kind === "numeric" ? null : 0.1234,
  unseen_levels: [] as string[],
  unseen_share: 0,
  reference_missing: 0.011,
  current_missing: 0.222,
  missing_adjusted_p_value: null,
});

export const features = [
  compared("tenure_months", "numeric", "drifted", 0.1512),
  {
    ...compared("sentiment_label", "category", "critical", 0.4324),
    unseen_levels: ["furious"],
    unseen_share: 0.033,
  },
  { ...compared("is_dual_fuel", "flag", "stable", 0.0101), adjusted_p_value: 1e-9 },
  compared("std_margin", "numeric", "stable", 0.0202),
];

/** The report as the pipeline writes it. */
export const report = {
  verdict: "critical",
  summary: "Critical.",
  as_of: "2024-12-31",
  reference_as_of: "2024-06-30",
  reference_rows: 1600,
  current_rows: 2009,
  features_compared: features.length,
  features_drifted: 2,
  features_critical: 1,
  prediction: {
    ...compared("churn_proba", "numeric", "drifted", 0.1812),
    statistic: 0.01524,
    p_value: 0.0314992,
  },
  features,
};

/** Feature, place, level, upper end, whether it belongs to the bin, rows then and now. */
type BinRow = readonly [string, number, string | null, number | null, number | null, number, number];

export const bins: readonly BinRow[] = [
  ["tenure_months", 0, null, 7, 1, 400, 100],
  ["tenure_months", 1, null, 15, 0, 600, 500],
  ["tenure_months", 2, null, null, null, 600, 1400],
  ["sentiment_label", 0, "furious", null, null, 0, 66],
  ["sentiment_label", 1, "negative", null, null, 200, 500],
  ["sentiment_label", 2, "no_interaction", null, null, 1400, 1443],
  ["is_dual_fuel", 0, "0", null, null, 800, 1000],
  ["is_dual_fuel", 1, "1", null, null, 800, 1009],
];

/** What newer reports say beside it: of data as these, of the scores alone, and of the labels that came. */
export const advised = {
  ...report,
  advice: {
    verdict: "retrain",
    reasons: ["inputs_critical", "scores_drifted", "performance_worse", "realised_off"],
    sentence: "Retrain: made-up reasons.",
  },
  performance: {
    status: "worse",
    customers: 1234,
    expected_churners: 98.7,
    called: 80,
    threshold: 0.2438,
    confidence: 0.95,
    precision: { value: 0.5123, low: 0.4012, high: 0.6211 },
    recall: { value: 0.4321, low: 0.3333, high: 0.5432 },
    pr_auc: { value: 0.5678, low: 0.5012, high: 0.6345 },
    training: { precision: 0.6112, recall: 0.7016, pr_auc: 0.7533 },
  },
  realised: {
    status: "off",
    customers: 1234,
    labelled: 1000,
    confidence: 0.99,
    tiers: [
      {
        tier: "low",
        customers: 900,
        expected_churners: 36,
        churners: 90,
        low: 0.0741,
        high: 0.1307,
        status: "off",
      },
      {
        tier: "critical",
        customers: 100,
        expected_churners: 90,
        churners: 88,
        low: 0.7544,
        high: 0.9557,
        status: "agrees",
      },
    ],
  },
};

const sqlOf = (value: string | number | null) =>
  value === null ? "NULL" : typeof value === "string" ? `'${value}'` : String(value);

/** A lake with one published run and its drift. */
export async function driftedLake(root: string): Promise<SmallLake> {
  const lake = await SmallLake.at(root);
  await lake.publish(RUN, scoredOf(120, 3));
  await lake.text(`monitoring/${RUN}/drift.json`, jsonText(report));
  const folder = join(root, `monitoring/${RUN}`);
  mkdirSync(folder, { recursive: true });
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: join(root, ".scratch") });
  await writeTable(engine, {
    contract: driftDistributions,
    folder,
    asOf: isoDate("2024-12-31"),
    query: `SELECT * FROM (VALUES ${bins.map((row) => `(${row.map(sqlOf).join(", ")})`).join(", ")})
      t(feature, position, level, upper, upper_included, reference_count, current_count)`,
  });
  return lake;
}
