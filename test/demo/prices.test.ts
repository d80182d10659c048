import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { makeDemo } from "../../runtime/demo/index.ts";
import { makeWorld, type World } from "../../runtime/demo/world.ts";
import { sharedFolder } from "../support/folders.ts";
import { cell, countBy, expectMean, expectShare, quantile, readCsv } from "./read-demo.ts";

// Expected values: sections 1.4, 1.5, 7.4 and 7.8 of the data description, typed in by hand; 20,099 customers.
const N = 20_099;
const folder = join(sharedFolder(), "raw");
type Row = Record<string, string>;
let prices: Row[] = [];
let costs: Row[] = [];
let world: World;
const byCustomer = new Map<string, Row[]>();

beforeAll(async () => {
  await makeDemo({ out: folder, customers: N, seed: 42, hourly: false });
  prices = readCsv(join(folder, "price_history.csv"));
  costs = readCsv(join(folder, "costs_by_province_month.csv"));
  world = makeWorld(42, N);
  for (const row of prices) {
    const id = cell(row, "customer_id");
    byCustomer.set(id, [...(byCustomer.get(id) ?? []), row]);
  }
});

const value = (row: Row, name: string) => Number(cell(row, name));
const peak = (row: Row) => value(row, "variable_price_tier1_eur_kwh");
const inMonth = (month: number) => (row: Row) =>
  cell(row, "pricing_date") === `2024-${String(month).padStart(2, "0")}-01`;

describe("price history, as written", () => {
  test("203 months lack a row, none of a customer with fewer than 7; a third of those customers left", () => {
    expect(prices.length).toBe(N * 12 - 203 + 252);
    const withId = prices.filter((row) => cell(row, "customer_id") !== "");
    expect(
      new Set(withId.map((row) => `${cell(row, "customer_id")} ${cell(row, "pricing_date")}`)).size,
    ).toBe(N * 12 - 203);
    const short = world.customers.filter(({ id }) => (byCustomer.get(id)?.length ?? 0) < 12);
    expect(Math.min(...short.map(({ id }) => byCustomer.get(id)?.length ?? 0))).toBeGreaterThanOrEqual(7);
    expect(short.length).toBeGreaterThan(80);
    expect(short.length).toBeLessThan(125);
    const left = short.filter(({ index }) => world.churn[index]).length;
    expectShare(left, short.length, 0.35, "leavers among customers with missing months");
  });

  test("252 rows lost their id, 21 in every month", () => {
    const strays = prices.filter((row) => cell(row, "customer_id") === "");
    expect(strays.length).toBe(252);
    expect(new Set(Object.values(countBy(strays, (row) => cell(row, "pricing_date"))))).toEqual(
      new Set([21]),
    );
  });

  test("35 zero prices in January, 5 in December, 2 customers without any, one price near zero", () => {
    const zeros = prices.filter((row) => cell(row, "variable_price_tier1_eur_kwh") !== "" && peak(row) === 0);
    expect(zeros.filter(inMonth(1)).length).toBe(35);
    expect(zeros.filter(inMonth(12)).length).toBe(5);
    expect(zeros.length).toBe(40);
    const empty = prices.filter((row) => cell(row, "variable_price_tier1_eur_kwh") === "");
    expect(Object.values(countBy(empty, (row) => cell(row, "customer_id")))).toEqual([12, 12]);
    expect(empty.every((row) => cell(row, "variable_price_tier3_eur_kwh") === "")).toBe(true);
    const near = prices.filter((row) => peak(row) > 0 && peak(row) < 0.01);
    expect(near.length).toBe(1);
    const months = byCustomer.get(cell(near[0] ?? {}, "customer_id")) ?? [];
    const [january, december] = [months.find(inMonth(1)), months.find(inMonth(12))];
    // The real outlier; the file's sixth decimal blurs it by a per mille.
    const trend = peak(december ?? {}) / peak(january ?? {}) - 1;
    expect(Math.abs(trend - 259.8)).toBeLessThan(0.3);
  });

  test("the cheaper periods cost 80 % and 62 %; gas is priced for gas customers alone, the same all year", () => {
    const priced = prices.filter((row) => peak(row) > 0.01);
    const off = (tier: number, factor: number) =>
      priced.map((row) => Math.abs(value(row, `variable_price_tier${tier}_eur_kwh`) - factor * peak(row)));
    expect(quantile(off(2, 0.8), 1)).toBeLessThan(2e-6);
    expect(quantile(off(3, 0.62), 1)).toBeLessThan(2e-6);
    const wrong = world.customers.filter(({ id, hasGas }) => {
      const rows = byCustomer.get(id) ?? [];
      const gas = new Set(rows.map((row) => cell(row, "gas_variable_price_eur_m3")));
      const revenue = new Set(rows.map((row) => cell(row, "gas_fixed_revenue_eur_year")));
      const right = gas.size === 1 && gas.has("") === !hasGas && revenue.size === 1;
      return !right || !revenue.has(hasGas ? "48.600" : "75.737");
    });
    expect(wrong).toEqual([]);
    expect(new Set(prices.map((row) => cell(row, "gas_fixed_cost_eur_year")))).toEqual(new Set(["12.000"]));
  });
});

