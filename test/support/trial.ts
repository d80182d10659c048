import type { Trial } from "../../runtime/model/tuning/record.ts";

/** The recipe in force, as a search has tried it: with made-up figures. */
export const trialInForce: Trial = {
  inForce: true,
  depth: 3,
  learningRate: 0.02,
  classWeighting: "none",
  trees: 600,
  roundsByFold: [],
  prAuc: 0.75,
  logLoss: 0.15,
  difference: { value: 0, low: 0, high: 0 },
  verdict: "tie",
};
