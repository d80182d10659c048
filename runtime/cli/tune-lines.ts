import type { ModelPolicy } from "../../configs/model-policy.ts";
import type { Trial, TuningRecord } from "../model/tuning/record.ts";
import { count } from "./format.ts";
import { table, wrap } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** What the lines of a search need to know of it. */
type Tuned = Omit<TuningRecord, "recordVersion" | "run">;

const WIDTH = 96;

/** PR-AUC differs in the third place; one more shows by how much. */
const figure = (value: number) => value.toFixed(4);
const signed = (value: number) => `${value < 0 ? "-" : "+"}${figure(Math.abs(value))}`;

function rowOf(trial: Trial, { maximumRounds, patience }: Tuned["tuning"]["stopping"]): string[] {
  const { inForce, depth, learningRate, classWeighting, trees, roundsByFold, difference } = trial;
  const cutOff = roundsByFold.some((rounds) => rounds > maximumRounds - patience);
  return [
    inForce ? "*" : "",
    String(depth),
    String(learningRate),
    classWeighting,
    `${trees}${cutOff ? "+" : ""}`,
    figure(trial.prAuc),
    figure(trial.logLoss),
    inForce ? "" : `${signed(difference.value)}  (${signed(difference.low)} to ${signed(difference.high)})`,
    inForce ? "in force" : trial.verdict,
  ];
}

/** The lines of the policy that a better point would change. */
function changesFor(best: Trial, recipe: ModelPolicy["recipe"]): string[] {
  const { trees, depth, learningRate, classWeighting } = best;
  const weightings = recipe.classWeightings.map((each) => `"${each}"`).join(", ");
  return [
    ...(trees === recipe.trees ? [] : [`trees: ${trees},`]),
    ...(depth === recipe.depth ? [] : [`depth: ${depth},`]),
    ...(learningRate === recipe.learningRate ? [] : [`learningRate: ${learningRate},`]),
    ...(recipe.classWeightings.length === 1 && recipe.classWeightings[0] === classWeighting
      ? []
      : [
          `classWeightings: ["${classWeighting}"],  // or leave [${weightings}]: each training chooses among them`,
        ]),
  ];
}

function adviceOf(
  { trials, intervals }: Tuned,
  recipe: ModelPolicy["recipe"],
  ranked: readonly Trial[],
): string[] {
  const better = ranked.filter(({ verdict }) => verdict === "better");
  const [best] = better;
  if (best === undefined)
    return wrap(
      trials.length === 1
        ? "No other point was tried."
        : "No point is better than the recipe in force (*): of those above it, if any, the sample does not tell it apart. " +
            "There is no reason to change it.",
      WIDTH,
    );
  const compared = trials.length - 1;
  const chance =
    compared > 1
      ? `${compared} points were compared with it, each at ${100 * intervals.confidence} %, so that one may look better by ` +
        "chance alone: search again with another --seed before you change anything. "
      : "";
  return [
    ...wrap(
      `${better.length === 1 ? "One point is" : `${better.length} points are`} better than the recipe in force (*). ${chance}` +
        "Nothing was changed. To train with the best one, write in configs/model-policy.ts, in the recipe of modelPolicy:",
      WIDTH,
    ),
    "",
    ...changesFor(best, recipe).map((text) => `    ${text}`),
  ];
}

/** A search for people: the points, the best first, and what to do about it. */
export function tuneLines(
  tuned: Tuned,
  recipe: ModelPolicy["recipe"],
  out: Pick<Terminal, "style">,
): string[] {
  const { trials, planned, ended, rows, churners, folds, experiment, tuning } = tuned;
  const ranked = trials.toSorted((a, b) => b.prAuc - a.prAuc);
  const endings = {
    complete: `All ${planned} points were tried`,
    budget: `${trials.length} of ${planned} points were tried before the time was up`,
    cancelled: `${trials.length} of ${planned} points were tried before it was cancelled`,
  } as const satisfies Record<Tuned["ended"], string>;
  const body = ranked.map((trial) => rowOf(trial, tuning.stopping));
  const columns = [
    { title: "" },
    { title: "Depth", align: "right" },
    { title: "Rate", align: "right" },
    { title: "Weighting" },
    { title: "Trees", align: "right" },
    { title: "PR-AUC", align: "right" },
    { title: "Log loss", align: "right" },
    { title: "Difference to * (interval)" },
    { title: "Verdict" },
  ] as const;
  return [
    out.style("bold", `${endings[ended]}: ${experiment}, out of fold`),
    `${count(rows)} customers of the training part, ${count(churners)} of whom left, in ${folds} folds; the holdout had no part.`,
    "",
    ...table(columns, body, (text) => out.style("dim", text)),
    ...(body.some((cells) => cells[4]?.endsWith("+") === true)
      ? [
          out.style(
            "dim",
            `+ more rounds than ${count(tuning.stopping.maximumRounds)} might have done more good.`,
          ),
        ]
      : []),
    "",
    ...adviceOf(tuned, recipe, ranked),
    "",
  ];
}
