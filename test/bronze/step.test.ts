import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bronzeCustomer } from "../../configs/bronze-tables.ts";
import { isoDate } from "../../configs/names.ts";
import { InputError } from "../../runtime/errors.ts";
import type { StepSummary } from "../../runtime/step.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { asOfOf } from "../../runtime/table/read-table.ts";
import { temporaryFolder } from "../support/folders.ts";
import { bronzeRun } from "../support/run-bronze.ts";
import {
  csvOf,
  type SmallFiles,
  smallDelivery,
  smallReadings,
  writeSmallFiles,
} from "../support/small-delivery.ts";

const CUSTOMERS = 20;
const good = smallDelivery(CUSTOMERS);

interface Result {
  readonly engine: Engine;
  readonly folder: string;
  readonly summary: StepSummary;
  readonly rows: (table: string, where: string) => Promise<Record<string, unknown>[]>;
}

async function runStep(
  files: Partial<SmallFiles>,
  options: { asOf?: string; without?: string } = {},
): Promise<Result> {
  const delivery = temporaryFolder("step-");
  const engine = await Engine.open({ threads: 1, memoryLimitMb: 300, scratch: delivery });
  writeSmallFiles(delivery, { ...good, ...files });
  if (options.without !== undefined) rmSync(join(delivery, options.without));
  const target = literal(join(delivery, "consumption_hourly_2024.parquet"));
  await engine.run(`COPY (${smallReadings(CUSTOMERS)}) TO ${target} (FORMAT parquet)`);
  const step = bronzeRun(delivery);
  const summary = await step.run(options.asOf === undefined ? {} : { asOf: isoDate(options.asOf) });
  return {
    engine,
    folder: step.bronze,
    summary,
    rows: async (table, where) => {
      const columns = await engine.rows(
        `SELECT to_json(t)::VARCHAR AS row FROM read_parquet(${literal(join(step.bronze, `${table}.parquet`))}) t
         WHERE ${where} ORDER BY ALL`,
      );
      return columns.map(({ row }): Record<string, unknown> => JSON.parse(String(row)));
    },
  };
}

