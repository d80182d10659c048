import { describe, expect, it } from "vitest";
import { adviceLimits } from "../../configs/drift-advice.ts";
import { type RandomStream, randomStream } from "../../runtime/demo/random.ts";
import { calibrate, fitSigmoid } from "../../runtime/model/calibration/index.ts";
import { metricValues } from "../../runtime/model/metrics/metrics.ts";
import { calibratorCovariance, logOddsOf } from "../../runtime/monitor/calibrator-uncertainty.ts";
import { estimatePerformance, predictionInterval } from "../../runtime/monitor/performance.ts";

describe("the calibrator's uncertainty", () => {
  it("is that of a logistic regression where the scores are right (worked by hand)", () => {
    // Four customers at 3/4, three of whom churn, and four at 1/4, one of whom does; x is ln 3 and -ln 3.
    // H = J = 8 x 3/16 x (ln 3^2, 0; 0, 1), so that the covariance is its inverse.
    const covariance = calibratorCovariance(
      [0.75, 0.75, 0.75, 0.75, 0.25, 0.25, 0.25, 0.25],
      [1, 1, 1, 0, 1, 0, 0, 0],
    );
    expect(covariance.slope).toBeCloseTo(1 / (1.5 * Math.log(3) ** 2), 12);
    expect(covariance.both).toBeCloseTo(0, 12);
    expect(covariance.intercept).toBeCloseTo(1 / 1.5, 12);
  });

  it("has no slope to be unsure of where all scores are equal (worked by hand)", () => {
    // H = 2 x 1/4 and J = 2 x 1/4: J / H^2 = 2.
    const covariance = calibratorCovariance([0.5, 0.5], [0, 1]);
    expect(covariance.slope).toBe(0);
    expect(covariance.both).toBe(0);
    expect(covariance.intercept).toBeCloseTo(2, 12);
    expect(calibratorCovariance([0.2, 0.2, 0.2], [0, 0, 1]).slope).toBe(0);
  });

  it("is how the fitted sigmoid varies from sample to sample", () => {
    const random = randomStream(3, "calibrators");
    const sample = () => {
      const margins = Array.from({ length: 2000 }, () => random.normal(-2.5, 1.5));
      const labels = margins.map((margin) => (random.chance(1 / (1 + Math.exp(-margin))) ? 1 : 0));
      return { margins, labels };
    };
    const fits = Array.from({ length: 300 }, () => {
      const { margins, labels } = sample();
      return fitSigmoid(margins, labels);
    });
    const varianceOf = (values: readonly number[]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    };
    const { margins, labels } = sample();
    const covariance = calibratorCovariance(
      margins.map((margin) => 1 / (1 + Math.exp(-margin))),
      labels,
    );
    // The variance of 300 fits is known to 8 %, and one sample's estimate of it is about as sure.
    for (const name of ["slope", "intercept"] as const) {
      const ratio = covariance[name] / varianceOf(fits.map((fit) => fit[name]));
      expect(ratio).toBeGreaterThan(0.7);
      expect(ratio).toBeLessThan(1.4);
    }
  });

  it("keeps log-odds of certain scores numbers", () => {
    expect(logOddsOf(0.75)).toBeCloseTo(Math.log(3), 12);
    expect(Number.isFinite(logOddsOf(1))).toBe(true);
    expect(Number.isFinite(logOddsOf(0))).toBe(true);
  });
});

describe("the interval", () => {
  const probabilities = new Float64Array(100).fill(0.5);
  const figure = { value: 0.5, slopes: new Float64Array(100).fill(0.01) };
  const certain = { slope: 0, both: 0, intercept: 0 };

  it("holds the chance of which customers churn (worked by hand)", () => {
    // Variance 100 x 1/4 x 0.01^2 = 0.05^2; on the log-odds 1.96 x 0.05 / (1/4) = 0.392 either way.
    const { low, high } = predictionInterval(figure, probabilities, certain, 0.95);
    expect(low).toBeCloseTo(1 / (1 + Math.exp(0.391993)), 6);
    expect(high).toBeCloseTo(1 - low, 12);
  });

  it("and the calibrator's own uncertainty (worked by hand)", () => {
    // Its intercept moves the figure by 100 x 1/4 x 0.01 = 1/4 of itself: 0.04 / 16 = 0.05^2 more.
    const { low } = predictionInterval(figure, probabilities, { ...certain, intercept: 0.04 }, 0.95);
    expect(low).toBeCloseTo(1 / (1 + Math.exp(0.391993 * Math.SQRT2)), 6);
  });

  it("is the figure alone where nothing is left to chance", () => {
    const sure = { value: 1, slopes: Float64Array.of(1) };
    expect(predictionInterval(sure, Float64Array.of(1), certain, 0.95)).toEqual({
      value: 1,
      low: 1,
      high: 1,
    });
  });
});

