import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { randomStream } from "../../runtime/demo/random.ts";
import { populationStability } from "../../runtime/statistics/population-stability.ts";
import { sortedPresent } from "../../runtime/statistics/sample.ts";
import { standardisedWasserstein } from "../../runtime/statistics/wasserstein.ts";
import { askPython, hasModule } from "../support/python-peer.ts";

/**
 * The effects as Evidently has them. Its bins of numbers
 * are others than ours: PSI is compared over levels, where there is nothing to choose. Its shares of 0 are 0.0001 as ours
 * are, and no other share here is smaller.
 */

const MODULE = "evidently.legacy.calculations.stattests";
const hasPeer = hasModule(MODULE);
const title = hasPeer
  ? ""
  : ' (skipped: Evidently is not there; "pip install evidently" in a virtual environment, whose interpreter PYTHON names)';

const PEER = `
import json, sys
import pandas as pd
from ${MODULE} import psi_stat_test, wasserstein_stat_test
from ${MODULE}.registry import get_stattest
from evidently.legacy.core import ColumnType
asked = json.load(sys.stdin)
def of(test, kind, a, b):
  name = ColumnType.Categorical if kind == "cat" else ColumnType.Numerical
  return float(get_stattest(a, b, name, test)(a, b, name, 0.1).drift_score)
levels = lambda counts: pd.Series([f"level {i}" for i, n in enumerate(counts) for _ in range(n)], dtype=object)
print(json.dumps({
  "psi": [of(psi_stat_test, "cat", levels(a), levels(b)) for a, b in asked["counts"]],
  "distance": [of(wasserstein_stat_test, "num", pd.Series(a), pd.Series(b)) for a, b in asked["samples"]],
}))
`;

const answerSchema = z.strictObject({ psi: z.array(z.number()), distance: z.array(z.number()) });

const random = randomStream(12, "evidently parity");
const counts = Array.from({ length: 20 }, () => {
  const levels = random.integer(2, 10);
  // Some levels are in one sample alone; nobody is at none.
  const row = () => Array.from({ length: levels }, () => (random.chance(0.15) ? 0 : random.integer(1, 300)));
  const [a, b] = [row(), row()];
  return [a.with(0, 50), b.with(0, 70)] as const;
});
const samples = Array.from({ length: 12 }, (_, index) => {
  const draw = (size: number, shift: number) =>
    Array.from({ length: size }, () =>
      index % 2 === 0 ? random.normal(shift, 2) : Math.round(random.exponential() * 3) + shift,
    );
  return [draw(200 + 100 * index, 0), draw(300, random.uniform(0, 0.5))] as const;
});

describe.skipIf(!hasPeer)(`effects against Evidently${title}`, () => {
  let answered: unknown;
  beforeAll(() => {
    answered = askPython(PEER, { counts, samples });
  });

  it("has the same population stability indices", () => {
    const { psi } = answerSchema.parse(answered);
    expect(psi).toHaveLength(counts.length);
    counts.forEach(([a, b], index) => {
      expect(populationStability(a, b)).toBeCloseTo(psi[index] ?? Number.NaN, 9);
    });
  });

  it("has the same distances over the deviation", () => {
    const { distance } = answerSchema.parse(answered);
    expect(distance).toHaveLength(samples.length);
    samples.forEach(([a, b], index) => {
      expect(standardisedWasserstein(sortedPresent(a), sortedPresent(b))).toBeCloseTo(
        distance[index] ?? Number.NaN,
        9,
      );
    });
  });
});
