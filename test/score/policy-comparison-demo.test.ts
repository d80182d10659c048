import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { offerPolicy } from "../../configs/offers.ts";
import { riskTiers } from "../../configs/risk.ts";
import { makeDemo } from "../../runtime/demo/index.ts";
import { type Evaluation, readEvaluation } from "../../runtime/model/evaluation.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { sharedFolder } from "../support/folders.ts";
import { outcomeOf, spanishgas } from "../support/journey.ts";

/** The comparison of policies as the pipeline makes it, on a small demo with the demo's own labels. */

const root = sharedFolder("spanishgas-policies-");
const lake = join(root, "lake");
let run = "";
let evaluation: Evaluation;

beforeAll(async () => {
  const raw = join(root, "raw");
  await makeDemo({ out: raw, customers: 800, seed: 7, threads: 2 });
  // The gate may refuse a model of so few customers; it is judged all the same.
  run = outcomeOf(await spanishgas("run", "--raw", raw, "--lake", lake, "--json")).run_id;
  evaluation = await readEvaluation(join(lake, "models", run, "evaluation"));
}, 300_000);

type Tried = Evaluation["policies"]["sensitivity"][number];
const of = ({ policies }: Tried, name: string) => {
  const found = policies.find(({ policy }) => policy === name);
  if (found === undefined) throw new Error(`There is no policy ${name}.`);
  return found;
};

const sumsSchema = z.object({
  tier_rule: z.number(),
  threshold: z.number(),
  impact: z.number(),
  impact_offers: z.number(),
});

/** The same sums by the database, from the tables of the run. */
async function summedUp(engine: Engine, { saveRate, horizonMonths }: Tried) {
  const { costShares, offerMonths } = offerPolicy;
  const share = `CASE ${riskTiers
    .toReversed()
    .map(({ from, action }) => `WHEN p >= ${from} THEN ${costShares[action]}`)
    .join(" ")} END`;
  const value = (cost: string) =>
    `(y * ${saveRate} * m * ${horizonMonths} - ${cost} * greatest(m, 0) * ${offerMonths})`;
  const paid = `p >= 0.4 AND m >= 0 AND p * ${saveRate} * m * ${horizonMonths} - (${share}) * m * ${offerMonths} > 0`;
  const read = (path: string) => `read_parquet(${literal(join(lake, path))})`;
  const row = await engine.row(
    `WITH holdout AS (
       SELECT h.churn_proba AS p, h.churn AS y, g.avg_monthly_margin AS m
       FROM ${read(`models/${run}/evaluation/holdout_scores.parquet`)} h
       JOIN ${read(`gold/${run}/gold_master.parquet`)} g USING (customer_id)
       WHERE g.avg_monthly_margin IS NOT NULL)
     SELECT coalesce(sum(${value(share)}) FILTER (p >= 0.4 AND m >= 0), 0)::DOUBLE AS tier_rule,
       coalesce(sum(${value("0.15")}) FILTER (p >= ${evaluation.threshold}), 0)::DOUBLE AS threshold,
       coalesce(sum(${value(share)}) FILTER (${paid}), 0)::DOUBLE AS impact,
       (count(*) FILTER (${paid}))::DOUBLE AS impact_offers
     FROM holdout`,
  );
  return sumsSchema.parse(row);
}

describe("the evaluation of a demo's model compares policies", () => {
  it("as sums over its holdout's rows, under every assumption", async () => {
    using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: join(root, "scratch") });
    const { sensitivity, customers, assumptions } = evaluation.policies;
    expect(customers).toBe(evaluation.holdout.rows);
    expect(assumptions).toMatchObject({ saveRate: 0.3, horizonMonths: 12, threshold: evaluation.threshold });
    expect(sensitivity).toHaveLength(30);
    for (const tried of sensitivity) {
      const sums = await summedUp(engine, tried);
      for (const name of ["tier_rule", "threshold", "impact"] as const)
        expect(of(tried, name).valueEur.value, name).toBeCloseTo(sums[name], 6);
      expect(of(tried, "impact").offers).toBe(sums.impact_offers);
    }
  });

  it("with offers by expected gain nowhere worse than the tier rule, and better where costs matter", () => {
    for (const tried of evaluation.policies.sensitivity) {
      const what = `save rate ${tried.saveRate}, ${tried.horizonMonths} months`;
      const ahead = of(tried, "impact").toTierRuleEur;
      expect(of(tried, "tier_rule").offers).toBeGreaterThan(5);
      expect(ahead?.value, what).toBeGreaterThanOrEqual(-1e-6);
      // At 5 % over a year not even a sure leaver's small offer pays: 0.05 of the margin may be kept, and it costs 0.05.
      if (tried.saveRate === 0.05 && tried.horizonMonths <= 12) {
        expect(of(tried, "impact").offers, what).toBe(0);
        expect(ahead?.low, what).toBeGreaterThan(0);
      }
    }
  });
});
