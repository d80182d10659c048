import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { z } from "zod";
import { experiments, featuresOf, isExperimentName } from "../../configs/features.ts";
import { modelPolicy } from "../../configs/model-policy.ts";
import { table } from "../../runtime/cli/table.ts";
import { InputError } from "../../runtime/errors.ts";
import type { Estimate } from "../../runtime/model/metrics/estimate.ts";
import { metricEstimates } from "../../runtime/model/metrics/metrics.ts";
import {
  type OriginalProcedure,
  originalProcedureSchema,
  replayOriginalProcedure,
} from "../../runtime/model/original-procedure.ts";
import { holdoutOf, trainingSetOf } from "../../runtime/model/training-set.ts";
import { type ChampionOfLake, championOf } from "../support/champion-of.ts";

const HELP = `node test/bench/original.ts --lake LAKE

The procedure of the system before beside ours, on the same customers of a lake's published run: what each promised of
precision and recall, what each kept on the holdout, and how far its probabilities can be believed. It comes from the
champion's evaluation, or is replayed where that is of before it was written down (two trainings).

  --lake <folder>   a lake on this machine, which is only read
  --threads <n>     trainings at the same time (all of the machine's)
`;

const { values: options } = parseArgs({
  options: {
    lake: { type: "string" },
    threads: { type: "string", default: String(availableParallelism()) },
    help: { type: "boolean", default: false },
  },
});

/** An evaluation of any version: of before the original's procedure was replayed, too. */
const evaluationSchema = z.object({ originalProcedure: originalProcedureSchema.nullish() });

const text = ({ value, low, high }: Estimate) => `${share(value)}  (${share(low)} to ${share(high)})`;
const share = (value: number) => value.toFixed(4);

/** From the evaluation where it is there, else replayed with the trees and the folds of the champion. */
async function procedureOf(
  { artifact, gold, split, evaluationFile }: ChampionOfLake,
  threads: number,
): Promise<{ readonly procedure: OriginalProcedure; readonly source: string }> {
  const { originalProcedure } = evaluationSchema.parse(JSON.parse(readFileSync(evaluationFile, "utf8")));
  if (originalProcedure) return { procedure: originalProcedure, source: "from the champion's evaluation" };
  const { recipe, experiment, seed } = artifact;
  if (!isExperimentName(experiment))
    throw new InputError(`The champion's experiment ${experiment} is none of ${Object.keys(experiments)}.`);
  if (recipe.algorithm !== "xgboost")
    throw new InputError("The champion grows no boosted trees, the only ones that the original knew.");
  return {
    procedure: await replayOriginalProcedure(
      trainingSetOf(gold, split),
      holdoutOf(gold, split),
      { recipe, features: featuresOf(experiment), weighting: "balanced" },
      modelPolicy,
      { seed, threads, signal: new AbortController().signal, onRound: () => undefined },
    ),
    source: "replayed now: the champion's evaluation has no replay",
  };
}

async function main(lake: string, threads: number): Promise<void> {
  const champion = await championOf(lake);
  const { artifact, scores, gold, split } = champion;
  const { procedure, source } = await procedureOf(champion, threads);
  const { labels } = holdoutOf(gold, split);
  const ours = metricEstimates(
    { probabilities: scores, labels },
    artifact.threshold,
    modelPolicy.calibration.bins,
    { ...modelPolicy.bootstrap, seed: artifact.seed },
  );
  const { promised, shipped, raw } = procedure;
  const rows = [
    ["threshold", share(procedure.threshold), share(artifact.threshold)],
    ["  chosen on", "raw scores of a model with a fifth less", "calibrated out-of-fold scores"],
    ["precision promised", share(promised.precision), share(artifact.outOfFold.precision)],
    ["precision kept", text(shipped.precision), text(ours.precision)],
    ["  shown on its dashboard", text(raw.precision), "the same"],
    ["recall promised", share(promised.recall), share(artifact.outOfFold.recall)],
    ["recall kept", text(shipped.recall), text(ours.recall)],
    ["  shown on its dashboard", text(raw.recall), "the same"],
    ["Brier score", text(shipped.brier), text(ours.brier)],
    ["calibration error", text(shipped.calibrationError), text(ours.calibrationError)],
    ["highest probability", share(procedure.highestProbability), share(Math.max(...scores))],
  ];
  console.log(
    `${labels.length} customers of the holdout; intervals of ${100 * modelPolicy.bootstrap.confidence} %; the original ${source}.\n`,
  );
  for (const line of table([{ title: "" }, { title: "the system before" }, { title: "ours" }], rows))
    console.log(line);
}

if (options.help || options.lake === undefined) {
  process.stdout.write(HELP);
  process.exitCode = options.help ? 0 : 2;
} else await main(options.lake, Number(options.threads));
