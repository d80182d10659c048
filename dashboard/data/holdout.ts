import { z } from "zod";
import type { OpenRun } from "../lake/open-run.ts";
import {
  type CurvePoint,
  gainCurve,
  outcomesOf,
  precisionRecallCurve,
  rocCurve,
  type ScoredOutcomes,
  thinned,
} from "./curves.ts";
import { oncePerRun } from "./once-per-run.ts";
import { type ReliabilityBin, reliabilityBins } from "./reliability.ts";

/** Rows of the table behind a curve. */
const LISTED = 21;

/** Points of a curve: so many as a drawing can tell apart, and so many as a reader wants in a table. */
export interface Curve {
  readonly drawn: readonly CurvePoint[];
  readonly listed: readonly CurvePoint[];
}

function curveOf(points: readonly CurvePoint[]): Curve {
  return { drawn: thinned(points), listed: thinned(points, LISTED) };
}

/** What the shipped model said of the customers that were kept away from its training, and what they did. */
export interface Holdout extends ScoredOutcomes {
  /** Of the evaluation itself; or, for runs from before it kept them, the same customers among all scored ones. */
  readonly from: "evaluation" | "scores";
  readonly reliability: readonly ReliabilityBin[];
  readonly precisionRecall: Curve;
  readonly roc: Curve;
  readonly gain: Curve;
}

const columnsSchema = z.object({
  probabilities: z.array(z.number()).nullable(),
  labels: z.array(z.number()).nullable(),
});

const EVALUATED = "SELECT customer_id, churn_proba, churn::INTEGER AS churn FROM holdout_scores";
const SCORED = `SELECT customer_id, churn_proba, churn_actual::INTEGER AS churn FROM customers
  WHERE model_part = 'holdout' AND churn_actual IS NOT NULL`;

/**
 * The holdout of a run's model. As columns: a row for each customer would cost more than all that follows.
 * @returns undefined where the run holds none, or only customers of one outcome, of whom no curve can be drawn
 */
export const holdoutOf = oncePerRun(async ({ database, files }: OpenRun): Promise<Holdout | undefined> => {
  const from = files.holdout === undefined ? "scores" : "evaluation";
  const { probabilities, labels } = columnsSchema.parse(
    await database.row(
      `SELECT list(churn_proba ORDER BY customer_id) AS probabilities, list(churn ORDER BY customer_id) AS labels
       FROM (${from === "evaluation" ? EVALUATED : SCORED})`,
    ),
  );
  if (probabilities === null || labels === null) return undefined;
  const scored = { probabilities, labels };
  const outcomes = outcomesOf(scored);
  const { rows, churners } = outcomes;
  if (churners === 0 || churners === rows) return undefined;
  return {
    ...outcomes,
    from,
    reliability: reliabilityBins(scored),
    precisionRecall: curveOf(precisionRecallCurve(outcomes)),
    roc: curveOf(rocCurve(outcomes)),
    gain: curveOf(gainCurve(outcomes)),
  };
});
