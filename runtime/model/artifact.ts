import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { artifactFiles, MODEL_ARCHIVE } from "../../configs/artifact.ts";
import { isoDateSchema } from "../../configs/contract.ts";
import { calibrationMethods, classWeightings, recipeSchema } from "../../configs/model-policy.ts";
import { sha256 } from "../digest.ts";
import { systemCode } from "../errors.ts";
import { jsonText } from "../json.ts";
import { Booster } from "../xgboost/index.ts";
import { ablationSchema } from "./ablation.ts";
import { archive } from "./archive.ts";
import { calibrateAll, calibratorSchema } from "./calibration/index.ts";
import { conformalSchema } from "./conformal.ts";
import type { GoldColumns } from "./gold-columns.ts";
import { leakageSchema } from "./leakage.ts";
import { metricNames } from "./metrics/metrics.ts";
import { profitThresholdSchema } from "./profit-threshold.ts";
import { applyTransform, matrixColumns, transformSchema } from "./transform.ts";

/** Rises when the meaning of a field changes, so that an older program refuses a newer model. */
const ARTIFACT_VERSION = 2;
/** Models of before can still be loaded: a champion must be there to be compared with the candidate that replaces it. */
const READABLE_VERSIONS = [1, ARTIFACT_VERSION] as const;

/** One class weighting that competed out of fold. */
const candidateSchema = z.strictObject({
  classWeighting: z.enum(classWeightings),
  /** Weight of a churner's row. */
  positiveWeight: z.number().positive(),
  /** Average precision of the calibrated out-of-fold scores. */
  prAuc: z.number(),
  /** Interval of this candidate's average precision minus that of the candidate with the highest one. */
  differenceToBest: z.strictObject({ low: z.number(), high: z.number() }),
  logLoss: z.number(),
});

/** One way of calibration that competed out of fold. */
const calibrationCandidateSchema = z.strictObject({
  method: z.enum(calibrationMethods),
  /** Mean squared error of the out-of-fold probabilities. */
  brier: z.number(),
  /** Interval of its Brier score minus the lowest one. */
  differenceToBest: z.strictObject({ low: z.number(), high: z.number() }),
  /** Expected calibration error over quantile bins. */
  calibrationError: z.number(),
});

/** What a training finds out beside the model itself. */
export const findingsSchema = z.strictObject({
  /** The ways of calibration in competition, the chosen one, and why it won. */
  calibration: z.strictObject({
    chosen: z.enum(calibrationMethods),
    reason: z.string(),
    candidates: z.array(calibrationCandidateSchema).readonly(),
  }),
  /** The threshold that would earn most, beside the one that is used. */
  profitThreshold: profitThresholdSchema,
  leakage: leakageSchema,
  /** What the model is worth without the features that have a level with hardly but one outcome; null without any. */
  ablation: ablationSchema.nullable(),
});

/** Everything about a model but its trees. Holds no time and no version: the same input gives the same bytes. */
export const artifactSchema = z.strictObject({
  artifactVersion: z.literal(READABLE_VERSIONS),
  experiment: z.string(),
  asOf: isoDateSchema,
  seed: z.int(),
  /** The gold columns that the model reads, in order. */
  features: z.array(z.string()).readonly(),
  transform: transformSchema,
  calibrator: calibratorSchema,
  /** A customer counts as a churner from this calibrated probability on. */
  threshold: z.number(),
  thresholdScale: z.literal("calibrated"),
  recipe: recipeSchema,
  /** The weightings in competition, the chosen one, and why it won. */
  weighting: z.strictObject({
    chosen: z.enum(classWeightings),
    reason: z.string(),
    candidates: z.array(candidateSchema).readonly(),
  }),
  /** Which outcomes the model can rule out for a customer, with the coverage asked for. Not in models of version 1. */
  conformal: conformalSchema.optional(),
  /** What the training found out on its way. Not in models of version 1. */
  findings: findingsSchema.optional(),
  training: z.strictObject({
    rows: z.int(),
    churners: z.int(),
    holdoutRows: z.int(),
    holdoutChurners: z.int(),
    unlabelledRows: z.int(),
    folds: z.int(),
  }),
  /** How the calibrated out-of-fold scores do on the training part, at the threshold. */
  outOfFold: z.record(z.enum(metricNames), z.number()),
  modelSha256: z.string(),
  libraries: z.record(z.string(), z.string()),
});
export type Artifact = z.infer<typeof artifactSchema>;

