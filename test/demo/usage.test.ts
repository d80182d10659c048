import { beforeAll, describe, expect, test } from "vitest";
import type { Usage } from "../../runtime/demo/consumption.ts";
import type { Customer } from "../../runtime/demo/customers.ts";
import { makeWorld, type World } from "../../runtime/demo/world.ts";
import { expectMean, expectShare, mean, quantile } from "./read-demo.ts";

// Expected values: section 7.3 of the data description, typed in by hand; 20,099 customers by month.
const N = 20_099;
let world: World;
type Pair = readonly [customer: Customer, usage: Usage];
let pairs: Pair[] = [];

beforeAll(() => {
  world = makeWorld(42, N);
  pairs = world.customers.flatMap((customer, index) => {
    const usage = world.usage[index];
    return usage === undefined ? [] : [[customer, usage] as const];
  });
});

const isHeavy = ([, usage]: Pair) => usage.isHeavy;

describe("electricity", () => {
  test("heavy users: all corporate, 1.5 % of small businesses, 43 % of comparison households, 7 % of others", () => {
    const shares = [
      [(customer: Customer) => customer.segment === "SME", 0.015],
      [(customer: Customer) => customer.segment === "Residential" && customer.channel === "comparador", 0.43],
      [(customer: Customer) => customer.segment === "Residential" && customer.channel !== "comparador", 0.07],
    ] as const;
    for (const [belongs, share] of shares) {
      const group = pairs.filter(([customer]) => belongs(customer));
      expectShare(group.filter(isHeavy).length, group.length, share, "heavy");
    }
    expect(pairs.filter(([customer]) => customer.segment === "Corporate").every(isHeavy)).toBe(true);
  });

  test("base use has the recipe's medians and spread by kind, the 80,000 kWh cap, 1.2 % near-dead supplies", () => {
    const laws = [
      [(pair: Pair) => pair[0].segment === "Corporate", 8.6, 0.8],
      [(pair: Pair) => isHeavy(pair) && pair[0].segment !== "Corporate", 8.15, 1.25],
      [(pair: Pair) => !isHeavy(pair) && pair[0].channel === "comparador", 5.1, 1.25],
      [
        (pair: Pair) => !isHeavy(pair) && pair[0].segment === "SME" && pair[0].channel !== "comparador",
        3.75,
        1.25,
      ],
      [
        (pair: Pair) =>
          !isHeavy(pair) && pair[0].segment === "Residential" && pair[0].channel !== "comparador",
        4.28,
        1.25,
      ],
    ] as const;
    for (const [belongs, mu, sigma] of laws) {
      const logs = pairs
        .filter(belongs)
        .filter(([customer]) => !customer.isGasOnly)
        .map(([, usage]) => Math.log(usage.baseElecKwh));
      // The near-dead move the median down by 1.2 % of the ranks, 0.015 standard deviations.
      const error = (4 * 1.2533 * sigma) / Math.sqrt(logs.length) + 0.02 * sigma;
      expect(Math.abs(quantile(logs, 0.5) - mu), `median of ${mu}`).toBeLessThan(error);
      const spread = (quantile(logs, 0.75) - quantile(logs, 0.25)) / 1.349;
      expect(Math.abs(spread / sigma - 1), `spread of ${mu}`).toBeLessThan(8 / Math.sqrt(logs.length));
    }
    expect(Math.max(...pairs.map(([, usage]) => usage.baseElecKwh))).toBeLessThanOrEqual(80_000);
    // Below 0.5 kWh a month lie 4e-5 of the living supplies and 88 % of the near-dead: 97 % of those with light use,
    // 16 % of those with heavy use.
    const dead = pairs.filter(([customer, usage]) => !customer.isGasOnly && usage.baseElecKwh < 0.5).length;
    expectShare(dead, N - 30, 0.012 * 0.88 + 4e-5, "near-dead supplies");
    expect(pairs.filter(([, usage]) => usage.baseElecKwh === 0).length).toBe(30);
    expect(pairs.filter(([customer]) => customer.isGasOnly).every(([customer]) => customer.hasGas)).toBe(
      true,
    );
  });

  test("2.1 % of months are zero; January and September stand where season and noise put them", () => {
    const used = pairs.filter(([customer]) => !customer.isGasOnly);
    const zeros = used.flatMap(([, usage]) => usage.elecKwh).filter((kwh) => kwh === 0).length;
    expectShare(zeros, used.length * 12, 0.021, "zero months");
    const relative = (month: number) =>
      used.map(([, usage]) => (usage.elecKwh[month] ?? 0) / usage.baseElecKwh).filter((share) => share > 0);
    // Mean season: 1 + 1.1 (s - 1), as a is uniform on .4 to 1.8; the noise's mean is exp(.16^2 / 2) = 1.01288.
    // January: s = 1.35 / 1.01333 = 1.33224 gives 1.38305; September: s = .82895 gives .82229.
    expectMean(relative(0), 1.38305, 0.27);
    expectMean(relative(8), 0.82229, 0.16);
  });

  test("a tenth of the meters are noisy, and a tenth of those with gas", () => {
    expect(pairs.filter(([, usage]) => usage.meterNoise.elec).length).toBe(2010);
    const withGas = pairs.filter(([customer]) => customer.hasGas);
    const noisy = pairs.filter(([, usage]) => usage.meterNoise.gas);
    expect(noisy.length).toBe(Math.round(withGas.length / 10));
    expect(noisy.every(([customer]) => customer.hasGas)).toBe(true);
  });
});

