import { describe, expect, it } from "vitest";
import { adviceLimits } from "../../configs/drift-advice.ts";
import { randomStream } from "../../runtime/demo/random.ts";
import { realisedChurn, type UnseenCustomer } from "../../runtime/monitor/realised-churn.ts";
import { riskTierOf } from "../../runtime/score/risk-tier.ts";

const limits = adviceLimits.realised;

const customer = (probability: number, churn: 0 | 1 | null): UnseenCustomer => ({
  probability,
  tier: riskTierOf(probability).id,
  churn,
});
/** Customers of one probability, so many of whom churned. */
const group = (probability: number, customers: number, churners: number): readonly UnseenCustomer[] =>
  Array.from({ length: customers }, (_, index) => customer(probability, index < churners ? 1 : 0));

describe("churn that came, by tier", () => {
  it("is counted beside what was expected, with its exact interval (worked by hand)", () => {
    const report = realisedChurn([...group(0.1, 10, 0), customer(0.1, null), customer(0.9, null)], limits);
    expect(report).toMatchObject({ status: "agrees", customers: 12, labelled: 10, confidence: 0.99 });
    // One tier: 1 - 0.005^(1/10).
    expect(report.tiers).toEqual([
      {
        tier: "low",
        customers: 10,
        expected_churners: expect.closeTo(1, 12),
        churners: 0,
        low: 0,
        high: expect.closeTo(1 - 0.005 ** 0.1, 10),
        status: "agrees",
      },
    ]);
  });

  it("divides the chance of a false alarm among the tiers (worked by hand)", () => {
    const { tiers } = realisedChurn([...group(0.1, 10, 0), ...group(0.5, 10, 5)], limits);
    expect(tiers.map(({ tier }) => tier)).toEqual(["low", "medium"]);
    expect(tiers[0]?.high).toBeCloseTo(1 - 0.0025 ** 0.1, 10);
  });

  it.each([
    // 2,000 x 10 % = 200 expected.
    ["agrees", group(0.1, 2000, 215)],
    // Beyond chance (deviation 13.4), but 45 are under a quarter of 200 and under 5 points of 2,000.
    ["differs", group(0.1, 2000, 245)],
    ["off", group(0.1, 2000, 251)],
    ["off", group(0.1, 2000, 149)],
    // 1,000 x 90 %: 51 fewer are over 5 points, though a small part of 900.
    ["off", group(0.9, 1000, 849)],
    ["differs", group(0.9, 1000, 856)],
    // Far off, but of so few that chance explains it.
    ["agrees", group(0.5, 4, 0)],
  ] as const)("%s", (status, customers) => {
    expect(realisedChurn(customers, limits)).toMatchObject({ status, tiers: [{ status }] });
  });

  it("is as bad as its worst tier", () => {
    const report = realisedChurn(
      [...group(0.1, 2000, 245), ...group(0.9, 1000, 849), ...group(0.5, 10, 5)],
      limits,
    );
    expect(report.tiers.map(({ tier, status }) => [tier, status])).toEqual([
      ["low", "differs"],
      ["medium", "agrees"],
      ["critical", "off"],
    ]);
    expect(report.status).toBe("off");
  });

  it.each([
    ["no label is known", [customer(0.3, null)]],
    ["every label was known at the training", []],
    // First reports of churn, before anybody can be said to have stayed.
    ["only churners are known", [...group(0.05, 50, 50), customer(0.1, null)]],
  ])("is unknown where %s", (_, customers) => {
    expect(realisedChurn(customers, limits)).toMatchObject({ status: "unknown", tiers: [] });
  });

  it("is called off by chance in at most 1 of 100 calibrated populations", () => {
    const RUNS = 300;
    const off = Array.from({ length: RUNS }, (_, run) => {
      const random = randomStream(run, "realised");
      const customers = Array.from({ length: 2000 }, () => {
        const probability = random.chance(0.8) ? random.uniform(0, 0.2) : random.uniform();
        return customer(probability, random.chance(probability) ? 1 : 0);
      });
      return realisedChurn(customers, limits).status === "off";
    }).filter(Boolean);
    expect(off.length).toBeLessThanOrEqual(0.01 * RUNS);
  });
});