/** What a model says about some customers, in their order. */
export interface Scores {
  /** Log-odds as the trees give them, before calibration. */
  readonly margin: Float64Array;
  /** Calibrated probability of churn. */
  readonly probability: Float64Array;
  /** Rows with a category level that training never saw, by feature. */
  readonly unseen: ReadonlyMap<string, number>;
}

/** SHAP values of some customers. */
export interface Contributions {
  /** The matrix columns, each with the gold feature that it comes from. */
  readonly columns: readonly { readonly name: string; readonly feature: string }[];
  /** Row-major, one value per column and the bias last; a row sums to its margin. In log-odds before calibration. */
  readonly values: Float32Array;
}

/** A model ready to score; dispose it with `using`. */
export class LoadedModel implements Disposable {
  readonly artifact: Artifact;
  readonly booster: Booster;

  constructor(artifact: Artifact, booster: Booster) {
    this.artifact = artifact;
    this.booster = booster;
  }

  /** Margins and calibrated probabilities of these customers. @throws Error when a feature is absent. */
  score(gold: GoldColumns): Scores {
    const { matrix, unseen } = applyTransform(this.artifact.transform, gold);
    const margin = Float64Array.from(this.booster.margin(matrix));
    return { margin, probability: calibrateAll(this.artifact.calibrator, margin), unseen };
  }

  /** SHAP values of these customers. @throws Error when a feature is absent. */
  contributions(gold: GoldColumns): Contributions {
    const { matrix } = applyTransform(this.artifact.transform, gold);
    return {
      columns: matrixColumns(this.artifact.transform),
      values: this.booster.contributions(matrix),
    };
  }

  [Symbol.dispose](): void {
    this.booster[Symbol.dispose]();
  }
}

/** Writes the trees and the facts about them into an artifact folder, and both once more as an archive. */
export async function writeArtifact(
  folder: string,
  model: Uint8Array,
  about: Omit<Artifact, "artifactVersion" | "modelSha256">,
): Promise<Artifact> {
  const artifact = artifactSchema.parse({
    artifactVersion: ARTIFACT_VERSION,
    ...about,
    modelSha256: sha256(model),
  });
  const facts = jsonText(artifact);
  await writeFile(join(folder, artifactFiles.trees), model);
  await writeFile(join(folder, artifactFiles.facts), facts);
  const files = [
    { name: artifactFiles.facts, bytes: Buffer.from(facts) },
    { name: artifactFiles.trees, bytes: model },
  ];
  await writeFile(join(folder, MODEL_ARCHIVE), archive(files));
  return artifact;
}

/**
 * Loads a model from its artifact folder.
 *
 * @example
 * using model = await loadModel(folder);
 * const { probability } = model.score(await readGold(engine, goldFolder, model.artifact.features));
 * @throws Error when the folder is incomplete, of another artifact version, or the trees are not those it names.
 */
export async function loadModel(
  folder: string,
  options: { readonly threads?: number } = {},
): Promise<LoadedModel> {
  const file = join(folder, artifactFiles.facts);
  const parsed = artifactSchema.safeParse(jsonOf(await modelFile(file), file));
  if (!parsed.success) {
    throw new Error(`${file} is not a model of this version: ${z.prettifyError(parsed.error)} Train again.`);
  }
  const trees = await modelFile(join(folder, artifactFiles.trees));
  if (sha256(trees) !== parsed.data.modelSha256) {
    throw new Error(
      `${join(folder, artifactFiles.trees)} was changed after its training: train again or roll back.`,
    );
  }
  return new LoadedModel(parsed.data, Booster.load(trees, options));
}

async function modelFile(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (thrown) {
    if (systemCode(thrown) !== "ENOENT") throw thrown;
    throw new Error(`${file} is missing: a model lies in its folder whole. Train again or roll back.`);
  }
}

function jsonOf(bytes: Buffer, file: string): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    throw new Error(`${file} is damaged: it is no JSON. Train again or roll back.`);
  }
}
