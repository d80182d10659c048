import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitConformal, predictionSetOf } from "../../runtime/model/conformal.ts";

describe("conformal prediction sets", () => {
  it("cut each class at its own quantile (worked by hand)", () => {
    // Nine churners of .1 to .9: of ten with a new one, 80 % are the 8 with the highest: the 8th smallest of 1 - p is .8,
    // so churning enters from .2 on. Four who stayed: the ceil(5 x .8) = 4th smallest of .05, .1, .2, .4 is .4.
    const churners = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
    const stayed = [0.05, 0.1, 0.2, 0.4];
    const fitted = fitConformal(
      [...churners, ...stayed],
      [...churners.map(() => 1), ...stayed.map(() => 0)],
      0.8,
    );
    expect(fitted.churnsFrom).toBeCloseTo(0.2, 12);
    expect(fitted.staysUpTo).toBe(0.4);
    expect(predictionSetOf(fitted, 0.1)).toBe("stays");
    expect(predictionSetOf(fitted, 0.3)).toBe("uncertain");
    expect(predictionSetOf(fitted, 0.41)).toBe("churns");
  });

  it("rule nothing out where a class is too small for the coverage", () => {
    const fitted = fitConformal([0.9, 0.1, 0.2], [1, 0, 0], 0.9);
    expect(fitted).toMatchObject({ churnsFrom: 0, staysUpTo: 1 });
    expect(predictionSetOf(fitted, 0.5)).toBe("uncertain");
  });

  it("call a customer unusual whom neither class is like", () => {
    expect(predictionSetOf({ coverage: 0.9, churnsFrom: 0.8, staysUpTo: 0.2 }, 0.5)).toBe("unusual");
  });

  it("hold the true outcome of at least the share asked for of the rows that they were fitted on, in each class", () => {
    const row = fc.record({ probability: fc.double({ min: 0, max: 1, noNaN: true }), churn: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 2, maxLength: 120 }),
        fc.double({ min: 0.5, max: 0.95, noNaN: true }),
        (rows, coverage) => {
          const probabilities = rows.map(({ probability }) => probability);
          const labels = rows.map(({ churn }) => (churn ? 1 : 0));
          const fitted = fitConformal(probabilities, labels, coverage);
          for (const [label, own] of [
            [1, "churns"],
            [0, "stays"],
          ] as const) {
            const ofClass = probabilities.filter((_, place) => labels[place] === label);
            const held = ofClass.filter((probability) =>
              [own, "uncertain"].includes(predictionSetOf(fitted, probability)),
            );
            expect(held.length).toBeGreaterThanOrEqual(coverage * ofClass.length);
          }
        },
      ),
      { seed: 8 },
    );
  });
});
