import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { churnersIn } from "../training-set.ts";
import type { Dummy } from "./schema.ts";

/**
 * The probabilities of a model that has learnt nothing but the churn rate: that rate for everybody, or 1 with that
 * probability and else 0.
 */
export function dummyProbabilities(dummy: Dummy, labels: Uint8Array, seed: number): Float64Array {
  const rate = churnersIn(labels) / labels.length;
  switch (dummy) {
    case "dummy_most_frequent":
      return new Float64Array(labels.length).fill(rate);
    case "dummy_stratified": {
      const generator = xoroshiro128plus(seed);
      return Float64Array.from(labels, () => (uniformFloat64(generator) < rate ? 1 : 0));
    }
  }
}
