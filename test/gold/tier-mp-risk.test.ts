import { describe, expect, it } from "vitest";
import { isoDate } from "../../configs/names.ts";
import { type ProvinceRow, provinceRow } from "../support/bronze-fixture.ts";
import { goldOf, type SilverMonthRow, silverMonthRow } from "../support/gold-fixture.ts";

/** Features of a customer with these months by number. */
async function risk(
  months: readonly (readonly [month: number, cells: Partial<SilverMonthRow>])[],
  provinces: readonly ProvinceRow[] = [],
  asOf = "2024-12-31",
) {
  const rows = months.map(([month, cells]) =>
    silverMonthRow({ month: `2024-${String(month).padStart(2, "0")}`, ...cells }),
  );
  return (await goldOf({ customers: [{}], months: rows, provinces }, isoDate(asOf)))("C1");
}

const prices = (values: readonly (number | null)[]) =>
  values.map((value, index) => [index + 1, { variable_price_tier1_eur_kwh: value }] as const);
const margins = (values: readonly number[]) =>
  values.map((value, index) => [index + 1, { total_margin: value }] as const);

describe("variation", () => {
  it("is the sample deviation over the months that exist", async () => {
    const row = await risk([
      [1, { monthly_elec_kwh: 100, monthly_gas_m3: 1 }],
      [3, { monthly_elec_kwh: 200, monthly_gas_m3: 1 }],
      [12, { monthly_elec_kwh: 300, monthly_gas_m3: 4 }],
    ]);
    expect(row).toMatchObject({ std_monthly_elec_kwh: 100, active_months_count: 3 }); // sqrt((100^2 + 0 + 100^2) / 2)
    expect(row["std_monthly_gas_m3"]).toBeCloseTo(Math.sqrt(3), 12); // mean 2: (1 + 1 + 4) / 2 = 3
  });

  it("is 0 for gas without gas, and unknown for a single month", async () => {
    expect(
      await risk([
        [1, {}],
        [2, {}],
      ]),
    ).toMatchObject({ std_monthly_gas_m3: 0 });
    expect(await risk([[6, { monthly_elec_kwh: 10 }]])).toMatchObject({
      std_monthly_elec_kwh: null,
      std_monthly_gas_m3: null,
      std_margin: null,
      active_months_count: 1,
    });
  });

  it("is unknown without months, as everything in this tier", async () => {
    const row = await risk([]);
    const unknown = ["std_monthly_elec_kwh", "std_monthly_gas_m3", "active_months_count", "std_margin"];
    const others = [
      "min_monthly_margin",
      "max_negative_margin",
      "elec_price_trend_12m",
      "gas_price_trend_12m",
    ];
    const rest = ["elec_price_volatility_12m", "rolling_margin_trend", "is_price_increase"];
    for (const feature of [...unknown, ...others, ...rest]) expect(row[feature], feature).toBeNull();
  });
});

describe("margins", () => {
  it("have a deviation, a least value and a count of losses", async () => {
    // Mean 5; squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32.
    const row = await risk(margins([2, 4, 4, 4, 5, 5, 7, 9]));
    expect(row["std_margin"]).toBeCloseTo(Math.sqrt(32 / 7), 12);
    expect(row).toMatchObject({ min_monthly_margin: 2, max_negative_margin: 0 });
    expect(await risk(margins([-1, 0, -0.5, 3]))).toMatchObject({
      min_monthly_margin: -1,
      max_negative_margin: 2, // 0 is no loss
    });
  });
});

describe("the peak price", () => {
  it.each([
    ["rises by a fifth", [0.1, 0.3, 0.12], 0.2, 1],
    ["falls to a half", [0.1, 0.2, 0.05], -0.5, 0],
    ["begins and ends with empty months", [null, 0.1, 0.11, null], 0.1, 1],
    ["ends where it began", [0.1, 0.2, 0.1], 0, 0],
    ["is known once", [null, 0.1], 0, 0],
    ["begins at 0", [0, 0.1], null, null],
    ["is never known", [null, null], null, null],
    ["begins near 0: winsorised to a doubling", [0.001, 0.2608], 1, 1],
    ["ends near 0: winsorised to a halving", [0.1, 0.001], -0.5, 0],
  ])("%s", async (_name, values, trend, increase) => {
    const row = await risk(prices(values));
    if (trend === null) expect(row["elec_price_trend_12m"]).toBeNull();
    else expect(row["elec_price_trend_12m"]).toBeCloseTo(trend, 12);
    expect(row["is_price_increase"]).toBe(increase);
  });

  it.each([
    ["of three months", [0.1, 0.12, 0.14], 0.02],
    ["skips empty months instead of reading 0", [0.1, null, 0.12, null, 0.14], 0.02],
    ["of a steady price", [0.15, 0.15, 0.15], 0],
    ["is winsorised", [0.1, 0.9], 0.1], // 0.5657 otherwise
    ["of a single price is unknown", [0.1, null], null],
  ])("volatility %s", async (_name, values, volatility) => {
    const value = (await risk(prices(values)))["elec_price_volatility_12m"];
    if (volatility === null) expect(value).toBeNull();
    else expect(value).toBeCloseTo(volatility, 12);
  });
});

