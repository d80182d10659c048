import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { advices } from "../../configs/drift-advice.ts";
import { features } from "../../configs/features.ts";
import { driftFeatures } from "../../configs/monitoring-tables.ts";
import type { StepSummary } from "../../runtime/step.ts";
import { CUSTOMERS, Lake, UNLABELLED } from "../score/lake.ts";

const lake = new Lake();

const figure = z.looseObject({ value: z.number(), low: z.number(), high: z.number() });
/** The parts of `drift.json` that these tests look at. */
const reportSchema = z.looseObject({
  verdict: z.enum(["none", "watch", "critical"]),
  summary: z.string(),
  as_of: z.string(),
  reference_as_of: z.string(),
  features_drifted: z.int(),
  advice: z.looseObject({ verdict: z.enum(advices), sentence: z.string() }),
  performance: z.looseObject({ status: z.string(), customers: z.int(), pr_auc: figure.nullable() }),
  realised: z.looseObject({
    status: z.string(),
    customers: z.int(),
    labelled: z.int(),
    tiers: z.array(z.looseObject({ customers: z.int(), churners: z.int() })),
  }),
  prediction: z.looseObject({ status: z.string() }),
  features: z.array(
    z.looseObject({ feature: z.string(), status: z.string(), unseen_levels: z.array(z.string()) }),
  ),
});
const reportOf = (monitoring: string) =>
  reportSchema.parse(JSON.parse(readFileSync(join(lake.folder(monitoring), "drift.json"), "utf8")));

/** Scores a changed gold master and looks for drift. */
async function afterChange(name: string, replacements: string): Promise<StepSummary> {
  await lake.rewriteGold(`${name}-gold`, replacements);
  await lake.score(`${name}-gold`, `${name}-scored`);
  return await lake.drift(`${name}-gold`, `${name}-scored`, name);
}

let first: StepSummary = {};
beforeAll(async () => {
  await lake.prepare();
  await lake.score("gold", "scored");
  first = await lake.drift("gold", "scored", "first");
});

describe("drift of a model just trained", () => {
  it("is none: its training rows are part of the customers scored", () => {
    expect(first).toMatchObject({ verdict: "none", features_compared: 56, features_drifted: 0 });
    expect(reportOf("first")).toMatchObject({
      verdict: "none",
      as_of: "2024-12-31",
      reference_as_of: "2024-12-31",
      features_drifted: 0,
      prediction: { status: "stable" },
      summary:
        "No drift: all 56 model inputs and the scores look like the champion's training rows of 2024-12-31.",
    });
  });

  it("is written feature by feature, in the contract's columns, the score among them", async () => {
    const rows = await lake.rows(
      "first",
      "SELECT feature, role, kind, current_rows FROM '$folder/drift_features.parquet'",
    );
    const inputs = features.filter(({ tier }) => tier !== "1B").map(({ name }) => name);
    expect(rows.map((row) => row["feature"])).toEqual([...inputs, "churn_proba"].sort());
    expect(rows.filter((row) => row["role"] === "score")).toEqual([
      { feature: "churn_proba", role: "score", kind: "numeric", current_rows: CUSTOMERS },
    ]);
    const columns = await lake.rows(
      "first",
      "SELECT column_name FROM (DESCRIBE SELECT * FROM '$folder/drift_features.parquet')",
    );
    expect(columns.map((row) => row["column_name"])).toEqual(driftFeatures.columns.map(({ name }) => name));
  });

  it("comes with distributions that count every row that is not empty", async () => {
    const rows = await lake.rows(
      "first",
      `SELECT d.feature, sum(current_count)::INT AS counted, any_value(round(current_rows * (1 - current_missing)))::INT AS present,
         any_value(kind) AS kind
       FROM '$folder/drift_distributions.parquet' d JOIN '$folder/drift_features.parquet' f USING (feature) GROUP BY 1`,
    );
    expect(rows).toHaveLength(57);
    for (const { counted, present, kind } of rows)
      expect(counted).toBe(kind === "numeric" ? present : CUSTOMERS);
  });

  it("is the same to the byte in another run, and with two threads", async () => {
    await lake.drift("gold", "scored", "second", { parameters: { threads: 2 } });
    expect(lake.digests("second")).toEqual(lake.digests("first"));
  });
});

it("is none of a model that tells customers apart well: out-of-fold scores are not those of the refit", async () => {
  const separated = new Lake();
  await separated.prepare({
    features: (values, churn) =>
      values.set("std_margin", (churn ?? 0) * 6 + Number(values.get("std_margin") ?? 5) * 0.5),
  });
  await separated.score("gold", "scored");
  const facts = await separated.drift("gold", "scored", "own");
  expect(facts).toMatchObject({ verdict: "none", prediction_status: "stable" });
  expect(facts["prediction_psi"]).toBeLessThan(0.02);
});