describe("the bronze step", () => {
  it("writes one row per customer of the master, in the columns that features.md lists", async () => {
    const { rows, summary } = await runStep({});
    const [row] = await rows("bronze_customer", "customer_id = 'C00001'");
    // Written down from the rules of test/support/small-delivery.ts for customer 1.
    expect(row).toEqual({
      customer_id: "C00001",
      churn: 0,
      contracted_power_kw: 3.45,
      is_industrial: 0,
      is_second_residence: 0,
      province_code: 2,
      region: "Cataluña",
      is_high_competition_province: 0,
      is_urban: 1,
      sales_channel: "desconocido",
      customer_first_activation_date: "2023-11-26",
      contract_start_date: "2024-09-21",
      last_product_change_date: "2024-11-10",
      next_renewal_date: "2025-01-01",
      date: "2024-11-29",
      channel: "office",
      interaction_summary: "Holder raised the last bill. Unhappy, escalated.",
      customer_intent: "Complaint / Escalation",
      has_interaction: 1,
      sentiment_neg: expect.any(Number),
      sentiment_neu: expect.any(Number),
      sentiment_pos: expect.any(Number),
      sentiment_label: "negative",
    });
    expect(bronzeCustomer.columns.map(({ name }) => name)).toEqual(Object.keys(row ?? {}));
    expect(summary).toMatchObject({
      as_of: "2024-12-31",
      customers: 20,
      labelled_customers: 20,
      churned_customers: 2,
      customers_with_interaction: 12,
      customers_without_contract: 0,
      customers_without_readings: 0,
      customer_months: 40,
      customer_months_without_price: 0,
      customer_months_without_costs: 0,
      readings: 20 * 61 * 24,
      rows_quarantined: 0,
      notes: "",
    });
  });

  it("marks customers without an interaction (D12)", async () => {
    const { rows } = await runStep({});
    const [row] = await rows("bronze_customer", "customer_id = 'C00003'");
    expect(row).toMatchObject({
      date: null,
      channel: null,
      interaction_summary: null,
      customer_intent: "no_interaction",
      has_interaction: 0,
      sentiment_neg: null,
      sentiment_neu: null,
      sentiment_pos: null,
      sentiment_label: "no_interaction",
    });
  });

  it("keeps customers without a label or a contract (D4)", async () => {
    const { rows, summary } = await runStep({
      churn_label: good.churn_label.slice(2),
      customer_contracts: good.customer_contracts.slice(1),
    });
    expect(await rows("bronze_customer", "customer_id = 'C00001'")).toMatchObject([
      { churn: null, next_renewal_date: null },
    ]);
    expect(summary).toMatchObject({ customers: 20, labelled_customers: 18, customers_without_contract: 1 });
  });

  it("needs no label file at all", async () => {
    const { summary } = await runStep({}, { without: "churn_label.csv" });
    expect(summary).toMatchObject({ customers: 20, labelled_customers: 0, churned_customers: 0 });
  });

  it("takes the newest interaction on or before the as-of date, the first in the file on one day (D7)", async () => {
    const contact = (date: string, text: string | null) => ({
      customer_id: "C00004",
      date,
      channel: "phone",
      interaction_summary: text,
    });
    const { rows } = await runStep({
      customer_interactions: [
        ...good.customer_interactions,
        contact("2024-10-01", "old"),
        contact("2024-12-30", "first of the day"),
        contact("2025-01-02", "after the as-of date"),
        contact("2024-12-30", "second of the day"),
      ],
    });
    expect(await rows("bronze_customer", "customer_id = 'C00004'")).toMatchObject([
      { date: "2024-12-30", interaction_summary: "first of the day" },
    ]);
  });

  it("knows an interaction without a text, and claims no sentiment for it", async () => {
    const { rows } = await runStep({
      customer_interactions: good.customer_interactions.map((row, index) =>
        index === 0 ? { ...row, interaction_summary: " " } : row,
      ),
    });
    expect(await rows("bronze_customer", "customer_id = 'C00001'")).toMatchObject([
      {
        has_interaction: 1,
        customer_intent: "Other / Unclassified",
        sentiment_neg: null,
        sentiment_label: "no_interaction",
      },
    ]);
  });

  it("joins each month's prices, and the costs of the customer's province", async () => {
    const { rows, summary } = await runStep({
      price_history: good.price_history.filter(
        (row) => row["customer_id"] !== "C00002" || row["pricing_date"] !== "2024-12-01",
      ),
    });
    // Customer 2 lives in province 3, the third of the list: 0.077 + 2 / 100,000.
    expect(await rows("bronze_customer_month", "customer_id = 'C00002'")).toMatchObject([
      {
        month: "2024-11",
        variable_price_tier1_eur_kwh: 0.14 + 2 / 10_000,
        gas_variable_price_eur_m3: null,
        elec_var_cost_eur_kwh: 0.077 + 2 / 100_000,
        hours: 720,
      },
      {
        month: "2024-12",
        variable_price_tier1_eur_kwh: null,
        elec_fixed_fee_eur_month: null,
        elec_var_cost_eur_kwh: 0.077 + 2 / 100_000,
        hours: 744,
      },
    ]);
    expect(summary).toMatchObject({ customer_months: 40, customer_months_without_price: 1 });
  });

  it("looks at nothing after the as-of date, which every table carries (D1)", async () => {
    const { engine, folder, rows, summary } = await runStep({}, { asOf: "2024-11-30" });
    expect(summary["as_of"]).toBe("2024-11-30");
    for (const name of ["bronze_customer", "bronze_customer_month", "bronze_province_month"])
      expect(await asOfOf(engine, { ...bronzeCustomer, name }, folder)).toBe("2024-11-30");
    expect(await rows("bronze_customer_month", "month > '2024-11'")).toEqual([]);
    expect(await rows("bronze_province_month", "true")).toHaveLength(52);
    expect(await rows("bronze_customer", "date > '2024-11-30'")).toEqual([]);
  });

  it.each([
    ["2098-01-01", "The as-of date 2098-01-01 lies in the future; give a day up to "],
    [
      "2025-01-01",
      "The as-of date 2025-01-01 lies after the last reading (2024-12-31); give a day up to that.",
    ],
  ])("refuses the as-of date %s", async (asOf, message) => {
    const error: unknown = await runStep({}, { asOf }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toContain(message);
  });

  it("writes the rejected rows with the whole row and where it stood", async () => {
    const delivery = temporaryFolder("step-");
    using engine = await Engine.open({ threads: 1, memoryLimitMb: 300, scratch: delivery });
    const files = smallDelivery(120);
    writeSmallFiles(delivery, files);
    writeFileSync(
      join(delivery, "churn_label.csv"),
      csvOf(files.churn_label).replace("C00005,0", "C00005,maybe"),
    );
    const target = literal(join(delivery, "consumption_hourly_2024.parquet"));
    await engine.run(`COPY (${smallReadings(120)}) TO ${target} (FORMAT parquet)`);
    const step = bronzeRun(delivery);
    const summary = await step.run();
    expect(summary).toMatchObject({ rows_quarantined: 1, labelled_customers: 119 });
    expect(
      await engine.rows(`SELECT * FROM ${literal(join(step.quarantine, "churn_label.parquet"))}`),
    ).toEqual([
      {
        file: "churn_label.csv",
        line: 6n,
        column: "churn",
        reason: "is not 0 or 1",
        row: '{"customer_id":"C00005","churn":"maybe"}',
      },
    ]);
  });
});
