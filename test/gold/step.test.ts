import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { customerMonths } from "../../configs/customer-months.ts";
import { goldMaster, tierTables } from "../../configs/gold-tables.ts";
import { isoDate } from "../../configs/names.ts";
import { silverCustomer, silverCustomerMonth } from "../../configs/silver-tables.ts";
import { Engine, identifier } from "../../runtime/table/engine.ts";
import { qualityReportSchema } from "../../runtime/table/quality.ts";
import { asOfOf, openTable } from "../../runtime/table/read-table.ts";
import {
  type BronzeTables,
  customerRow,
  type MonthRow,
  monthRow,
  provinceRow,
} from "../support/bronze-fixture.ts";
import { temporaryFolder } from "../support/folders.ts";
import { yearOf } from "../support/gold-fixture.ts";
import { digests, type Layers, prepareBronze, runLayers } from "../support/run-layers.ts";

const asOf = isoDate("2024-12-31");

/** A plausible bronze of some customers: gaps, missing prices, amounts whose sums depend on the order of adding. */
function plausible(customers: number): BronzeTables {
  const ids = Array.from({ length: customers }, (_, index) => `C${String(index).padStart(5, "0")}`);
  const months = ids.flatMap((id, row) =>
    yearOf(monthRow, id, (index) => {
      const kwh = (row + 1) / 7 + Math.sqrt(index * 31 + row * 17);
      const gas = row % 5 === 0 ? kwh / 3 : 0;
      return {
        monthly_elec_kwh: kwh,
        elec_kwh_tier_1_peak: kwh * 0.3,
        elec_kwh_tier_2_standard: kwh * 0.3,
        elec_kwh_tier_3_offpeak: kwh * 0.4,
        monthly_gas_m3: gas,
        variable_price_tier1_eur_kwh:
          (row + index) % 11 === 0 ? null : 0.1 + ((row * 7 + index * 3) % 13) / 300,
        elec_fixed_fee_eur_month: (row + index) % 17 === 0 ? 0 : 8 + row / 300,
        gas_variable_price_eur_m3: row % 5 === 0 && row % 3 > 0 ? 0.75 : null,
        elec_var_cost_eur_kwh: 0.08 + index / 1000,
      };
    }).filter((_, index) => (row + index) % 23 > 0),
  );
  return {
    customers: ids.map((id, row) =>
      customerRow({
        customer_id: id,
        churn: row % 9 === 0 ? 1 : 0,
        is_industrial: row % 10 === 0 ? 1 : 0,
        interaction_summary: "My words",
      }),
    ),
    months,
    provinces: yearOf(provinceRow, "", (index) => ({ elec_var_cost_eur_kwh: 0.08 + index / 1000 })).map(
      ({ province, month, elec_var_cost_eur_kwh, gas_var_cost_eur_m3, peaje_elec_eur_kwh }) => ({
        province,
        month,
        elec_var_cost_eur_kwh,
        gas_var_cost_eur_m3,
        peaje_elec_eur_kwh,
      }),
    ),
  };
}

async function run(bronze: BronzeTables, options: { salt?: number; threads?: number } = {}): Promise<Layers> {
  const folder = temporaryFolder();
  await prepareBronze(folder, bronze, { asOf, ...options });
  return await runLayers(folder, options);
}

