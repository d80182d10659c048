import { literal } from "../../runtime/table/engine.ts";
import type { Database } from "./database.ts";
import type { RunFiles } from "./run-files.ts";
import { SourceFault } from "./source.ts";

/**
 * What the tables of a run are made into, once, so that no question joins or sorts more than it asks for.
 *
 * `customers`: one row per customer with score and recommendation, in the order in which lists begin: the highest risk
 * first. `place` counts them from 1, and lets a customer be found without reading the others. Both files are written in
 * this order, so they are laid side by side; sorting a million rows anew would take most of the time of a start.
 */
const CUSTOMERS = `CREATE TABLE customers AS
  SELECT row_number() OVER ()::INTEGER AS place,
    s.customer_id, s.churn_proba, s.churn_pred, s.risk_tier, s.segment,
    coalesce(s.sales_channel, 'Unknown') AS sales_channel, s.avg_monthly_margin, s.expected_monthly_loss,
    s.churn_actual, s.model_part, s.prediction_set, r.action, r.timing_window, r.offer_cost, r.expected_margin_impact,
    r.control_group, r.tier_action, r.tier_cost, r.tier_impact, r.reason_codes,
    r.customer_id IS NOT DISTINCT FROM s.customer_id AS is_same,
    s.churn_proba <= coalesce(lag(s.churn_proba) OVER (), 1) AS is_sorted
  FROM scored_customers s POSITIONAL JOIN recommendations r`;

/** Faults of the files that `customers` was made of, then the columns that found them are dropped. */
const FAULTS = `SELECT count(*) FILTER (NOT is_same)::DOUBLE AS others, count(*) FILTER (NOT is_sorted)::DOUBLE AS unsorted
  FROM customers`;

/** `ids`: where each customer stands, in the order of their ids, whose case does not matter to people. */
const IDS = `CREATE TABLE ids AS
  SELECT upper(customer_id) AS id, customer_id, place FROM customers ORDER BY id, customer_id`;

/**
 * `offerable`: customers of tiers with an offer, where it costs something and its worth can be told, with the columns
 * that campaigns are computed from. `turn` is their order by what the margin at risk is to the cost of the offer: impact
 * per euro rises with it, whatever the save rate (D27), so that this is the order of every campaign.
 */
const OFFERABLE = `CREATE TABLE offerable AS
  SELECT row_number() OVER (ORDER BY churn_proba * avg_monthly_margin / tier_cost DESC, customer_id)::INTEGER AS turn,
    place, churn_proba, avg_monthly_margin, tier_cost, tier_action, segment, risk_tier, control_group
  FROM customers
  WHERE tier_action <> 'no_offer' AND avg_monthly_margin >= 0 AND tier_cost > 0
  ORDER BY turn`;

function tablesOf(files: RunFiles): readonly (readonly [string, string])[] {
  const named: readonly (readonly [string, string | undefined])[] = [
    ["scored_customers", files.scored],
    ["recommendations", files.recommendations],
    ["explanations", files.explanations],
    ["importance", files.importance],
    ["customer_months", files.months],
    ["drift_distributions", files.distributions],
    ["holdout_scores", files.holdout],
  ];
  return named.flatMap(([name, file]) => (file === undefined ? [] : [[name, file] as const]));
}

/** Runs of before prediction sets lack the column: there it is empty. */
async function addPredictionSets(database: Database, { scored }: RunFiles): Promise<void> {
  const columns = await database.columns("SELECT column_name FROM (DESCRIBE scored_customers)");
  if (columns["column_name"]?.includes("prediction_set") === true) return;
  await database.run(
    `CREATE OR REPLACE VIEW scored_customers AS
       SELECT *, NULL::VARCHAR AS prediction_set FROM read_parquet(${literal(scored)})`,
  );
}

/**
 * Makes the tables of a run ready to be asked.
 * @throws SourceFault when scores and recommendations are not about the same customers, or not sorted by risk
 */
export async function prepare(database: Database, files: RunFiles): Promise<void> {
  for (const [name, file] of tablesOf(files))
    await database.run(`CREATE VIEW ${name} AS SELECT * FROM read_parquet(${literal(file)})`);
  await addPredictionSets(database, files);
  await database.run(CUSTOMERS);
  const faults = await database.row(FAULTS);
  if (faults["others"] !== 0)
    throw new SourceFault("Scores and recommendations of the run are not about the same customers.");
  if (faults["unsorted"] !== 0) throw new SourceFault("The scores of the run are not sorted by risk.");
  for (const column of ["is_same", "is_sorted"])
    await database.run(`ALTER TABLE customers DROP COLUMN ${column}`);
  await database.run(IDS);
  await database.run(OFFERABLE);
  // One customer's row of all these columns is found at once in a table, and not in a file.
  if (files.gold !== undefined)
    await database.run(`CREATE TABLE gold_master AS SELECT * FROM read_parquet(${literal(files.gold)})`);
  // Written to the database's file, the tables are compressed and need not stay in memory.
  await database.run("CHECKPOINT");
}
