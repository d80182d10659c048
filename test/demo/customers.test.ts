import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { makeDemo } from "../../runtime/demo/index.ts";
import { sharedFolder } from "../support/folders.ts";
import { cell, countBy, daysFromAsOf, expectMean, expectShare, readCsv } from "./read-demo.ts";

// Expected values: sections 1 and 7.2 of the data description, typed in by hand. 20,099 customers, without readings.
const N = 20_099;
const folder = join(sharedFolder(), "raw");
type Row = Record<string, string>;
let attributes: Row[] = [];
let contracts: Row[] = [];

beforeAll(async () => {
  await makeDemo({ out: folder, customers: N, seed: 42, hourly: false });
  attributes = readCsv(join(folder, "customer_attributes.csv"));
  contracts = readCsv(join(folder, "customer_contracts.csv"));
});

const power = (row: Row) => Number(cell(row, "contracted_power_kw"));
const is = (name: string, value: string) => (row: Row) => cell(row, name) === value;
const segmentOf = (row: Row) =>
  cell(row, "is_industrial") === "0" ? "Residential" : power(row) === 10 ? "SME" : "Corporate";

describe("customer attributes", () => {
  test("have the real columns and the ids C00001 to C20099 once each, in order", () => {
    expect(Object.keys(attributes[0] ?? {})).toEqual([
      "customer_id",
      "contracted_power_kw",
      "is_industrial",
      "is_second_residence",
      "province_code",
      "region",
      "is_high_competition_province",
      "is_urban",
      "sales_channel",
    ]);
    const ids = attributes.map((row) => cell(row, "customer_id"));
    expect(ids).toEqual(Array.from({ length: N }, (_, index) => `C${String(index + 1).padStart(5, "0")}`));
  });

  test("segments and channels have the exact counts of the channel by segment table", () => {
    const channel = (row: Row) => cell(row, "sales_channel").replace("unknown", "desconocido");
    expect(countBy(attributes, (row) => `${segmentOf(row)} ${channel(row)}`)).toEqual({
      "Residential presencial_comercial": 8235,
      "Residential desconocido": 4744,
      "Residential comparador": 2351,
      "Residential oficina": 1654,
      "Residential telemarketing": 1085,
      "Residential web_propia": 21,
      "SME presencial_comercial": 868,
      "SME desconocido": 482,
      "SME comparador": 167,
      "SME oficina": 181,
      "SME telemarketing": 132,
      "SME web_propia": 2,
      "Corporate presencial_comercial": 55,
      "Corporate desconocido": 41,
      "Corporate comparador": 79,
      "Corporate oficina": 1,
      "Corporate telemarketing": 1,
    });
    expectShare(attributes.filter(is("sales_channel", "unknown")).length, 5267, 0.07, "English unknown");
  });

  test("power: the corporate list exactly, SME 10 kW, households on the 1.15 kW grid with their chances", () => {
    const corporate = attributes.filter((row) => segmentOf(row) === "Corporate");
    const listed =
      "15:28 20:10 25:9 30:25 35:12 40:6 45:8 50:8 55:5 60:4 65:5 70:4 75:5 80:8 85:4 90:2 95:4 100:3 105:2 110:2 115:1 120:3 130:5 140:1 145:1 150:12";
    const expected = Object.fromEntries(
      listed.split(" ").map((pair) => {
        const [kw = "", count] = pair.split(":");
        return [kw, Number(count)];
      }),
    );
    expect(countBy(corporate, (row) => cell(row, "contracted_power_kw"))).toEqual(expected);
    const steps = [2.3, 3.45, 4.6, 5.75, 6.9, 8.05, 9.2, 10.35];
    const chances = {
      "0": [0.06, 0.24, 0.285, 0.17, 0.125, 0.035, 0.06, 0.025],
      "1": [0.31, 0.26, 0.16, 0.115, 0.095, 0.02, 0.025, 0.015],
    };
    for (const [secondHome, weights] of Object.entries(chances)) {
      const homes = attributes.filter(
        (row) => segmentOf(row) === "Residential" && cell(row, "is_second_residence") === secondHome,
      );
      expect(homes.length).toBe(secondHome === "1" ? 402 : 17_688);
      for (const [index, step] of steps.entries())
        expectShare(
          homes.filter((row) => power(row) === step).length,
          homes.length,
          weights[index] ?? 0,
          `${step} kW`,
        );
    }
    expect(attributes.filter((row) => segmentOf(row) !== "Residential" && power(row) < 10)).toEqual([]);
    expect(attributes.filter(is("is_second_residence", "1")).every(is("is_industrial", "0"))).toBe(true);
  });

  test("provinces: the six with much competition and no other, in their shares; urban 62 %", () => {
    const weights = { "8": 5800, "28": 6850, "46": 2620, "29": 1750, "41": 1950, "47": 520, "50": 970 };
    // The weights of the 52 provinces add up to 47,798.
    for (const [code, weight] of Object.entries(weights))
      expectShare(
        attributes.filter(is("province_code", code)).length,
        N,
        weight / 47_798,
        `province ${code}`,
      );
    const competitive = attributes.filter(is("is_high_competition_province", "1"));
    expect(new Set(competitive.map((row) => cell(row, "province_code")))).toEqual(
      new Set(["28", "29", "41", "46", "47", "50"]),
    );
    expectShare(competitive.length, N, 14_660 / 47_798, "high competition");
    expect(new Set(attributes.map((row) => cell(row, "province_code"))).size).toBe(52);
    expectShare(attributes.filter(is("is_urban", "1")).length, N, 0.62, "urban");
  });
});

