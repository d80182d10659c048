import { LEADERBOARD_FILE } from "../../configs/artifact.ts";
import type { ModelVersion } from "../../configs/names.ts";
import { places } from "../../configs/pipeline.ts";
import { InputError } from "../errors.ts";
import type { LakeTexts } from "../lake/lake.ts";
import {
  type EntryComparison,
  type HeldLeaderboard,
  type Leaderboard,
  leaderboardSchema,
} from "../model/leaderboard/schema.ts";
import { type CommandContext, printJson } from "./context.ts";
import { table } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** Reads the leaderboard of a model's training. @throws InputError when the model has none */
async function readFrom(lake: LakeTexts, version: ModelVersion): Promise<Leaderboard> {
  const key = `${places.candidate.replace("<run>", version)}${LEADERBOARD_FILE}`;
  const stored = await lake.read(key);
  if (stored === undefined)
    throw new InputError(
      `Model ${version} has no leaderboard (${key}): it is of before, or there is no such model. Train again.`,
    );
  return leaderboardSchema.parse(JSON.parse(stored.text));
}

/** `spanishgas models --leaderboard`: how all experiments and algorithms did where a model was trained. */
export async function showLeaderboard(
  lake: LakeTexts,
  version: ModelVersion,
  json: boolean,
  context: CommandContext,
): Promise<void> {
  const leaderboard = await readFrom(lake, version);
  if (json) printJson(context, { version, ...leaderboard });
  else
    for (const line of leaderboard.held ? heldText(version, leaderboard, context.out) : [leaderboard.reason])
      context.out.line(line);
}

const fixed = (value: number) => value.toFixed(3);
const signed = (value: number) => `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(3)}`;

function heldText(version: ModelVersion, board: HeldLeaderboard, out: Terminal): string[] {
  const { entries, selection, rows, trainingRows, churners, folds, intervals } = board;
  const { chosen } = selection;
  const isChosen = (entry: { experiment: string; algorithm: string }) =>
    entry.experiment === chosen.experiment && entry.algorithm === chosen.algorithm;
  const lines = entries.map((entry) => [
    isChosen(entry) ? "*" : "",
    entry.experiment,
    entry.algorithm,
    String(entry.features),
    fixed(entry.prAuc.value),
    `${fixed(entry.prAuc.low)} to ${fixed(entry.prAuc.high)}`,
    entry.tied ? "tied with the best" : `behind by ${fixed(-entry.differenceToBest.high)} or more`,
    fixed(entry.rocAuc.value),
    fixed(entry.brier),
  ]);
  const titles = ["", "Experiment", "Algorithm", "Features", "PR-AUC", "95 %", "", "ROC-AUC", "Brier"];
  const dim = (text: string) => out.style("dim", text);
  const sample = rows < trainingRows ? ` (a sample of ${trainingRows})` : "";
  return [
    out.style("bold", `Leaderboard of model ${version}`),
    dim(
      `Out of fold on ${rows} customers of the training part${sample}, ${churners} of whom churned, in ${folds} folds. ` +
        `The holdout had no part in it. Intervals: ${Math.round(intervals.confidence * 100)} %, ${intervals.resamples} paired resamples.`,
    ),
    "",
    ...table(
      titles.map((title) => ({ title })),
      lines,
      dim,
    ),
    "",
    out.style("bold", "What each step adds to PR-AUC"),
    ...table(
      ["Step", "", "Difference", "95 %", ""].map((title) => ({ title })),
      board.comparisons.filter((pair) => tells(pair, board)).map(stepLine),
      dim,
    ),
    "",
    `* ${selection.reason}`,
  ];
}

/** The ladder of the chosen algorithm, and the algorithms on the chosen experiment. */
function tells({ from, to }: EntryComparison, { selection: { chosen } }: HeldLeaderboard): boolean {
  return from.algorithm === to.algorithm
    ? from.algorithm === chosen.algorithm
    : from.experiment === chosen.experiment;
}

function stepLine({ from, to, difference, verdict }: EntryComparison): string[] {
  const isLadder = from.algorithm === to.algorithm;
  return [
    isLadder ? `${from.experiment} to ${to.experiment}` : `${from.algorithm} to ${to.algorithm}`,
    isLadder ? to.algorithm : to.experiment,
    signed(difference.value),
    `${signed(difference.low)} to ${signed(difference.high)}`,
    verdict,
  ];
}
