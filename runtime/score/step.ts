import { explanations } from "../../configs/explanation-tables.ts";
import { offerPolicy } from "../../configs/offers.ts";
import type { ModelPart } from "../../configs/scored-tables.ts";
import { throwIfCancelled } from "../errors.ts";
import { ImportanceSums } from "../explain/importance.ts";
import { loadModel } from "../model/artifact.ts";
import { readFolds } from "../model/artifact-tables.ts";
import { goldAsOf, readGold } from "../model/gold-columns.ts";
import { refuseWithoutSentiment } from "../model/sentiment-fallback.ts";
import { inputFolder, outputFolder, type Step } from "../step.ts";
import { openRows } from "../table/append-rows.ts";
import { Engine } from "../table/engine.ts";
import { recommend } from "./recommend.ts";
import { CARRIED_COLUMNS, scoreCustomers } from "./score-customers.ts";
import { scoringFacts } from "./summary.ts";
import { explanationRows, writeExplanations } from "./write-explanations.ts";
import { writeScores } from "./write-scores.ts";

/**
 * Scores every customer of the gold master with the champion, explains the scores and recommends what to do: writes
 * `scored_customers.parquet`, `recommendations.parquet`, `explanations.parquet` and `importance.parquet`.
 *
 * @throws ContractError when the gold master lacks a feature of the champion (D19).
 * @throws InputError when the champion reads the tone of conversations and nobody has judged it (D18).
 */
export const score: Step = async (context) => {
  const goldFolder = inputFolder(context, "gold");
  const championFolder = inputFolder(context, "champion");
  const folder = outputFolder(context, "scored");

  using model = await loadModel(championFolder, { threads: context.parameters.threads });
  using engine = await Engine.forStep(context);
  const asOf = await goldAsOf(engine, goldFolder);
  await refuseWithoutSentiment(engine, goldFolder, model.artifact);
  const columns = [...new Set([...model.artifact.features, ...CARRIED_COLUMNS])];
  const gold = await readGold(engine, goldFolder, columns);
  const folds = await readFolds(engine, championFolder);
  const partOf = new Map<string, ModelPart>(folds.map(({ customerId, part }) => [customerId, part]));

  const total = gold.customerId.length;
  const explained = await openRows(engine, explanations);
  const sums = new ImportanceSums();
  const scores = await scoreCustomers(model, gold, partOf, async (some, done) => {
    throwIfCancelled(context.signal);
    await explained.add(explanationRows(some));
    sums.add(some.gold, some.attributions);
    context.progress({ task: "Scoring", done, total, unit: "customers" });
  });
  const decisions = scores.map((each) => ({ score: each, recommendation: recommend(each, offerPolicy) }));
  await writeScores(engine, { folder, asOf, decisions });
  await writeExplanations(engine, {
    folder,
    asOf,
    explained: explained.relation,
    importanceRows: sums.rows(),
  });
  return { as_of: asOf, model_as_of: model.artifact.asOf, ...scoringFacts(decisions) };
};
