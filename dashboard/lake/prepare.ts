import { literal } from "../../runtime/table/engine.ts";
import type { Database } from "./database.ts";
import type { RunFiles } from "./run-files.ts";
import { SourceFault } from "./source.ts";

/**
 * `customers`: one row per customer with score and recommendation, kept in the order in which a list begins, the
 * highest risk first. Made once per run, so that no question joins or sorts more than it asks for.
 */
const CUSTOMERS = `CREATE TABLE customers AS
  SELECT s.customer_id, s.churn_proba, s.churn_pred, s.risk_tier, s.segment,
    coalesce(s.sales_channel, 'Unknown') AS sales_channel, s.avg_monthly_margin, s.expected_monthly_loss,
    s.churn_actual, s.model_part, r.action, r.timing_window, r.offer_cost, r.expected_margin_impact,
    r.control_group, r.tier_action, r.tier_cost, r.tier_impact, r.reason_codes
  FROM scored_customers s JOIN recommendations r USING (customer_id)
  ORDER BY s.churn_proba DESC, s.customer_id`;

function tablesOf(files: RunFiles): readonly (readonly [string, string])[] {
  const named: readonly (readonly [string, string | undefined])[] = [
    ["scored_customers", files.scored],
    ["recommendations", files.recommendations],
    ["gold_master", files.gold],
    ["customer_months", files.months],
    ["drift_distributions", files.distributions],
    ["holdout_scores", files.holdout],
  ];
  return named.flatMap(([name, file]) => (file === undefined ? [] : [[name, file] as const]));
}

/**
 * Makes the tables of a run ready to be asked.
 * @throws SourceFault when scores and recommendations are not about the same customers
 */
export async function prepare(database: Database, files: RunFiles): Promise<void> {
  for (const [name, file] of tablesOf(files))
    await database.run(`CREATE VIEW ${name} AS SELECT * FROM read_parquet(${literal(file)})`);
  await database.run(CUSTOMERS);
  const counts = await database.row(
    `SELECT (SELECT count(*) FROM scored_customers)::DOUBLE AS scored,
       (SELECT count(*) FROM recommendations)::DOUBLE AS recommended,
       (SELECT count(*) FROM customers)::DOUBLE AS both`,
  );
  if (counts["scored"] !== counts["both"] || counts["recommended"] !== counts["both"])
    throw new SourceFault("Scores and recommendations of the run are not about the same customers.");
  // Written to the database's file, the table is compressed and need not stay in memory.
  await database.run("CHECKPOINT");
}