const THRESHOLD = 0.25;
const training = { precision: 0.6, recall: 0.7, pr_auc: 0.75 };
const limits = adviceLimits.performance;
const rows = (count: number) => Array.from({ length: count }, (_, row) => row);

/** Log-odds of customers most of whom stay, and some who surely leave: what a good churn model says. */
const margin = (random: RandomStream) =>
  random.chance(0.1) ? random.normal(1.5, 1.5) : random.normal(-4, 1.3);
const churns = (random: RandomStream, logOdds: number) =>
  random.chance(1 / (1 + Math.exp(-logOdds))) ? 1 : 0;

describe("over many populations of calibrated scores", () => {
  const RUNS = 500;
  /** A calibrator is fitted on some customers, scores others, and these churn as they do. */
  function run(seed: number) {
    const random = randomStream(seed, "calibrated population");
    const known = rows(1500).map(() => margin(random));
    const labels = known.map((each) => churns(random, each));
    const calibrator = fitSigmoid(known, labels);
    const now = rows(1200).map(() => margin(random));
    const scores = now.map((each) => calibrate(calibrator, each));
    const estimate = estimatePerformance({
      scores,
      threshold: THRESHOLD,
      calibration: { probabilities: known.map((each) => calibrate(calibrator, each)), labels },
      training,
      limits,
    });
    const came = now.map((each) => churns(random, each));
    return { estimate, real: metricValues({ probabilities: scores, labels: came }, THRESHOLD, 10) };
  }
  const runs = rows(RUNS).map(run);

  // Of 500 runs 475 are covered on average, give or take 5: three deviations either way.
  it.each([
    ["precision", "precision"],
    ["recall", "recall"],
    ["prAuc", "pr_auc"],
  ] as const)("the interval covers the real %s in about 95 of 100", (metric, name) => {
    const covered = runs.filter(({ estimate, real }) => {
      const { low, high } = estimate[name] ?? { low: 1, high: 0 };
      return real[metric] >= low && real[metric] <= high;
    });
    expect(covered.length / RUNS).toBeGreaterThan(0.92);
    expect(covered.length / RUNS).toBeLessThan(0.98);
  });

  // Platt's targets draw the scores of so small a training together by 1 %, and the estimate down with them.
  it.each([
    ["precision", "precision"],
    ["recall", "recall"],
    ["prAuc", "pr_auc"],
  ] as const)("the estimate of %s is right on average", (metric, name) => {
    const errors = runs.map(({ estimate, real }) => (estimate[name]?.value ?? Number.NaN) - real[metric]);
    expect(Math.abs(errors.reduce((sum, error) => sum + error, 0) / RUNS)).toBeLessThan(0.015);
  });
});

describe("the estimate", () => {
  const random = randomStream(5, "estimate");
  const known = rows(8000).map(() => margin(random));
  const labels = known.map((each) => churns(random, each));
  const probability = (logOdds: number) => 1 / (1 + Math.exp(-logOdds));
  const estimate = (scores: readonly number[], prAuc = 0.75) =>
    estimatePerformance({
      scores,
      threshold: THRESHOLD,
      calibration: { probabilities: known.map(probability), labels },
      training: { ...training, pr_auc: prAuc },
      limits,
    });
  const scores = rows(4000).map(() => probability(margin(random)));

  it("holds where scores are like those of the training, and is worse where they no longer tell customers apart", () => {
    const fresh = estimate(
      scores,
      metricValues({ probabilities: known.map(probability), labels }, 0.25, 10).prAuc,
    );
    expect(fresh).toMatchObject({ status: "holds", customers: 4000, confidence: 0.95 });
    const blurred = estimate(scores.map((each) => probability(0.4 * logOddsOf(each) - 1)));
    expect(blurred.status).toBe("worse");
    expect(blurred.pr_auc?.high).toBeLessThan(0.75);
  });

  it("is not worse for a fall that is small, or that may be chance", () => {
    const { value = 0, high = 0 } = estimate(scores).pr_auc ?? {};
    expect(estimate(scores, value + 0.049).status).toBe("holds");
    expect(estimate(scores, Math.max(high, value + 0.05) + 0.001).status).toBe("worse");
  });

  it("does not depend on the order of rows", () => {
    const turned = estimatePerformance({
      scores: scores.toReversed(),
      threshold: THRESHOLD,
      calibration: { probabilities: known.map(probability).toReversed(), labels: labels.toReversed() },
      training,
      limits,
    });
    expect(turned).toEqual(estimate(scores));
  });

  it("says nothing where too few are expected to churn", () => {
    const few = estimate(new Array<number>(299).fill(0.1));
    expect(few).toMatchObject({
      status: "unknown",
      customers: 299,
      precision: null,
      recall: null,
      pr_auc: null,
    });
    expect(estimate(new Array<number>(301).fill(0.1)).pr_auc).not.toBeNull();
    expect(estimate([])).toMatchObject({ status: "unknown", customers: 0, expected_churners: 0 });
  });
});