describe("drift of changed customers", () => {
  it("finds one numeric input that moved, and names it", async () => {
    // Uniform on 0 to 10 has a deviation of 2.89: 1 more is 0.35 of it.
    const facts = await afterChange("shifted", "tenure_months + 1 AS tenure_months");
    expect(facts).toMatchObject({ verdict: "critical", features_drifted: 1 });
    expect(reportOf("shifted").summary).toBe(
      "Critical: 1 of 56 model inputs (tenure_months) moved far away from the champion's training rows of 2024-12-31.",
    );
  });

  it("finds levels that the training never had, and reports them", async () => {
    const facts = await afterChange(
      "levels",
      "CASE WHEN sales_channel = 'alpha' THEN 'fax' ELSE sales_channel END AS sales_channel",
    );
    expect(facts).toMatchObject({
      verdict: "critical",
      features_drifted: 1,
      features_with_unseen_levels: 1,
    });
    const channel = reportOf("levels").features.find(({ feature }) => feature === "sales_channel");
    expect(channel).toMatchObject({ status: "critical", unseen_levels: ["fax"] });
  });

  it("finds a column that went empty", async () => {
    const facts = await afterChange("empty", "NULL::DOUBLE AS std_margin");
    expect(facts).toMatchObject({ verdict: "critical", features_drifted: 1 });
  });

  it("finds scores that moved with the inputs", async () => {
    const facts = await afterChange("scores", "1::TINYINT AS is_negative_sentiment");
    expect(facts).toMatchObject({ verdict: "critical", features_drifted: 1, prediction_status: "critical" });
    expect(reportOf("scores").summary).toContain("(is_negative_sentiment) and the scores moved");
  });
});

describe("the model on customers it has not seen", () => {
  // 228 of the holdout, and those whose label was not known.
  const UNSEEN = 228 + UNLABELLED;
  /** The label, where nobody knew it at the training as this says: who sounds unhappy leaves, by the made-up law. */
  const arrived = (label: string) => `coalesce(churn, ${label})::TINYINT`;

  it("is estimated from the scores; the labels of its training are no churn that came", () => {
    expect(first).toMatchObject({ advice: "ignore", realised_churn: "unknown" });
    expect(first["advice_sentence"]).toContain("no churn that came can be compared yet");
    const { advice, performance, realised } = reportOf("first");
    expect(advice.verdict).toBe("ignore");
    expect(advice.sentence).toBe(first["advice_sentence"]);
    expect(performance).toMatchObject({ status: "holds", customers: UNSEEN });
    expect(performance.pr_auc?.value).toBe(first["expected_pr_auc"]);
    expect(realised).toMatchObject({ status: "unknown", customers: UNLABELLED, labelled: 0, tiers: [] });
  });

  it("is compared with the labels that have come since", async () => {
    const facts = await afterChange("arrived", `${arrived("is_negative_sentiment")} AS churn`);
    expect(facts).toMatchObject({ advice: "ignore", realised_churn: "agrees" });
    const { realised } = reportOf("arrived");
    expect(realised).toMatchObject({ customers: UNLABELLED, labelled: UNLABELLED });
    expect(realised.tiers.reduce((sum, { customers }) => sum + customers, 0)).toBe(UNLABELLED);
  });

  it("is not judged by the first reports of churn beside the labels of its training", async () => {
    const facts = await afterChange("reports", `${arrived("nullif(is_negative_sentiment, 0)")} AS churn`);
    expect(facts).toMatchObject({ advice: "ignore", realised_churn: "unknown" });
    expect(reportOf("reports").realised.labelled).toBeGreaterThan(0);
  });

  it("needs no label to be estimated, and is compared with none", async () => {
    const facts = await afterChange("unlabelled", "NULL::TINYINT AS churn");
    expect(facts).toMatchObject({ advice: "ignore", realised_churn: "unknown" });
    const report = reportOf("unlabelled");
    expect(report.performance).toEqual(reportOf("first").performance);
    expect(report.realised).toMatchObject({ status: "unknown", labelled: 0, tiers: [] });
  });

  it("is to be trained again where others churn than the scores said, though nothing has moved", async () => {
    const facts = await afterChange("turned", `${arrived("1 - is_negative_sentiment")} AS churn`);
    expect(facts).toMatchObject({ verdict: "none", advice: "retrain", realised_churn: "off" });
  });

  it("is to be watched where its best input is gone and nobody knows yet who churned", async () => {
    const facts = await afterChange("blind", "0::TINYINT AS is_negative_sentiment, NULL::TINYINT AS churn");
    expect(facts).toMatchObject({ verdict: "watch", features_drifted: 1, advice: "watch" });
    // Few are expected to churn by what is left: too few for an estimate.
    expect(reportOf("blind").performance).toMatchObject({ status: "unknown", pr_auc: null });
  });
});

describe("the step", () => {
  it("stops when the run is cancelled", async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(lake.drift("gold", "scored", "cancelled", { signal: controller.signal })).rejects.toThrow(
      "cancelled",
    );
  });
});
