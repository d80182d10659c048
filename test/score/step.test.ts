import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { riskTiers } from "../../configs/risk.ts";
import { recommendations, scoredCustomers } from "../../configs/scored-tables.ts";
import type { StepSummary } from "../../runtime/step.ts";
import { CUSTOMERS, Lake, UNLABELLED } from "./lake.ts";

const lake = new Lake();
let summary: StepSummary = {};

beforeAll(async () => {
  await lake.prepare();
  summary = await lake.score("gold", "scored");
});

const scored = (sql: string) =>
  lake.rows("scored", `${sql.replaceAll("FROM scored", "FROM '$folder/scored_customers.parquet'")}`);
const recommended = (sql: string) =>
  lake.rows(
    "scored",
    sql
      .replace("FROM recommended", "FROM '$folder/recommendations.parquet'")
      .replace("JOIN scored", "JOIN '$folder/scored_customers.parquet'"),
  );

describe("scored customers", () => {
  it("are all customers of gold, labelled or not, with the contract's columns (D4)", async () => {
    expect(summary["customers"]).toBe(CUSTOMERS);
    const [counts] = await scored(
      "SELECT count(*)::INT AS n, count(churn_actual)::INT AS labelled, count(churn_proba)::INT AS scores FROM scored",
    );
    expect(counts).toEqual({ n: CUSTOMERS, labelled: CUSTOMERS - UNLABELLED, scores: CUSTOMERS });
    const columns = await scored("SELECT column_name FROM (DESCRIBE SELECT * FROM scored)");
    expect(columns.map((row) => row["column_name"])).toEqual(scoredCustomers.columns.map(({ name }) => name));
  });

  it("stand with the highest risk first, equal ones by id", async () => {
    const rows = await scored("SELECT customer_id, churn_proba FROM scored");
    const sorted = rows.toSorted(
      (a, b) =>
        Number(b["churn_proba"]) - Number(a["churn_proba"]) ||
        String(a["customer_id"]).localeCompare(String(b["customer_id"])),
    );
    expect(rows).toEqual(sorted);
  });

  it("agree with their own columns: tier, prediction, loss, calibration", async () => {
    const tiers = riskTiers
      .toReversed()
      .map(({ from, label }) => `WHEN churn_proba >= ${from} THEN '${label}'`)
      .join(" ");
    const [faults] = await scored(
      `SELECT
         count(*) FILTER (risk_tier <> CASE ${tiers} END)::INT AS tiers,
         count(*) FILTER (expected_monthly_loss IS DISTINCT FROM
           CASE WHEN avg_monthly_margin IS NOT NULL THEN churn_proba * greatest(avg_monthly_margin, 0) END)::INT AS losses,
         (max(churn_proba) FILTER (churn_pred = 0) >= min(churn_proba) FILTER (churn_pred = 1)) AS mixed,
         (SELECT bool_and(churn_proba >= before)
            FROM (SELECT churn_proba, lag(churn_proba, 1, 0) OVER (ORDER BY churn_log_odds) AS before FROM scored)) AS monotone
       FROM scored`,
    );
    expect(faults).toEqual({ tiers: 0, losses: 0, mixed: false, monotone: true });
  });

  it("say which scores are in-sample, as the model's own split does", async () => {
    const parts = await scored(
      "SELECT model_part, count(*)::INT AS n, count(churn_actual)::INT AS labels FROM scored GROUP BY 1 ORDER BY 1",
    );
    const labelled = CUSTOMERS - UNLABELLED;
    const holdout = Number(parts.find((row) => row["model_part"] === "holdout")?.["n"]);
    expect(parts).toEqual([
      { model_part: "holdout", n: holdout, labels: holdout },
      { model_part: "train", n: labelled - holdout, labels: labelled - holdout },
      { model_part: "unseen", n: UNLABELLED, labels: 0 },
    ]);
    expect(holdout).toBeCloseTo(labelled * 0.2, -1);
  });

  it("keep an unknown margin unknown, and count it (D26)", async () => {
    const rows = await scored(
      "SELECT customer_id FROM (SELECT * FROM scored) WHERE expected_monthly_loss IS NULL ORDER BY customer_id",
    );
    expect(rows.map((row) => row["customer_id"])).toEqual(["C00001", "C00002"]);
    expect(summary["margin_unknown"]).toBe(2);
  });
});

