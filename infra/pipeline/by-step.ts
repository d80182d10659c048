import type { StepName } from "../../configs/pipeline.ts";

/** A value for each step. */
export function byStep<T>(of: (step: StepName) => T): Record<StepName, T> {
  return {
    bronze: of("bronze"),
    silver: of("silver"),
    gold: of("gold"),
    train: of("train"),
    evaluate: of("evaluate"),
    score: of("score"),
    drift: of("drift"),
  };
}
