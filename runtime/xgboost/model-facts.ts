import { z } from "zod";
import { check, type Library } from "./library.ts";
import { copyText, copyTexts, numberIn, type Pointer, pointerIn } from "./memory.ts";

/** What a model says about itself. */
export interface ModelFacts {
  readonly featureNames: readonly string[] | undefined;
  readonly featureTypes: readonly string[] | undefined;
  readonly columns: number;
  /** Values per row of a prediction. */
  readonly outputs: number;
  readonly rounds: number;
  readonly objective: string;
  readonly isLinear: boolean;
}

/** The part of XGBoost's JSON configuration that is read; numbers are texts there. */
const configSchema = z.object({
  learner: z.object({
    learner_model_param: z.object({ num_class: z.string() }),
    learner_train_param: z.object({ booster: z.string(), objective: z.string() }),
  }),
});

/** Asks the library about an open model. */
export function modelFacts(library: Library, booster: Pointer): ModelFacts {
  const { native } = library;
  const length = new BigUint64Array(1);
  const out = new BigUint64Array(1);
  check(library, native.saveConfig(booster, length, out));
  const { learner } = configSchema.parse(JSON.parse(copyText(pointerIn(out))));
  const isLinear = learner.learner_train_param.booster === "gblinear";
  check(library, native.featureCount(booster, out));
  const columns = numberIn(out);
  const rounds = new Int32Array(1);
  check(library, native.boostedRounds(booster, rounds));
  return {
    featureNames: texts(library, booster, "feature_name"),
    featureTypes: texts(library, booster, "feature_type"),
    columns,
    outputs: Math.max(1, Number(learner.learner_model_param.num_class)),
    rounds: isLinear ? 1 : (rounds[0] ?? 0),
    objective: learner.learner_train_param.objective,
    isLinear,
  };
}

function texts(library: Library, booster: Pointer, field: string): readonly string[] | undefined {
  const length = new BigUint64Array(1);
  const out = new BigUint64Array(1);
  check(library, library.native.getBoosterTexts(booster, field, length, out));
  const count = numberIn(length);
  return count === 0 ? undefined : copyTexts(pointerIn(out), count);
}
