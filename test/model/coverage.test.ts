import { expect, it } from "vitest";
import { coverageOf } from "../../runtime/model/coverage.ts";

it("counts class by class how often the true outcome lies in the set (worked by hand)", () => {
  const conformal = { coverage: 0.9, churnsFrom: 0.3, staysUpTo: 0.5 };
  // Churners at .2 (said to stay), .4 (uncertain) and .9 (said to churn); stayed at .1 (stays) and .8 (said to churn).
  const coverage = coverageOf(conformal, {
    probabilities: [0.2, 0.4, 0.9, 0.1, 0.8],
    labels: [1, 1, 1, 0, 0],
  });
  expect(coverage.asked).toBe(0.9);
  expect(coverage.churned).toMatchObject({
    rows: 3,
    covered: 2,
    coverage: 2 / 3,
    sets: { churns: 1, stays: 1, uncertain: 1, unusual: 0 },
  });
  expect(coverage.stayed).toMatchObject({ rows: 2, covered: 1, coverage: 0.5 });
  expect(coverage.churned.low).toBeLessThan(2 / 3);
  expect(coverage.churned.high).toBeGreaterThan(2 / 3);
});