describe("tariffs", () => {
  const tariffsOf = (keep: (index: number) => boolean) => world.tariffs.filter((_, index) => keep(index));
  const isCorporate = (index: number) => world.customers[index]?.segment === "Corporate";
  const isHeavy = (index: number) => world.usage[index]?.isHeavy ?? false;
  const december = (tariff: { peakEurPerKwh: readonly number[] }) => tariff.peakEurPerKwh[11] ?? 0;

  test("63.8 % rise; the logarithms of rise and fall have the recipe's medians and spread", () => {
    const rising = world.tariffs.filter((tariff) => tariff.isRising);
    expectShare(rising.length, N, 0.638, "rising");
    const logs = rising.map((tariff) => Math.log(tariff.trend));
    // The standard error of a median is 1.2533 times that of a mean.
    expect(Math.abs(quantile(logs, 0.5) + 2.88)).toBeLessThan((4 * 1.2533 * 0.99) / Math.sqrt(logs.length));
    expect(quantile(logs, 0.8413) - quantile(logs, 0.1587)).toBeCloseTo(2 * 0.99, 1);
    expect(Math.max(...rising.map((tariff) => tariff.trend))).toBeLessThanOrEqual(0.9);
    const falls = world.tariffs.filter((tariff) => !tariff.isRising).map((tariff) => Math.log(-tariff.trend));
    expect(Math.abs(quantile(falls, 0.5) + 3.57)).toBeLessThan(
      (4 * 1.2533 * 0.624) / Math.sqrt(falls.length),
    );
    expect(Math.max(...falls)).toBeLessThanOrEqual(Math.log(0.4));
  });

  test("December prices by kind of customer", () => {
    // 98 % N(.1465, .026), 2 % U(.20, .25); cutting the tails at .095 lifts the mean by about .0002.
    const light = tariffsOf((index) => !isCorporate(index) && !isHeavy(index)).map(december);
    expectMean(light, 0.98 * 0.1465 + 0.02 * 0.225, 0.028, 0.0003);
    expectMean(tariffsOf((index) => !isCorporate(index) && isHeavy(index)).map(december), 0.1495, 0.011);
    expectMean(tariffsOf(isCorporate).map(december), 0.1555, 0.009);
    expect(Math.min(...light)).toBe(0.095);
    expect(Math.max(...world.tariffs.map(december))).toBeLessThanOrEqual(0.27);
  });

  test("prices run straight from January to December, or step once in April to October when the change is large", () => {
    for (const { trend, peakEurPerKwh } of world.tariffs) {
      const first = peakEurPerKwh[0] ?? 0;
      const last = peakEurPerKwh[11] ?? 0;
      expect(last / first - 1).toBeCloseTo(trend, 9);
      const levels = peakEurPerKwh.map((price, month) => {
        if (Math.abs(trend) <= 0.15) return price / (first + ((last - first) * month) / 11);
        if (month < 3) return price / first;
        return month > 9 ? price / last : 1;
      });
      // Five standard deviations of the monthly noise, and one in thousands beyond.
      expect(Math.max(...levels.map((level) => Math.abs(level - 1)))).toBeLessThan(6 * 0.014);
    }
    const noise = world.tariffs
      .filter(({ trend }) => Math.abs(trend) <= 0.15)
      .map(({ peakEurPerKwh: [first = 0, , , , , june = 0, , , , , , last = 0] }) => {
        return june / (first + ((last - first) * 5) / 11) - 1;
      });
    expectMean(noise, 0, 0.014);
    expectMean(
      noise.map((own) => own ** 2),
      0.014 ** 2,
      Math.SQRT2 * 0.014 ** 2,
    );
  });

  test("fees are 1.9 EUR/kW; they leave 0.62 EUR/kW above cost, 0.68 for small businesses; gas costs 0.735 EUR/m3", () => {
    const logs = world.tariffs.map((tariff, index) =>
      Math.log(tariff.fixedFeeEurPerMonth / (world.customers[index]?.powerKw ?? 0)),
    );
    expectMean(logs, Math.log(1.9), 0.12);
    for (const [isSme, gain] of [
      [true, 0.68],
      [false, 0.62],
    ] as const) {
      const gains = world.customers
        .filter((customer) => (customer.segment === "SME") === isSme)
        .map(({ index, powerKw }) => {
          const tariff = world.tariffs[index];
          return Math.log(
            ((tariff?.fixedFeeEurPerMonth ?? 0) - (tariff?.fixedCostEurPerMonth ?? 0)) / powerKw,
          );
        });
      expectMean(gains, Math.log(gain), 0.1);
    }
    const gas = world.tariffs.flatMap(({ gasEurPerM3 }) => (gasEurPerM3 === null ? [] : [gasEurPerM3]));
    expectMean(gas, 0.735, 0.045);
  });
});