describe("silver and gold", () => {
  it("write their tables by contract, with the as-of date, and report what they did", async () => {
    const bronze = plausible(30);
    const { folder, summaries, tasks } = await run(bronze);
    using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: folder });
    for (const contract of [silverCustomer, silverCustomerMonth, ...tierTables, goldMaster, customerMonths]) {
      const place = join(folder, contract.layer);
      await openTable(engine, contract, place);
      const columns = await engine.rows(`DESCRIBE ${identifier(contract.name)}`);
      expect(columns.map((row) => row["column_name"])).toEqual(contract.columns.map(({ name }) => name));
      expect(await asOfOf(engine, contract, place)).toBe(asOf);
      const quality = readFileSync(join(place, `${contract.name}.quality.json`), "utf8");
      expect(qualityReportSchema.parse(JSON.parse(quality)).table).toBe(contract.name);
      expect(quality).not.toMatch(/C000\d\d|My words/);
    }
    expect(await engine.number("SELECT count(*)::INTEGER FROM gold_master")).toBe(30);
    // A tenth is industrial, of 4.6 kW.
    expect(summaries.silver).toMatchObject({
      customers: 30,
      customer_months: bronze.months.length,
      segment_residential: 27,
      segment_sme: 3,
      segment_corporate: 0,
      segment_unknown: 0,
    });
    expect(summaries.gold).toMatchObject({ customers: 30, features: 64 });
    expect(tasks.length).toBe(11); // two silver tables, seven tiers, the master and the months
  });

  it("count imputed prices by level", async () => {
    const price = (customer: string, month: string, eur: number | null) =>
      monthRow({ customer_id: customer, month, variable_price_tier1_eur_kwh: eur });
    const { summaries } = await run({
      customers: ["A", "B", "C", "D"].map((id) =>
        customerRow({ customer_id: id, is_industrial: id === "D" ? 1 : 0 }),
      ),
      months: [
        price("A", "2024-01", 0.1),
        price("A", "2024-02", null), // own
        price("A", "2024-03", 0), // own
        price("B", "2024-02", null), // median of kind
        price("C", "2024-03", null), // median of kind
        price("D", "2024-03", null), // median of the month
        price("D", "2024-04", null), // nobody has a price in April, and D none of its own
      ],
      provinces: [provinceRow({})],
    });
    expect(summaries.silver).toMatchObject({
      prices_imputed_own_series: 2,
      prices_imputed_median_of_kind: 2,
      prices_imputed_median_of_month: 1,
      prices_left_missing: 1,
    });
  });

  it("keep a customer without months or contract", async () => {
    const bronze = plausible(9);
    const bare = customerRow({
      customer_id: "Z",
      customer_first_activation_date: null,
      contract_start_date: null,
      last_product_change_date: null,
      next_renewal_date: null,
    });
    const { summaries } = await run({ ...bronze, customers: [...bronze.customers, bare] });
    expect(summaries.gold).toMatchObject({
      customers: 10,
      null_share_tenure_months: 0.1,
      null_share_avg_monthly_elec_kwh: 0.1,
    });
  });

  it("accept data of a single month", async () => {
    const bronze = plausible(10);
    const months = bronze.months.filter(({ month }) => month === "2024-12");
    expect((await run({ ...bronze, months })).summaries.gold).toMatchObject({
      null_share_std_margin: 1,
      null_share_rolling_margin_trend: 1,
    });
  });

  it("refuse a conversation that is later than the as-of date", async () => {
    const bronze = plausible(3);
    const late = customerRow({ customer_id: "Z", date: "2025-01-01" });
    await expect(run({ ...bronze, customers: [...bronze.customers, late] })).rejects.toThrow(
      "Table tier_2a_behaviour: 1 rows break the rule that last_interaction_days_ago is at least 0 days",
    );
  });

  it("stop when the run is cancelled", async () => {
    const folder = temporaryFolder();
    await prepareBronze(folder, plausible(3), { asOf });
    await expect(runLayers(folder, { signal: AbortSignal.abort() })).rejects.toThrow("cancelled");
  });
});

describe("the same bytes", () => {
  const bronze = plausible(40);
  it("come from bronze rows in any order", async () => {
    const expected = digests(await run(bronze));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1 }), async (salt) => {
        expect(digests(await run(bronze, { salt }))).toEqual(expected);
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });

  it("come with months and costs after the as-of date in bronze", async () => {
    const later = (month: string): MonthRow[] =>
      bronze.customers.map(({ customer_id }) =>
        monthRow({ customer_id, month, variable_price_tier1_eur_kwh: 9, monthly_elec_kwh: 5000 }),
      );
    const costs = ["2025-01", "2025-02"].map((month) => provinceRow({ month, elec_var_cost_eur_kwh: 5 }));
    const extended = {
      customers: bronze.customers,
      months: [...bronze.months, ...later("2025-01"), ...later("2025-02")],
      provinces: [...bronze.provinces, ...costs],
    };
    expect(digests(await run(extended))).toEqual(digests(await run(bronze)));
  });
});
