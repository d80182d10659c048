import { z } from "zod";
import { classWeightings } from "../../../configs/model-policy.ts";
import type { RunId } from "../../../configs/names.ts";
import { tuningSchema } from "../../../configs/tuning.ts";
import { jsonText } from "../../json.ts";
import { type LakeTexts, PreconditionFailed, type StoredText } from "../../lake/lake.ts";
import { estimateSchema } from "../metrics/estimate.ts";

/** One point of the search, and how it did out of fold. */
const trialSchema = z.strictObject({
  /** The recipe of the policy with its fixed number of trees: what all others are compared with. */
  inForce: z.boolean(),
  depth: z.int(),
  learningRate: z.number(),
  classWeighting: z.enum(classWeightings),
  /** The number of trees to train with: the median over the folds, where it was found by early stopping. */
  trees: z.int(),
  /** Rounds of each fold's model; empty where their number is fixed. */
  roundsByFold: z.array(z.int()).readonly(),
  /** Average precision. */
  prAuc: z.number(),
  logLoss: z.number(),
  /** Its average precision minus that of the recipe in force, on the same rows. */
  difference: estimateSchema,
  verdict: z.enum(["better", "tie", "worse"]),
});
export type Trial = z.infer<typeof trialSchema>;

const searchSchema = z.strictObject({
  /** How many points a search without a limit tries, the recipe in force among them. */
  planned: z.int(),
  /** `complete`: all points were tried; `budget`: the time was up; `cancelled`: a person had waited enough. */
  ended: z.enum(["complete", "budget", "cancelled"]),
  /** In the order in which they were tried, the recipe in force first. */
  trials: z.array(trialSchema).min(1).readonly(),
});
export type Search = z.infer<typeof searchSchema>;

/** Rises when the meaning of a field changes. */
const RECORD_VERSION = 2;

/**
 * `tuning/<run>/<experiment>-<seed>.json`: a search on the gold master of a run. It holds no time: the same points give the
 * same bytes.
 */
export const tuningRecordSchema = z.strictObject({
  recordVersion: z.literal(RECORD_VERSION),
  run: z.string(),
  experiment: z.string(),
  asOf: z.string(),
  /** Of folds, points and trainings. The holdout is the one of every run, whatever this is. */
  seed: z.int(),
  budgetMinutes: z.number(),
  /** Rows of the training part, all scored by models that had not seen them. The holdout has no part in this. */
  rows: z.int(),
  churners: z.int(),
  folds: z.int(),
  intervals: z.strictObject({ method: z.string(), confidence: z.number(), resamples: z.int() }),
  /** What was searched. */
  tuning: tuningSchema,
  libraries: z.record(z.string(), z.string()),
  ...searchSchema.shape,
});
export type TuningRecord = z.infer<typeof tuningRecordSchema>;

/**
 * Where a search lies in the lake. Another experiment or seed is another search: the one that is to confirm a finding must
 * not fall to the one that made it.
 */
export function tuningKey(
  run: RunId,
  { experiment, seed }: Pick<TuningRecord, "experiment" | "seed">,
): string {
  return `tuning/${run}/${experiment}-${seed}.json`;
}

/** Points that a stored search has tried; none where it is of another version or damaged. */
function triedIn({ text }: StoredText): number {
  try {
    return tuningRecordSchema.parse(JSON.parse(text)).trials.length;
  } catch {
    return 0;
  }
}

/**
 * Writes a search into the lake, in one piece. A shorter one, or one as long, never takes the place of the same search.
 * @returns whether it was written
 */
export async function writeTuning(
  lake: Pick<LakeTexts, "read" | "write">,
  run: RunId,
  about: Omit<TuningRecord, "recordVersion" | "run">,
): Promise<boolean> {
  const record = tuningRecordSchema.parse({ recordVersion: RECORD_VERSION, run, ...about });
  const key = tuningKey(run, record);
  let stored = await lake.read(key);
  for (;;) {
    if (stored !== undefined && triedIn(stored) >= record.trials.length) return false;
    try {
      await lake.write(
        key,
        jsonText(record),
        stored === undefined ? { ifAbsent: true } : { ifMatch: stored.etag },
      );
      return true;
    } catch (thrown) {
      // The same search has ended elsewhere in this moment: the longer one stays.
      if (!(thrown instanceof PreconditionFailed)) throw thrown;
      stored = thrown.stored;
    }
  }
}
