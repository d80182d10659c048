import { dirname } from "node:path";
import { z } from "zod";
import { explanationPolicy } from "../../configs/explanations.ts";
import { goldMaster } from "../../configs/gold-tables.ts";
import type { IsoDate } from "../../configs/names.ts";
import { actions, timingWindows } from "../../configs/risk.ts";
import { recommendations, scoredCustomers } from "../../configs/scored-tables.ts";
import { InputError } from "../errors.ts";
import { loadModel } from "../model/artifact.ts";
import { calibrate } from "../model/calibration/index.ts";
import { readGold } from "../model/gold-columns.ts";
import type { Driver, Drivers } from "../score/drivers.ts";
import { explainRows } from "../score/score-rows.ts";
import { type Engine, literal } from "../table/engine.ts";
import { asOfOf } from "../table/read-table.ts";
import type { Scalar } from "../table/scalar.ts";
import { attributionsIn } from "./attributions.ts";
import type { PublishedRun } from "./published-run.ts";

const scoreSchema = z.object({
  customer_id: z.string(),
  churn_proba: z.number(),
  churn_log_odds: z.number(),
  risk_tier: z.string(),
});
const recommendationSchema = z.object({
  action: z.enum(actions),
  timing_window: z.enum(timingWindows),
  reason_codes: z.array(z.string()),
});

/** One customer's score of the published run, and all that it is made of. */
export interface CustomerExplanation {
  readonly score: z.infer<typeof scoreSchema>;
  readonly recommendation: z.infer<typeof recommendationSchema>;
  readonly asOf: IsoDate;
  /** Where every customer starts (`Attributions.base`), and the calibrated probability that this stands for. */
  readonly base: { readonly logOdds: number; readonly probability: number };
  /** Share of the customers that the model was trained on who left. */
  readonly churnRate: number;
  /** Of every feature, the largest effect first; with the base they sum to the score's log-odds. */
  readonly contributions: readonly (Driver & { readonly value: Scalar })[];
  readonly strongest: Drivers;
}

/** Ids that an unknown one may have been meant for. */
const SUGGESTED = 3;

/**
 * Explains the score of one customer, whatever the case of the id, from the model that gave it.
 * @throws InputError when there is no such customer; the message names the ids nearest to it
 * @throws Error when model and gold master give another score than the one that was published
 */
export async function explainCustomer(
  published: PublishedRun,
  engine: Engine,
  asked: string,
  threads: number,
): Promise<CustomerExplanation> {
  const scored = await published.table("scored", scoredCustomers);
  const score = await scoreOf(engine, scored, asked.trim());
  const recommended = await published.table("scored", recommendations);
  const recommendation = recommendationSchema.parse(
    await engine.row(
      `SELECT action, timing_window, reason_codes FROM read_parquet(${literal(recommended)}) WHERE customer_id = $id`,
      { id: score.customer_id },
    ),
  );
  const goldFolder = dirname(await published.table("gold", goldMaster));
  using model = await loadModel(await published.artifact(), { threads });
  const { features, training, calibrator } = model.artifact;
  const gold = await readGold(engine, goldFolder, features, score.customer_id);
  const { scores, strongest, attributions } = explainRows(model, gold);
  const [own] = strongest;
  const logOdds = scores[0]?.logOdds ?? Number.NaN;
  if (own === undefined || !(Math.abs(logOdds - score.churn_log_odds) <= explanationPolicy.rounding))
    throw new Error(
      `Model ${published.model} and the gold master of run ${published.run} give another score than the run ` +
        "published: one of them was changed. Run the pipeline again.",
    );
  const values = attributionsIn(attributions, 0);
  return {
    score,
    recommendation,
    asOf: await asOfOf(engine, scoredCustomers, dirname(scored)),
    base: { logOdds: attributions.base, probability: calibrate(calibrator, attributions.base) },
    churnRate: training.churners / training.rows,
    contributions: attributions.features
      .map((feature, place) => ({
        feature,
        contribution: values[place] ?? 0,
        value: gold.columns.get(feature)?.[0] ?? null,
      }))
      .sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution)),
    strongest: own,
  };
}

async function scoreOf(engine: Engine, file: string, asked: string): Promise<z.infer<typeof scoreSchema>> {
  const source = `read_parquet(${literal(file)})`;
  const [row] = await engine.rows(
    `SELECT ${Object.keys(scoreSchema.shape).join(", ")} FROM ${source}
     WHERE upper(customer_id) = upper($asked) ORDER BY customer_id = $asked DESC LIMIT 1`,
    { asked },
  );
  if (row !== undefined) return scoreSchema.parse(row);
  const near = await engine.rows(
    `SELECT customer_id FROM ${source} ORDER BY levenshtein(upper(customer_id), upper($asked)), customer_id LIMIT ${SUGGESTED}`,
    { asked },
  );
  const ids = near.map((each) => String(each["customer_id"])).join(", ");
  throw new InputError(
    `No customer of the published run has the id "${asked}"${ids === "" ? "" : `; nearest to it: ${ids}`}. ` +
      "Look the id up in customer_attributes or on the dashboard.",
  );
}