describe("costs by province and month", () => {
  const of = (month: string, province: string) =>
    costs.find((row) => cell(row, "month") === month && cell(row, "province") === province) ?? {};

  test("52 provinces by 12 months; electricity drifts around the year's mean, worked by hand for Madrid and Malaga", () => {
    expect(costs.length).toBe(624);
    // Madrid: .0771 x (1 -+ .0604 / 2) in January and December; Malaga: .0771 x (1 -+ .0499 / 2).
    expect(cell(of("2024-01", "28"), "elec_var_cost_eur_kwh")).toBe("0.07477");
    expect(cell(of("2024-12", "28"), "elec_var_cost_eur_kwh")).toBe("0.07943");
    expect(cell(of("2024-01", "29"), "elec_var_cost_eur_kwh")).toBe("0.07518");
    // Madrid in June: month 5 of 0 to 11: .0771 x (1 + .0604 x (5/11 - .5)) = .0768883.
    expect(cell(of("2024-06", "28"), "elec_var_cost_eur_kwh")).toBe("0.07689");
    expect(new Set(costs.map((row) => cell(row, "peaje_elec_eur_kwh")))).toEqual(new Set(["0.05000"]));
  });

  test("gas stays within 4 % of the year's mean, which is the recipe's", () => {
    const barcelona = costs.filter((row) => cell(row, "province") === "8");
    const gas = barcelona.map((row) => value(row, "gas_var_cost_eur_m3"));
    expect(gas.reduce((sum, own) => sum + own, 0) / 12).toBeCloseTo(0.7724, 4);
    for (const own of gas) expect(Math.abs(own / 0.7724 - 1)).toBeLessThan(0.04);
  });
});