describe("written recommendations", () => {
  it("have the contract's columns, one row per customer, in the order of the scores", async () => {
    const columns = await recommended("SELECT column_name FROM (DESCRIBE SELECT * FROM recommended)");
    expect(columns.map((row) => row["column_name"])).toEqual(recommendations.columns.map(({ name }) => name));
    const ids = await recommended("SELECT customer_id FROM recommended");
    expect(ids).toEqual(await scored("SELECT customer_id FROM scored"));
  });

  it("hold every guardrail, checked in SQL", async () => {
    const [faults] = await recommended(
      `SELECT
         count(*) FILTER (action <> 'no_offer' AND NOT expected_margin_impact > 0)::INT AS unpaid,
         count(*) FILTER (action <> 'no_offer' AND control_group = 1)::INT AS control,
         count(*) FILTER (action <> 'no_offer' AND NOT coalesce(avg_monthly_margin > 0, false))::INT AS margins,
         count(*) FILTER (action = 'no_offer' AND (expected_margin_impact <> 0 OR offer_cost <> 0))::INT AS sums,
         count(*) FILTER (action <> tier_action AND timing_window <> 'none')::INT AS timings,
         count(*) FILTER (len(reason_codes) = 0)::INT AS reasons,
         count(*) FILTER (risk_score <> churn_proba OR recommended.risk_tier <> scored.risk_tier)::INT AS scores
       FROM recommended recommended JOIN scored scored USING (customer_id)`,
    );
    expect(faults).toEqual({ unpaid: 0, control: 0, margins: 0, sums: 0, timings: 0, reasons: 0, scores: 0 });
  });

  it("follow D27's formula, worked in SQL from the settings in force", async () => {
    // Save rate 0.3 over 12 months; 25, 15 and 5 % of the margin for 12 months.
    const [differences] = await recommended(
      `SELECT max(abs(tier_impact - CASE tier_action WHEN 'no_offer' THEN 0 ELSE
           risk_score * 0.3 * avg_monthly_margin * 12
           - CASE tier_action WHEN 'offer_large' THEN 0.25 WHEN 'offer_medium' THEN 0.15 ELSE 0.05 END
             * greatest(avg_monthly_margin, 0) * 12 END)) AS most, count(tier_impact)::INT AS known
       FROM recommended JOIN scored USING (customer_id)`,
    );
    expect(differences?.["most"]).toBeLessThan(1e-9);
    expect(differences?.["known"]).toBe(CUSTOMERS - 2);
  });

  it("occur in every kind on this data, and the facts count them", async () => {
    for (const action of ["no_offer", "offer_small", "offer_medium", "offer_large"]) {
      const [row] = await recommended(
        `SELECT count(*) FILTER (action = '${action}')::INT AS n FROM recommended`,
      );
      expect(row?.["n"]).toBe(summary[`action_${action}`]);
      expect(row?.["n"]).toBeGreaterThan(0);
    }
    expect(summary["withheld_no_offer_negative_margin"]).toBeGreaterThan(0);
    expect(summary["withheld_control_group"]).toBeGreaterThan(0);
    const tiers = riskTiers.map(({ id }) => Number(summary[`tier_${id}`]));
    expect(tiers.reduce((sum, count) => sum + count, 0)).toBe(CUSTOMERS);
  });

  it("name the model's strongest drivers: negative sentiment, which the data was made with, where it is", async () => {
    // Gold has the customer's truth; the first code after tier and segment that starts with driver_ is the strongest.
    const [row] = await lake.rows(
      "",
      `SELECT count(*)::INT AS n, count(*) FILTER (
           list_filter(reason_codes, code -> starts_with(code, 'driver_'))[1] = 'driver_is_negative_sentiment')::INT AS first
       FROM '$folder/scored/recommendations.parquet' JOIN '$folder/gold/gold_master.parquet' USING (customer_id)
       WHERE is_negative_sentiment = 1`,
    );
    expect(Number(row?.["n"])).toBeGreaterThan(50);
    expect(row?.["first"]).toBe(row?.["n"]);
    const [others] = await lake.rows(
      "",
      `SELECT count(*)::INT AS n FROM '$folder/scored/recommendations.parquet'
       JOIN '$folder/gold/gold_master.parquet' USING (customer_id)
       WHERE is_negative_sentiment = 0 AND list_contains(reason_codes, 'driver_is_negative_sentiment')`,
    );
    expect(others?.["n"]).toBe(0);
  });
});

describe("the step", () => {
  it("writes the same bytes again, and with two threads", async () => {
    await lake.score("gold", "again");
    await lake.score("gold", "threads", {
      parameters: { threads: 2, seed: 7 },
    });
    expect(lake.digests("again")).toEqual(lake.digests("scored"));
    expect(lake.digests("threads")).toEqual(lake.digests("scored"));
  });

  it("keeps every other customer's row when a customer goes", async () => {
    await lake.rewriteGold("smaller", "customer_id AS customer_id", "gold");
    await lake.rows(
      "smaller",
      `COPY (SELECT * FROM '$folder/gold_master.parquet' WHERE customer_id <> 'C00500')
       TO '$folder/gold_master.parquet' (FORMAT parquet, KV_METADATA { as_of: '2024-12-31' })`,
    );
    await lake.score("smaller", "fewer");
    const all = "SELECT * FROM '$folder/recommendations.parquet' WHERE customer_id <> 'C00500'";
    expect(await lake.rows("fewer", all)).toEqual(await lake.rows("scored", all));
  });

  it("refuses a gold master without a feature of the champion (D19)", async () => {
    await lake.rewriteGold("renamed", "customer_id AS customer_id");
    await lake.rows(
      "renamed",
      `COPY (SELECT * EXCLUDE (tenure_months) FROM '$folder/gold_master.parquet')
       TO '$folder/gold_master.parquet' (FORMAT parquet, KV_METADATA { as_of: '2024-12-31' })`,
    );
    await expect(lake.score("renamed", "none")).rejects.toThrow("gold_master has no column tenure_months");
    expect(existsSync(join(lake.folder("none"), "scored_customers.parquet"))).toBe(false);
  });

  it("stops when the run is cancelled", async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(lake.score("gold", "cancelled", { signal: controller.signal })).rejects.toThrow("cancelled");
  });

  it("reports its progress over all customers", async () => {
    const events: number[] = [];
    await lake.score("gold", "watched", {
      progress: ({ done, total }) => {
        events.push(done);
        expect(total).toBe(CUSTOMERS);
      },
    });
    expect(events.at(-1)).toBe(CUSTOMERS);
  });
});
