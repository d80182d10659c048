import type { ModelPolicy } from "../../../configs/model-policy.ts";
import type { TuningPolicy } from "../../../configs/tuning.ts";
import type { Progress } from "../../step.ts";
import { verdictOf } from "../leaderboard/compare.ts";
import { type BootstrapOptions, bootstrap } from "../metrics/bootstrap.ts";
import { logLosses, meanOf } from "../metrics/probability.ts";
import { averagePrecision, rankScores } from "../metrics/ranking.ts";
import { crossCalibrated, type FittingOptions, outOfFoldMargins, positiveWeight } from "../out-of-fold.ts";
import type { TrainingSet } from "../training-set.ts";
import type { TransformFeature } from "../transform.ts";
import { chooseWeighting } from "../weighting.ts";
import { earlyStoppedMargins } from "./early-stopped.ts";
import { type Point, pointsInOrder } from "./points.ts";
import type { Search, Trial } from "./record.ts";

/** What is searched, around which recipe. */
export interface SearchPlan {
  readonly features: readonly TransformFeature[];
  readonly policy: Pick<ModelPolicy, "recipe" | "bootstrap">;
  readonly tuning: TuningPolicy;
}

export interface SearchOptions extends Omit<FittingOptions, "onRound" | "onFit"> {
  /** No point is begun when so much time is up; the recipe in force always is. */
  readonly budgetSeconds: number;
  /** The time in ms, from any beginning. */
  readonly now: () => number;
  readonly progress: Progress;
}

/** Progress is reported once for so many rounds. */
const ROUNDS_PER_REPORT = 25;

function roundCounter(task: string, progress: Progress): () => void {
  let done = 0;
  return () => {
    done += 1;
    if (done % ROUNDS_PER_REPORT === 0) progress({ task, done, unit: "rounds" });
  };
}

/** The middle one, the lower of two: a number of rounds that a fold has really had. */
function middleOf(rounds: readonly number[]): number {
  return rounds.toSorted((a, b) => a - b)[Math.ceil(rounds.length / 2) - 1] ?? 0;
}

/** The recipe in force as a training would have it, its class weighting chosen out of fold (D22). */
async function tryInForce(
  training: TrainingSet,
  { features, policy: { recipe, bootstrap: drawing } }: SearchPlan,
  options: FittingOptions,
): Promise<{ readonly trial: Trial; readonly probabilities: Float64Array }> {
  const { labels, folds } = training;
  const weightings = recipe.classWeightings;
  const margins = await outOfFoldMargins(
    training,
    weightings.map((weighting) => ({ recipe, features, weighting })),
    options,
  );
  const contenders = weightings.map((weighting, place) => ({
    weighting,
    positiveWeight: positiveWeight(weighting, labels),
    probabilities: crossCalibrated("sigmoid", margins[place] ?? new Float64Array(), labels, folds),
  }));
  const { chosen, index, candidates } = chooseWeighting(contenders, labels, {
    ...drawing,
    seed: options.seed,
  });
  const [contender, standing] = [contenders[index], candidates[index]];
  if (contender === undefined || standing === undefined)
    throw new Error("The chosen class weighting did not compete.");
  const { depth, learningRate, trees } = recipe;
  const trial: Trial = {
    inForce: true,
    depth,
    learningRate,
    classWeighting: chosen,
    trees,
    roundsByFold: [],
    prAuc: standing.prAuc,
    logLoss: standing.logLoss,
    difference: { value: 0, low: 0, high: 0 },
    verdict: "tie",
  };
  return { trial, probabilities: contender.probabilities };
}

/** Average precision of probabilities, and how much it is more than that of others on the same rows. */
function comparedWith(
  before: Float64Array,
  probabilities: Float64Array,
  labels: Uint8Array,
  drawing: BootstrapOptions,
): Pick<Trial, "prAuc" | "difference" | "verdict"> {
  const [from, to] = [rankScores(before, labels), rankScores(probabilities, labels)];
  const [difference] = bootstrap(
    labels,
    (counts) => [averagePrecision(to, counts) - averagePrecision(from, counts)],
    drawing,
  );
  if (difference === undefined) throw new Error("The bootstrap left out the difference.");
  return { prAuc: averagePrecision(to), difference, verdict: verdictOf(difference) };
}

/**
 * Tries the recipe in force and then the points of the grid, out of fold on the training part alone (D21), until all are
 * tried, the time is up, or somebody cancels. What a point shows does not depend on how many are tried, nor on the threads.
 *
 * @throws CancelledError when it is cancelled before the recipe in force was tried: there is nothing to compare with
 */
export async function searchRecipes(
  training: TrainingSet,
  plan: SearchPlan,
  { budgetSeconds, now, progress, ...fitting }: SearchOptions,
): Promise<Search> {
  const { labels, folds } = training;
  const { features, policy, tuning } = plan;
  const begun = now();
  const points = pointsInOrder(tuning.grid, fitting.seed);
  const planned = 1 + points.length;
  const optionsOf = (place: number): FittingOptions => ({
    ...fitting,
    onRound: roundCounter(`Point ${place} of ${planned}`, progress),
  });
  const inForce = await tryInForce(training, plan, optionsOf(1));
  const tryPoint = async ({ depth, learningRate, classWeighting }: Point, place: number): Promise<Trial> => {
    const { margins, rounds } = await earlyStoppedMargins(
      training,
      {
        recipe: { ...policy.recipe, depth, learningRate },
        features,
        weighting: classWeighting,
      },
      tuning.stopping,
      optionsOf(place),
    );
    // The same simple calibration for all: only what is compared is to differ.
    const probabilities = crossCalibrated("sigmoid", margins, labels, folds);
    return {
      inForce: false,
      depth,
      learningRate,
      classWeighting,
      trees: middleOf(rounds),
      roundsByFold: rounds,
      logLoss: meanOf(logLosses(probabilities, labels)),
      ...comparedWith(inForce.probabilities, probabilities, labels, {
        ...policy.bootstrap,
        seed: fitting.seed,
      }),
    };
  };
  const trials = [inForce.trial];
  for (const point of points) {
    if (fitting.signal.aborted) return { planned, ended: "cancelled", trials };
    if (now() - begun >= budgetSeconds * 1000) return { planned, ended: "budget", trials };
    try {
      trials.push(await tryPoint(point, trials.length + 1));
    } catch (thrown) {
      if (!fitting.signal.aborted) throw thrown;
      return { planned, ended: "cancelled", trials };
    }
  }
  return { planned, ended: "complete", trials };
}
