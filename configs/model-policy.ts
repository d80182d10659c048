import { z } from "zod";

/** What the business decides about the model: the champion's recipe, how it is judged, and what may be promoted. */

const share = z.number().gt(0).lt(1);

/** How many churners a model catches and loses depends on this weight of the churners' rows in training. */
export const classWeightings = ["none", "balanced"] as const;
/** `none`: every row counts once. `balanced`: a churner's row counts (1 - r) / r times, r being the churn rate. */
export type ClassWeighting = (typeof classWeightings)[number];

/** Ways to turn a model's log-odds into probabilities, from the simplest: two numbers, three, a staircase. */
export const calibrationMethods = ["sigmoid", "beta", "isotonic"] as const;
export type CalibrationMethod = (typeof calibrationMethods)[number];

/** The weightings that compete out of fold, in order of preference when nothing else tells them apart. */
const weightingsOf = z.array(z.enum(classWeightings)).min(1).readonly();

const boostedTreesSchema = z.strictObject({
  algorithm: z.literal("xgboost"),
  trees: z.int().positive(),
  depth: z.int().positive(),
  learningRate: share,
  /** Share of the rows that each tree sees. */
  subsample: z.number().gt(0).max(1),
  /** Share of the matrix columns that each tree sees. */
  colsampleByTree: z.number().gt(0).max(1),
  classWeightings: weightingsOf,
});

const forestSchema = z.strictObject({
  algorithm: z.literal("random_forest"),
  trees: z.int().positive(),
  depth: z.int().positive(),
  /** Share of the rows that each tree sees. */
  subsample: z.number().gt(0).lt(1),
  /** Share of the matrix columns that each split may choose from. */
  colsampleByNode: z.number().gt(0).max(1),
  classWeightings: weightingsOf,
});

const logisticSchema = z.strictObject({
  algorithm: z.literal("logistic_regression"),
  /** Passes of coordinate descent over all columns. */
  rounds: z.int().positive(),
  /** Weight of half the sum of squared coefficients against the sum of the rows' losses: 1 / C in other libraries. */
  penalty: z.number().min(0),
  classWeightings: weightingsOf,
});

/** What is fitted, and with which settings. */
export const recipeSchema = z.discriminatedUnion("algorithm", [
  boostedTreesSchema,
  forestSchema,
  logisticSchema,
]);
export type Recipe = z.infer<typeof recipeSchema>;
/** What learns: by the names of the leaderboard. */
export type Algorithm = Recipe["algorithm"];

/** Columns of the gold master by whose levels a model is judged, beside as a whole. */
export const sliceColumns = ["segment", "sales_channel", "region", "tenure_bucket"] as const;
export type SliceColumn = (typeof sliceColumns)[number];

const modelPolicySchema = z.strictObject({
  split: z.strictObject({
    /** Share of each class that is kept away from training until the evaluation. */
    holdoutShare: share,
    /** Folds inside the training part. */
    folds: z.int().min(2),
    /** Fewest labelled customers of each class that make a training meaningful. */
    minimumPerClass: z.int().min(2),
  }),
  /** The champion's recipe, where nothing is shown to be better. */
  recipe: boostedTreesSchema,
  leaderboard: z.strictObject({
    /** Fewest churners in the training part: with fewer, no comparison would tell anything apart. */
    minimumChurners: z.int().min(1),
    /** Most rows that the contestants learn from, so that the time stays the same however many customers there are. */
    maximumRows: z.int().min(1000),
    /** What competes with the champion's recipe, on every experiment. */
    rivals: z.array(z.discriminatedUnion("algorithm", [forestSchema, logisticSchema])).readonly(),
    /** Resamples of the paired comparisons; there are many of them. */
    resamples: z.int().min(100),
  }),
  operatingPoint: z.strictObject({
    /** Share of the churners that the threshold must catch; of those thresholds the most precise is taken. */
    recallTarget: share,
  }),
  bootstrap: z.strictObject({
    resamples: z.int().min(100),
    /** Coverage of the intervals. */
    confidence: share,
  }),
  calibration: z.strictObject({
    /** Quantile bins of the expected calibration error. */
    bins: z.int().min(2),
    /** The ways that compete out of fold, in order of preference when nothing else tells them apart. */
    methods: z.array(z.enum(calibrationMethods)).min(1).readonly(),
  }),
  conformal: z.strictObject({
    /** Share of each class whose true outcome lies in its prediction set. */
    coverage: share,
  }),
  slices: z.strictObject({
    /** Fewest holdout rows of a level that gets figures of its own. */
    minimumRows: z.int().min(1),
    /** Fewest churners among them for figures that rest on churners alone: PR-AUC and recall. */
    minimumChurners: z.int().min(1),
    /** Resamples of the intervals; there are many levels, and nothing is decided by them. */
    resamples: z.int().min(100),
  }),
  leakage: z.strictObject({
    /** A single feature that ranks customers with a larger area under the ROC curve is taken for a leak. */
    rocAuc: share,
    /** A level of which a larger share has one outcome is told to the reader of the card ... */
    purity: share,
    /** ... if it has so many rows. */
    minimumRows: z.int().min(1),
  }),
  gate: z.strictObject({
    /** Smallest PR-AUC (average precision) on the holdout. */
    minimumPrAuc: share,
    /** Recall at the shipped threshold that the holdout must not contradict. */
    minimumRecall: share,
    /** Largest expected calibration error on the holdout. */
    maximumCalibrationError: share,
    /** Fewest churners among the rows on which two models are compared. */
    minimumComparedChurners: z.int().min(1),
  }),
});
export type ModelPolicy = z.infer<typeof modelPolicySchema>;
export type GatePolicy = ModelPolicy["gate"];

/** The experiment that is trained when nobody asks for another. */
export const DEFAULT_EXPERIMENT = "E5_full";

/** The policy in force (D20-D23). */
export const modelPolicy: ModelPolicy = modelPolicySchema.parse({
  split: { holdoutShare: 0.2, folds: 5, minimumPerClass: 50 },
  recipe: {
    algorithm: "xgboost",
    trees: 600,
    depth: 3,
    learningRate: 0.02,
    subsample: 0.8,
    colsampleByTree: 0.7,
    classWeightings: ["none", "balanced"],
  },
  leaderboard: {
    minimumChurners: 300,
    maximumRows: 20_000,
    rivals: [
      {
        algorithm: "random_forest",
        trees: 300,
        depth: 8,
        subsample: 0.8,
        colsampleByNode: 0.3,
        classWeightings: ["balanced"],
      },
      { algorithm: "logistic_regression", rounds: 60, penalty: 1, classWeightings: ["balanced"] },
    ],
    resamples: 300,
  },
  operatingPoint: { recallTarget: 0.7 },
  bootstrap: { resamples: 1000, confidence: 0.95 },
  calibration: { bins: 10, methods: calibrationMethods },
  conformal: { coverage: 0.9 },
  slices: { minimumRows: 50, minimumChurners: 10, resamples: 200 },
  leakage: { rocAuc: 0.95, purity: 0.98, minimumRows: 50 },
  gate: {
    minimumPrAuc: 0.7,
    minimumRecall: 0.7,
    maximumCalibrationError: 0.03,
    minimumComparedChurners: 30,
  },
} satisfies ModelPolicy);