describe("the gas price", () => {
  it.each([
    ["of a gas customer", 5, [0.7, 0.77], 0.1],
    ["that stays", 5, [0.7, 0.7], 0],
    ["of a customer without gas is unknown (D15)", 0, [0.7, 0.77], null],
    ["that nobody knows", 5, [null, null], null],
  ])("%s", async (_name, m3, values, trend) => {
    const row = await risk(
      values.map((value, index) => [index + 1, { monthly_gas_m3: m3, gas_variable_price_eur_m3: value }]),
    );
    if (trend === null) expect(row["gas_price_trend_12m"]).toBeNull();
    else expect(row["gas_price_trend_12m"]).toBeCloseTo(trend, 12);
  });
});

describe("the province's electricity cost", () => {
  const costs = [
    provinceRow({ month: "2024-12", elec_var_cost_eur_kwh: 0.084 }),
    provinceRow({ month: "2024-01", elec_var_cost_eur_kwh: 0.08 }),
    provinceRow({ month: "2024-06", elec_var_cost_eur_kwh: 0.2 }),
    provinceRow({ month: "2025-01", elec_var_cost_eur_kwh: 9 }),
  ];

  it("has a trend up to as_of (D14)", async () => {
    expect((await risk([], costs))["province_elec_cost_trend"]).toBeCloseTo(0.05, 12);
  });

  it("is taken from the latest known price", async () => {
    const two = [costs[0], costs[1]].flatMap((row) => (row === undefined ? [] : [row])); // mean 0.082
    const row = await risk(prices([0.3, 0.14, null]), two);
    expect(row["elec_price_vs_province_cost_spread"]).toBeCloseTo(0.058, 12);
    const high = await risk(prices([0.9]), two); // 0.818
    expect(high["elec_price_vs_province_cost_spread"]).toBe(0.3);
    expect(await risk(prices([null]), two)).toMatchObject({ elec_price_vs_province_cost_spread: null });
  });

  it("is unknown for a province that is not in the file", async () => {
    expect(await risk(prices([0.1]), [provinceRow({ province: 8 })])).toMatchObject({
      province_elec_cost_trend: null,
      elec_price_vs_province_cost_spread: null,
    });
  });

  it("has no trend when it begins at 0", async () => {
    const free = [
      provinceRow({ month: "2024-01", elec_var_cost_eur_kwh: 0 }),
      provinceRow({ month: "2024-02", elec_var_cost_eur_kwh: 0.1 }),
    ];
    expect(await risk([], free)).toMatchObject({ province_elec_cost_trend: null });
  });
});

describe("rolling_margin_trend (D16)", () => {
  it.each([
    [
      "October to December against July to September",
      [
        [6, 1000],
        [7, 1],
        [8, 2],
        [9, 3],
        [10, 4],
        [11, 5],
        [12, 9],
      ],
      4,
    ],
    [
      "by the calendar where months are missing",
      [
        [8, 3],
        [12, 9],
      ],
      6,
    ],
    [
      "unknown when the last three months are empty",
      [
        [7, 1],
        [8, 2],
        [9, 3],
      ],
      null,
    ],
    [
      "unknown when the three before are empty",
      [
        [6, 1],
        [10, 4],
      ],
      null,
    ],
  ] as const)("%s", async (_name, values, trend) => {
    const row = await risk(values.map(([month, margin]) => [month, { total_margin: margin }]));
    expect(row["rolling_margin_trend"]).toBe(trend);
  });

  it("ends with the month of as_of", async () => {
    const year = margins([1, 1, 1, 4, 4, 4, 50, 50, 50, 50, 50, 50]);
    const row = await risk(year, [], "2024-06-30");
    expect(row).toMatchObject({ rolling_margin_trend: 3, active_months_count: 6 });
  });

  it("reaches into the year before", async () => {
    const months = [
      ["2023-09", 1],
      ["2023-11", 3],
      ["2023-12", 10],
      ["2024-02", 20],
    ] as const;
    const rows = months.map(([month, margin]) => silverMonthRow({ month, total_margin: margin }));
    const gold = await goldOf({ customers: [{}], months: rows }, isoDate("2024-02-29"));
    expect(gold("C1")["rolling_margin_trend"]).toBe(13); // (10 + 20) / 2 - (1 + 3) / 2
  });
});
