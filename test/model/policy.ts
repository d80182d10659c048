import { type ModelPolicy, modelPolicy } from "../../configs/model-policy.ts";

/** The policy in force with fewer, bigger steps: what the tests of whole trainings can afford. */
export const quickPolicy: ModelPolicy = {
  ...modelPolicy,
  recipe: { ...modelPolicy.recipe, trees: 30, learningRate: 0.2 },
  bootstrap: { ...modelPolicy.bootstrap, resamples: 200 },
  // A small holdout alone is this far from calibrated.
  gate: { ...modelPolicy.gate, maximumCalibrationError: 0.06 },
};
