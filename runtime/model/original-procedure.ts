import { z } from "zod";
import type { ModelPolicy } from "../../configs/model-policy.ts";
import { Booster } from "../xgboost/index.ts";
import { fitSigmoid } from "./calibration/index.ts";
import { logistic } from "./calibration/logistic-fit.ts";
import { sigmoidOf } from "./calibration/sigmoid.ts";
import { type BootstrapOptions, bootstrap } from "./metrics/bootstrap.ts";
import { type Estimate, estimateSchema } from "./metrics/estimate.ts";
import { metricEstimates } from "./metrics/metrics.ts";
import { confusionAt, precision, recall } from "./metrics/operating-point.ts";
import { type Contestant, type FittingOptions, fitRows } from "./out-of-fold.ts";
import { chooseThreshold } from "./threshold.ts";
import { type LabelledRows, pickLabelled, type TrainingSet } from "./training-set.ts";
import { applyTransform } from "./transform.ts";

/**
 * The way in which the system that this one replaces calibrated its model and chose its threshold, replayed on the same
 * training part and holdout, to be held against ours (S1, S2, S3, S8).
 */
export const originalProcedureSchema = z.strictObject({
  /** Threshold on raw scores of a model trained without the validation rows. */
  threshold: z.number(),
  /** What that model does on the validation rows, at this threshold on raw scores: what was promised. */
  promised: z.strictObject({ precision: z.number(), recall: z.number() }),
  /** What the shipped model did on the holdout: the same threshold on its calibrated scores. */
  shipped: z.strictObject({
    precision: estimateSchema,
    recall: estimateSchema,
    brier: estimateSchema,
    calibrationError: estimateSchema,
  }),
  /** What it would have done on the holdout with raw scores: the figures that its dashboard showed. */
  raw: z.strictObject({ precision: estimateSchema, recall: estimateSchema }),
  /** Highest calibrated probability on the holdout: a sigmoid over probabilities cannot reach the ends. */
  highestProbability: z.number(),
});
export type OriginalProcedure = z.infer<typeof originalProcedureSchema>;

const RECALL_ASKED_FOR = 0.7;
/** The fold that stands for the original's validation rows: a fifth of the training part, where it drew a quarter. */
const VALIDATION_FOLD = 0;

const rowsWhere = (folds: readonly number[], wanted: (fold: number) => boolean) =>
  folds.flatMap((fold, row) => (wanted(fold) ? [row] : []));

/** Probabilities of a model before any calibration. */
function rawScores({ transform, model }: Awaited<ReturnType<typeof fitRows>>, { gold }: LabelledRows) {
  using booster = Booster.load(model);
  return Float64Array.from(booster.margin(applyTransform(transform, gold).matrix), logistic);
}

/** Precision and recall at a threshold, with intervals. */
function operatingPoint(
  threshold: number,
  scores: Float64Array,
  labels: Uint8Array,
  options: BootstrapOptions,
): { readonly precision: Estimate; readonly recall: Estimate } {
  const [precise, recalled] = bootstrap(
    labels,
    (counts) => {
      const confusion = confusionAt(threshold, scores, labels, counts);
      return [precision(confusion), recall(confusion)];
    },
    options,
  );
  if (precise === undefined || recalled === undefined) throw new Error("The bootstrap left out a figure.");
  return { precision: precise, recall: recalled };
}

/**
 * Replays the original procedure (spec/model.md, 5 to 8), step by step and with its faults: the sigmoid is fitted on
 * probabilities of rows that the model was trained on; the threshold is chosen on the raw scores of another model; it is
 * then applied to calibrated scores. Trees and matrix are ours, so that the procedure alone differs.
 *
 * @param contestant with churners and others balanced, as the original weighed them
 */
export async function replayOriginalProcedure(
  training: TrainingSet,
  holdout: LabelledRows,
  contestant: Contestant,
  policy: Pick<ModelPolicy, "bootstrap" | "calibration">,
  options: FittingOptions,
): Promise<OriginalProcedure> {
  const pick = (wanted: (fold: number) => boolean) =>
    pickLabelled(training.gold, rowsWhere(training.folds, wanted));
  const validation = pick((fold) => fold === VALIDATION_FOLD);
  const [whole, part] = await Promise.all([
    fitRows(training, contestant, options),
    fitRows(
      pick((fold) => fold !== VALIDATION_FOLD),
      contestant,
      options,
    ),
  ]);
  const sigmoid = fitSigmoid(rawScores(whole, validation), validation.labels);
  const { threshold, ...promised } = chooseThreshold(
    rawScores(part, validation),
    validation.labels,
    RECALL_ASKED_FOR,
  );
  const raw = rawScores(whole, holdout);
  const calibrated = raw.map((score) => sigmoidOf(sigmoid, score));
  const drawing = { ...policy.bootstrap, seed: options.seed };
  const { brier, calibrationError, ...rest } = metricEstimates(
    { probabilities: calibrated, labels: holdout.labels },
    threshold,
    policy.calibration.bins,
    drawing,
  );
  return originalProcedureSchema.parse({
    threshold,
    promised,
    shipped: { precision: rest.precision, recall: rest.recall, brier, calibrationError },
    raw: operatingPoint(threshold, raw, holdout.labels, drawing),
    highestProbability: calibrated.reduce((highest, value) => Math.max(highest, value), 0),
  });
}
