import { type ExperimentName, experiments, featuresOf } from "../../../configs/features.ts";
import type { ModelPolicy, Recipe } from "../../../configs/model-policy.ts";
import { sha256 } from "../../digest.ts";
import { type Contestant, crossCalibrated, type FittingOptions, outOfFoldMargins } from "../out-of-fold.ts";
import { churnersIn, pickLabelled, type TrainingSet } from "../training-set.ts";
import { comparePerformances, isNamed, type Performance } from "./compare.ts";
import { dummyProbabilities } from "./dummies.ts";
import { dummies, type EntryName, type Leaderboard } from "./schema.ts";
import { selectEntry } from "./select.ts";

/** A contestant that is trained, with the name of its experiment. */
interface Rival extends Contestant {
  readonly experiment: ExperimentName;
}

/** What the preferred recipe has shown already on the whole training part, so that it is not trained once more. */
export interface Preferred extends Rival {
  /** Out of fold. */
  readonly margins: Float64Array;
}

/** So many rows of a training part, those whose customers' hashes come first: the same ones whatever their order. */
function sampled(training: TrainingSet, most: number, seed: number): TrainingSet {
  if (training.labels.length <= most) return training;
  const hashes = training.gold.customerId.map((customer) => sha256(`leaderboard:${seed}:${customer}`));
  const rows = hashes
    .map((hash, row) => ({ hash, row }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .slice(0, most)
    .map(({ row }) => row)
    .sort((a, b) => a - b);
  return {
    ...pickLabelled(training.gold, rows),
    folds: rows.map((row) => training.folds[row] ?? 0),
  };
}

const names = Object.keys(experiments).filter((name): name is ExperimentName => name in experiments);

/** What each experiment adds to another one: the ladder of feature tiers, and the fallback between its neighbours. */
const ladder: readonly (readonly [from: ExperimentName, to: ExperimentName])[] = [
  ["E0_baseline", "E1_lifecycle_market"],
  ["E1_lifecycle_market", "E2_add_risk"],
  ["E2_add_risk", "E3_add_behavioral"],
  ["E3_add_behavioral", "E4_add_sentiment"],
  ["E4_add_sentiment", "E5_full"],
  ["E5_full", "E6_with_strings"],
  ["E3_add_behavioral", "E8_no_sentiment"],
  ["E8_no_sentiment", "E4_add_sentiment"],
];

/** Everything that competes, the preferred one first. */
function contestantsOf(preferred: Rival, { leaderboard }: ModelPolicy): readonly Rival[] {
  const rivalOf = (experiment: ExperimentName, recipe: Recipe): readonly Rival[] => {
    // Of several weightings a rival is given the first: the weighting hardly moves the ranking of customers.
    const weighting =
      recipe.algorithm === preferred.recipe.algorithm ? preferred.weighting : recipe.classWeightings[0];
    return weighting === undefined
      ? []
      : [{ experiment, recipe, features: featuresOf(experiment), weighting }];
  };
  const recipes = [preferred.recipe, ...leaderboard.rivals];
  const rivals = names
    .flatMap((experiment) => recipes.flatMap((recipe) => rivalOf(experiment, recipe)))
    .filter((rival) => !isNamed(entryOf(preferred))(entryOf(rival)));
  return [preferred, ...rivals];
}

function entryOf({ experiment, recipe }: Rival): EntryName {
  return { experiment, algorithm: recipe.algorithm };
}

function pairsOf(preferred: EntryName, { leaderboard }: ModelPolicy) {
  const algorithms = [preferred.algorithm, ...leaderboard.rivals.map(({ algorithm }) => algorithm)];
  const steps = algorithms.flatMap((algorithm) =>
    ladder.map(([from, to]) => ({
      from: { experiment: from, algorithm },
      to: { experiment: to, algorithm },
    })),
  );
  // From the simplest to the preferred one, on every experiment.
  const upwards = [...dummies, ...algorithms.toReversed()];
  const stairs = names.flatMap((experiment) =>
    upwards.flatMap((algorithm, place) => {
      const simpler = upwards[place - 1];
      return simpler === undefined
        ? []
        : [{ from: { experiment, algorithm: simpler }, to: { experiment, algorithm } }];
    }),
  );
  return [...steps, ...stairs];
}

/**
 * Lets every experiment compete with every algorithm and both dummies, out of fold on the training part (D22), and says
 * which is to be shipped. The result does not depend on the number of threads.
 *
 * @param training with all features
 * @param onFit called after each model that was trained, with the number of models and of all
 */
export async function holdLeaderboard(
  training: TrainingSet,
  preferred: Preferred,
  policy: ModelPolicy,
  options: Omit<FittingOptions, "onRound" | "onFit"> & {
    readonly onFit: (done: number, total: number) => void;
    /** @default true */
    readonly wanted?: boolean;
    /** May another take the place of the preferred one? Else it is kept, and a better one is only told. */
    readonly mayDiffer: boolean;
  },
): Promise<Leaderboard> {
  if (options.wanted === false)
    return { held: false, reason: "The run was asked to train without it (--no-leaderboard)." };
  const { minimumChurners, maximumRows, resamples } = policy.leaderboard;
  const met = sampled(training, maximumRows, options.seed);
  const { labels, folds } = met;
  const churners = churnersIn(labels);
  if (churners < minimumChurners)
    return {
      held: false,
      reason:
        `The training part has ${churners} churners: with fewer than ${minimumChurners} no comparison of experiments ` +
        "and algorithms would tell them apart.",
    };
  const contestants = contestantsOf(preferred, policy);
  // On the whole training part the preferred one has been trained already.
  const known = met === training ? [preferred.margins] : [];
  const fresh = contestants.slice(known.length);
  const total = fresh.length * policy.split.folds;
  let done = 0;
  const margins = await outOfFoldMargins(met, fresh, {
    ...options,
    onRound: () => undefined,
    onFit: () => {
      done += 1;
      options.onFit(done, total);
    },
  });
  const all = [...known, ...margins];
  const preferredName = entryOf(preferred);
  const performances: readonly Performance[] = [
    ...contestants.map((contestant, place) => ({
      ...entryOf(contestant),
      features: contestant.features.length,
      classWeighting: contestant.weighting,
      // The same simple calibration for all: only what is compared is to differ.
      probabilities: crossCalibrated("sigmoid", all[place] ?? new Float64Array(), labels, folds),
    })),
    ...names.flatMap((experiment) =>
      dummies.map((algorithm) => ({
        experiment,
        algorithm,
        features: featuresOf(experiment).length,
        classWeighting: null,
        probabilities: dummyProbabilities(algorithm, labels, options.seed),
      })),
    ),
  ];
  const pairs = pairsOf(preferredName, policy);
  // Without the guesses, which are never shipped: each more that is looked at makes a better one harder to show.
  const against = contestants.slice(1).map((rival) => ({ from: preferredName, to: entryOf(rival) }));
  const { confidence } = policy.bootstrap;
  const { entries, comparisons, challenges } = comparePerformances(
    performances,
    labels,
    { pairs, challenges: against },
    { resamples, confidence, seed: options.seed },
  );
  return {
    held: true,
    rows: labels.length,
    trainingRows: training.labels.length,
    churners,
    folds: policy.split.folds,
    intervals: { method: "paired percentile bootstrap, stratified by class", confidence, resamples },
    entries,
    comparisons,
    selection: selectEntry(entries, challenges, preferredName, { mayDiffer: options.mayDiffer }),
  };
}
