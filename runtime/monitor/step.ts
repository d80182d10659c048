import { adviceLimits } from "../../configs/drift-advice.ts";
import { driftLimits } from "../../configs/drift-limits.ts";
import { featuresOf } from "../../configs/features.ts";
import { referenceTable } from "../../configs/model-tables.ts";
import { SCORE_NAME } from "../../configs/monitoring-tables.ts";
import { scoredCustomers } from "../../configs/scored-tables.ts";
import { throwIfCancelled } from "../errors.ts";
import { loadModel } from "../model/artifact.ts";
import { goldAsOf, readGold } from "../model/gold-columns.ts";
import { inputFolder, outputFolder, type Step } from "../step.ts";
import { Engine } from "../table/engine.ts";
import { compareFeature } from "./compare.ts";
import { judge } from "./judge.ts";
import { estimatePerformance } from "./performance.ts";
import { readValues } from "./read-values.ts";
import { realisedChurn } from "./realised-churn.ts";
import { driftReport } from "./report.ts";
import { CUSTOMER_COLUMNS, unseenCustomers } from "./unseen-customers.ts";
import { writeDrift } from "./write-drift.ts";

/**
 * Compares the champion's inputs and scores now with its training rows (D29), estimates from the scores how well it does
 * now, and compares with the churn that came where that is known (D30): writes `drift.json`, `drift_features.parquet` and
 * `drift_distributions.parquet`.
 *
 * The reference scores are out of fold: each is by a model that had not seen the customer. Those of now are by the model
 * that was refitted on all training rows, so that most are in-sample (the scoring's `scored_train` counts them). The
 * score's bins (`scoreCuts`) are wide enough for that not to look like drift.
 */
export const drift: Step = async (context) => {
  const goldFolder = inputFolder(context, "gold");
  const scoredFolder = inputFolder(context, "scored");
  const championFolder = inputFolder(context, "champion");
  const folder = outputFolder(context, "monitoring");

  using model = await loadModel(championFolder);
  const { experiment, asOf: referenceAsOf, threshold, outOfFold } = model.artifact;
  using engine = await Engine.forStep(context);
  const asOf = await goldAsOf(engine, goldFolder);
  const features = featuresOf(experiment);
  const names = features.map(({ name }) => name);
  const gold = await readGold(engine, goldFolder, names);
  const reference = await readValues(engine, referenceTable(experiment), championFolder, [
    ...names,
    SCORE_NAME,
    "churn",
  ]);
  const scores = await readValues(engine, scoredCustomers, scoredFolder, CUSTOMER_COLUMNS);

  const total = features.length + 1;
  const inputs = features.map((feature, index) => {
    throwIfCancelled(context.signal);
    context.progress({ task: "Comparing", done: index + 1, total, unit: "features" });
    return compareFeature(feature, reference(feature.name), gold.columns.get(feature.name) ?? []);
  });
  const score = compareFeature(
    { name: SCORE_NAME, kind: "numeric" },
    reference(SCORE_NAME),
    scores(SCORE_NAME),
  );
  const judged = judge([...inputs, score], driftLimits);
  const prediction = judged.at(-1);
  if (prediction === undefined) throw new Error("The scores were not judged.");
  const judgedInputs = judged.slice(0, -1);
  const { holdout, unlabelled } = unseenCustomers(scores);
  const performance = estimatePerformance({
    scores: [...holdout, ...unlabelled].map(({ probability }) => probability),
    threshold,
    calibration: {
      probabilities: reference(SCORE_NAME).map(Number),
      labels: reference("churn").map(Number),
    },
    training: { precision: outOfFold.precision, recall: outOfFold.recall, pr_auc: outOfFold.prAuc },
    limits: adviceLimits.performance,
  });
  const report = driftReport({
    asOf,
    referenceAsOf,
    limits: driftLimits,
    features: judgedInputs,
    prediction,
    performance,
    realised: realisedChurn(unlabelled, adviceLimits.realised),
  });
  await writeDrift(engine, { folder, asOf, features: judgedInputs, prediction, report });
  return {
    as_of: asOf,
    reference_as_of: referenceAsOf,
    verdict: report.verdict,
    summary: report.summary,
    advice: report.advice.verdict,
    advice_sentence: report.advice.sentence,
    features_compared: report.features_compared,
    features_drifted: report.features_drifted,
    features_critical: report.features_critical,
    prediction_status: prediction.status,
    prediction_psi: prediction.psi,
    expected_pr_auc: performance.pr_auc?.value ?? null,
    realised_churn: report.realised.status,
    features_with_unseen_levels: judgedInputs.filter(({ unseen }) => unseen.levels.length > 0).length,
  };
};
