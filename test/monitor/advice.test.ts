import { describe, expect, it } from "vitest";
import { adviceReasons, performanceStatuses, realisedStatuses } from "../../configs/drift-advice.ts";
import { driftStatuses } from "../../configs/drift-limits.ts";
import { advise, type Evidence } from "../../runtime/monitor/advice.ts";

const calm: Evidence = { inputs: "stable", scores: "stable", performance: "holds", realised: "agrees" };

/** Everything that can be known. */
const all: readonly Evidence[] = driftStatuses.flatMap((inputs) =>
  driftStatuses.flatMap((scores) =>
    performanceStatuses.flatMap((performance) =>
      realisedStatuses.map((realised) => ({ inputs, scores, performance, realised })),
    ),
  ),
);

describe("the advice", () => {
  it.each([
    [{}, "ignore"],
    [{ performance: "unknown", realised: "unknown" }, "ignore"],
    [{ realised: "differs" }, "ignore"],
    [{ inputs: "drifted" }, "watch"],
    [{ scores: "drifted" }, "watch"],
    [{ inputs: "critical" }, "watch"],
    [{ inputs: "critical", performance: "unknown", realised: "unknown" }, "watch"],
    [{ performance: "worse" }, "watch"],
    [{ inputs: "drifted", performance: "worse" }, "watch"],
    [{ inputs: "critical", performance: "worse" }, "retrain"],
    [{ scores: "critical", performance: "worse" }, "retrain"],
    [{ inputs: "critical", realised: "off" }, "retrain"],
    [{ realised: "off" }, "retrain"],
  ] as const)("on %j is %s", (changed, verdict) => {
    expect(advise({ ...calm, ...changed }).verdict).toBe(verdict);
  });

  it("is never lighter on worse evidence", () => {
    const rank = { ignore: 0, watch: 1, retrain: 2 } as const;
    const weight = ({ inputs, scores, performance, realised }: Evidence) => [
      driftStatuses.indexOf(inputs),
      driftStatuses.indexOf(scores),
      performance === "worse" ? 1 : 0,
      realised === "off" ? 1 : 0,
    ];
    for (const one of all)
      for (const other of all) {
        const [a, b] = [weight(one), weight(other)];
        if (a.every((each, index) => each >= (b[index] ?? 0)))
          expect(rank[advise(one).verdict]).toBeGreaterThanOrEqual(rank[advise(other).verdict]);
      }
  });

  it("names what it rests on, and every reason can be one", () => {
    expect(advise(calm)).toEqual({
      verdict: "ignore",
      reasons: ["nothing_moved", "performance_holds", "realised_agrees"],
      sentence:
        "Ignore: inputs and scores look like those of the training; by the scores, PR-AUC holds; the churn that came is " +
        "what the scores promised.",
    });
    expect(advise({ ...calm, inputs: "critical", scores: "drifted", performance: "worse" }).sentence).toBe(
      "Retrain: inputs have moved far; the scores have moved; by the scores, PR-AUC has fallen; the churn that came is " +
        "what the scores promised.",
    );
    expect(new Set(all.flatMap((evidence) => advise(evidence).reasons))).toEqual(new Set(adviceReasons));
  });
});