describe("gas", () => {
  test("is with 18.09 % of households, 15.5 % of small businesses, 42.9 % of corporate customers", () => {
    for (const [segment, share] of [
      ["Residential", 3272 / 18_090],
      ["SME", 284 / 1832],
      ["Corporate", 76 / 177],
    ] as const) {
      const group = pairs.filter(([customer]) => customer.segment === segment);
      expectShare(group.filter(([customer]) => customer.hasGas).length, group.length, share, segment);
    }
    const total = pairs.filter(([customer]) => customer.hasGas).length / N;
    expect(total).toBeGreaterThan(0.175);
    expect(total).toBeLessThan(0.187);
  });

  test("heating is off in 70 % of the months June to September, and never in winter", () => {
    const months = pairs.filter(([customer]) => customer.hasGas).map(([, usage]) => usage.gasM3);
    const zeros = (from: number, to: number) =>
      months.flatMap((year) => year.slice(from, to)).filter((m3) => m3 === 0).length;
    expectShare(zeros(5, 9), months.length * 4, 0.7, "summer months without gas");
    expect(zeros(0, 5) + zeros(9, 12)).toBe(0);
    expect(pairs.filter(([customer, usage]) => !customer.hasGas && usage.gasM3.some((m3) => m3 > 0))).toEqual(
      [],
    );
  });

  test("January holds 3.7 of 12.65 parts; base use is exp(N(3.55, 1.55)) m3, fourteenfold and capped if heavy", () => {
    const withGas = pairs.filter(([customer]) => customer.hasGas);
    // January = base x 3.7 x 12 / 12.65 (the parts' sum) x noise; the noise's median is 1.
    const base = ([, usage]: Pair) => (usage.gasM3[0] ?? 0) / ((3.7 * 12) / 12.65);
    const light = withGas.filter((pair) => !isHeavy(pair)).map((pair) => Math.log(base(pair)));
    expectMean(light, 3.55, Math.hypot(1.55, 0.2));
    const heavy = withGas.filter(isHeavy).map(base);
    expect(Math.abs(Math.log(quantile(heavy, 0.5)) - 3.55 - Math.log(14))).toBeLessThan(
      (4 * 1.2533 * 1.56) / Math.sqrt(heavy.length),
    );
    expect(Math.max(...heavy)).toBeLessThan(3000 * Math.exp(4 * 0.2));
  });
});

test("the portfolio's figures lie in the acceptance bands: median use 80 to 100 kWh, median margin 6.4 to 7.5 EUR", () => {
  const use = pairs.map(([, usage]) => mean(usage.elecKwh));
  expect(quantile(use, 0.5)).toBeGreaterThan(80);
  expect(quantile(use, 0.5)).toBeLessThan(100);
  // Margins with the profiles' shares of the periods, .299 .261 .441 for households, .333 .318 .349 for businesses,
  // and the costs' yearly means.
  const margins = pairs.map(([customer, usage], index) => {
    const tariff = world.tariffs[index];
    if (tariff === undefined) throw new Error("A customer has no tariff.");
    const [peak, standard, offPeak] =
      customer.segment === "Residential" ? [0.299, 0.261, 0.441] : [0.333, 0.318, 0.349];
    const perPeakPrice = peak + 0.8 * standard + 0.62 * offPeak;
    const months = usage.elecKwh.map((kwh, month) => {
      const price = (tariff.peakEurPerKwh[month] ?? 0) * perPeakPrice;
      const elec = kwh * (price - customer.province.elecCostEurPerKwh - 0.05);
      const gas = (usage.gasM3[month] ?? 0) * ((tariff.gasEurPerM3 ?? 0) - customer.province.gasCostEurPerM3);
      const fixed = tariff.fixedFeeEurPerMonth - tariff.fixedCostEurPerMonth;
      return elec + gas + fixed + (tariff.gasFixedRevenueEurPerYear - tariff.gasFixedCostEurPerYear) / 12;
    });
    return mean(months);
  });
  expect(quantile(margins, 0.5)).toBeGreaterThan(6.4);
  expect(quantile(margins, 0.5)).toBeLessThan(7.5);
});
