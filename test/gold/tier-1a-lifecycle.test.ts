import { describe, expect, it } from "vitest";
import { isoDate } from "../../configs/names.ts";
import { goldOf, type SilverCustomerRow, silverMonthRow } from "../support/gold-fixture.ts";

const asOf = isoDate("2024-12-31");

async function lifecycle(cells: Partial<SilverCustomerRow>) {
  return (await goldOf({ customers: [{ customer_id: "C1", ...cells }] }, asOf))("C1");
}

// Days from 2024-12-31 over 30.44, worked out by hand.
// next_renewal_date -> months_to_renewal, renewal_bucket, is_within_3m_of_renewal, is_expired_contract
it.each([
  ["2024-12-31", 0, "expired", 1, 1], // today
  ["2025-01-01", 0, "expired", 1, 1], // 1 day, 0.03 -> 0.0, and buckets are cut on the rounded value (D3)
  ["2025-01-02", 0.1, "0-3m", 1, 0], // 2 days, 0.066
  ["2024-12-30", 0, "expired", 1, 1], // -1 day, -0.03 -> 0.0 and not -0.0
  ["2024-12-02", -1, "expired", 0, 1], // -29 days, -0.953; expired is not within three months (D11)
  ["2025-04-01", 3, "0-3m", 1, 0], // 91 days, 2.989
  ["2025-04-02", 3, "0-3m", 1, 0], // 92 days, 3.022: exactly 3.0 once rounded
  ["2025-04-03", 3.1, "3-6m", 0, 0], // 93 days, 3.055
  ["2025-07-02", 6, "3-6m", 0, 0], // 183 days, 6.012
  ["2025-07-04", 6.1, "6-12m", 0, 0], // 185 days, 6.078
  ["2025-12-31", 12, "6-12m", 0, 0], // 365 days, 11.991
  ["2026-01-03", 12.1, "12m+", 0, 0], // 368 days, 12.089
  [null, null, null, 0, null],
])("a renewal on %s is %s months away: %s", async (renewal, months, bucket, within, expired) => {
  const row = await lifecycle({ next_renewal_date: renewal });
  expect(row["months_to_renewal"]).toBe(months);
  expect(row).toMatchObject({
    renewal_bucket: bucket,
    is_within_3m_of_renewal: within,
    is_expired_contract: expired,
  });
});

// customer_first_activation_date -> tenure_months, tenure_bucket
it.each([
  ["2024-12-31", 0, "0-6m"], // today: 0 is in the first bucket (D11)
  ["2024-12-16", 0, "0-6m"], // 15 days, 0.493
  ["2024-12-15", 1, "0-6m"], // 16 days, 0.526
  ["2024-06-17", 6, "0-6m"], // 197 days, 6.472
  ["2024-06-16", 7, "6-12m"], // 198 days, 6.505
  ["2024-01-01", 12, "6-12m"], // 365 days, 11.991
  ["2023-12-10", 13, "1-2y"], // 387 days, 12.714
  ["2022-12-31", 24, "1-2y"], // 731 days, 24.014
  ["2022-11-30", 25, "2-5y"], // 762 days, 25.033
  ["2019-12-31", 60, "2-5y"], // 1,827 days, 60.020
  ["2019-11-20", 61, "5y+"], // 1,868 days, 61.367
  ["1980-01-01", 540, "5y+"], // 16,436 days, 539.95
  ["2025-01-05", null, null], // later than as_of: not known yet
  [null, null, null],
])("an activation on %s is %s months ago: %s", async (activation, months, bucket) => {
  const row = await lifecycle({ customer_first_activation_date: activation });
  expect([row["tenure_months"], row["tenure_bucket"]]).toEqual([months, bucket]);
});

describe("fuels", () => {
  // kWh and m3 of two months -> is_dual_fuel, portfolio_type
  it.each([
    ["both fuels", [0, 100], [5, 0], 1, "SME_DualFuel"],
    ["electricity alone", [100, 100], [0, 0], 0, "SME_SingleFuel"],
    ["gas alone", [0, 0], [5, 5], 0, "SME_DualFuel"],
    ["nothing", [0, 0], [0, 0], 0, "SME_SingleFuel"],
  ] as const)("%s", async (_name, kwh, m3, dual, portfolio) => {
    const months = [0, 1].map((index) =>
      silverMonthRow({
        month: `2024-1${index}`,
        monthly_elec_kwh: kwh[index] ?? 0,
        monthly_gas_m3: m3[index] ?? 0,
      }),
    );
    const row = (await goldOf({ customers: [{ segment: "SME" }], months }, asOf))("C1");
    expect(row).toMatchObject({ is_dual_fuel: dual, portfolio_type: portfolio });
  });

  it("are none without months, and an unknown segment stays readable", async () => {
    expect(await lifecycle({ segment: "Unknown" })).toMatchObject({
      is_dual_fuel: 0,
      portfolio_type: "Unknown_SingleFuel",
    });
  });
});

// sales_channel -> is_digital_channel, is_comparison_channel, is_own_website_channel
it.each([
  ["Comparison Website", 1, 1, 0],
  ["Own Website", 1, 0, 1],
  ["In-Person Commercial", 0, 0, 0],
  ["Unknown", 0, 0, 0],
])("channel %s", async (channel, digital, comparison, own) => {
  expect(await lifecycle({ sales_channel: channel })).toMatchObject({
    sales_channel: channel,
    is_digital_channel: digital,
    is_comparison_channel: comparison,
    is_own_website_channel: own,
  });
});

it("takes segment, competition and second home as they are", async () => {
  const facts = { segment: "Corporate", is_high_competition_province: 1, is_second_residence: 1 };
  expect(await lifecycle(facts)).toMatchObject(facts);
  const opposite = { segment: "Residential", is_high_competition_province: 0, is_second_residence: 0 };
  expect(await lifecycle(opposite)).toMatchObject(opposite);
});
