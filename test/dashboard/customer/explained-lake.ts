import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { RowOf } from "../../../configs/contract.ts";
import { explanations, type importance } from "../../../configs/explanation-tables.ts";
import { isoDate } from "../../../configs/names.ts";
import { writeExplanations } from "../../../runtime/score/write-explanations.ts";
import { openRows } from "../../../runtime/table/append-rows.ts";
import { Engine } from "../../../runtime/table/engine.ts";
import type { SmallLake } from "../small-lake.ts";

/** A row of the explanations, as the tests make it up; ranks follow from the order. */
type Explained = Omit<RowOf<typeof explanations>, "rank">;

const of = (
  customer_id: string,
  direction: string,
  feature: string,
  value: number | string | null,
  contribution: number,
): Explained => ({
  customer_id,
  direction,
  feature,
  value: typeof value === "number" ? value : null,
  level: typeof value === "string" ? value : null,
  contribution,
});

/** A level that data bring along, with what must not get into a page. */
export const HOSTILE = '<script>zq("x")</script>';

/**
 * What moves four customers: two features that say the same, one whom nothing raises, one whom nothing lowers, and one
 * fact that two features tell, each on its own side.
 */
export const explained: readonly Explained[] = [
  of("C00001", "raises", "months_to_renewal", 2, 1.5),
  of("C00001", "raises", "customer_intent", "Complaint / Escalation", 0.5),
  of("C00001", "raises", "is_complaint_intent", 1, 0.4),
  of("C00001", "lowers", "tenure_months", null, -0.1),
  of("C00002", "lowers", "avg_monthly_elec_kwh", 1234.5, -0.3),
  of("C00003", "raises", "sales_channel", HOSTILE, 0.2),
  of("C00004", "raises", "months_to_renewal", -1, 0.5),
  of("C00004", "lowers", "renewal_bucket", "expired", -0.2),
];

/** How much three features move all scores. */
export const effects: readonly RowOf<typeof importance>[] = [
  { feature: "tenure_months", mean_effect: 0.4531, value_correlation: -0.9 },
  { feature: "sentiment_label", mean_effect: 0.3, value_correlation: null },
  { feature: "is_dual_fuel", mean_effect: 0.1234, value_correlation: 0.2 },
];

/** Writes what explains the scores of a run of the lake, by the pipeline's own writer. */
export async function explainRun(lake: SmallLake, run: string): Promise<void> {
  const scratch = join(lake.root, ".scratch");
  mkdirSync(scratch, { recursive: true });
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch });
  const rows = await openRows(engine, explanations);
  const ranks = new Map<string, number>();
  await rows.add(
    explained.map((row) => {
      const list = `${row.customer_id} ${row.direction}`;
      const rank = (ranks.get(list) ?? 0) + 1;
      ranks.set(list, rank);
      return { ...row, rank };
    }),
  );
  await writeExplanations(engine, {
    folder: join(lake.root, "scored", run),
    asOf: isoDate("2024-12-31"),
    explained: rows.relation,
    importanceRows: effects,
  });
}