describe("customer contracts", () => {
  const piecewise = (
    values: readonly number[],
    edges: readonly number[],
    shares: readonly number[],
    what: string,
  ) => {
    for (const [index, share] of shares.entries()) {
      const low = edges[index] ?? Number.NaN;
      const high = edges[index + 1] ?? Number.NaN;
      const inside = values.filter((value) => value >= low && value < high).length;
      expectShare(inside, values.length, share, `${what} ${low} to ${high}`);
    }
  };

  test("renewal days and tenure follow the recipe's pieces", () => {
    const days = contracts.map((row) => daysFromAsOf(cell(row, "next_renewal_date")));
    piecewise(
      days,
      [-29, 1, 30, 52, 76, 130, 163, 203, 240, 299],
      [0.0289, 0.035, 0.045, 0.091, 0.2003, 0.2011, 0.1997, 0.145, 0.054],
      "renewal day",
    );
    expect(Math.min(...days)).toBe(-29);
    expect(Math.max(...days)).toBe(298);
    const tenure = contracts.map((row) => 0 - daysFromAsOf(cell(row, "customer_first_activation_date")));
    piecewise(
      tenure,
      [0, 720, 1800, 2160, 3000, 3828, 5475],
      [0.3066, 0.3373, 0.1062, 0.069, 0.064, 0.1169],
      "tenure in days",
    );
    expect(Math.min(...tenure)).toBe(0);
    expect(Math.max(...tenure)).toBeLessThanOrEqual(5474);
  });

  test("last change: 30.32 % empty, else 2.45 + 0.97 months per month to renewal, at least six days ago", () => {
    const changed = contracts.filter((row) => cell(row, "last_product_change_date") !== "");
    expectShare(N - changed.length, N, 0.3032, "without a change");
    const residuals = changed
      .map((row) => ({
        months: -daysFromAsOf(cell(row, "last_product_change_date")) / 30,
        toRenewal: Math.max(0, daysFromAsOf(cell(row, "next_renewal_date"))) / 30,
      }))
      // Far from the floor of six days the residual is the recipe's noise, N(0, 1.8).
      .filter(({ toRenewal }) => toRenewal > 5)
      .map(({ months, toRenewal }) => months - 2.45 - 0.97 * toRenewal);
    expectMean(residuals, 0, 1.8);
    expectMean(
      residuals.map((residual) => residual ** 2),
      1.8 ** 2,
      1.8 ** 2 * Math.SQRT2,
    );
    const latest = Math.max(...changed.map((row) => daysFromAsOf(cell(row, "last_product_change_date"))));
    expect(latest).toBe(-6);
  });

  test("a contract starts with the last change, or else on the last anniversary of the activation", () => {
    const wrong = contracts.filter((row) => {
      const change = cell(row, "last_product_change_date");
      const anniversary = `2024${cell(row, "customer_first_activation_date").slice(4)}`;
      return cell(row, "contract_start_date") !== (change === "" ? anniversary : change);
    });
    expect(wrong).toEqual([]);
  });
});
