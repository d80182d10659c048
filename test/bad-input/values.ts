import type { BadInput } from "./case.ts";

const attribute = (line: number, column: string, reason: string) => ({
  customer_attributes: [{ line, column, reason }],
});

/** Values of a wrong type, out of range, or missing. Line 9 of the customer files is customer C00008. */
export const valueCases: readonly BadInput[] = [
  {
    name: "a text where a number belongs",
    spoil: (d) => d.cell("customer_attributes", 9, "contracted_power_kw", "high"),
    quarantines: attribute(9, "contracted_power_kw", "is not a number"),
    orphansOf: ["C00008"],
  },
  {
    name: "a number with its unit",
    spoil: (d) => d.cell("customer_attributes", 9, "contracted_power_kw", "3.45 kW"),
    quarantines: attribute(9, "contracted_power_kw", "is not a number"),
    orphansOf: ["C00008"],
  },
  {
    name: "a thousands separator",
    spoil: (d) => d.cell("customer_attributes", 9, "contracted_power_kw", "1_000"),
    quarantines: attribute(9, "contracted_power_kw", "is not a number"),
    orphansOf: ["C00008"],
  },
  {
    name: "a negative power",
    spoil: (d) => d.cell("customer_attributes", 9, "contracted_power_kw", -3.45),
    quarantines: attribute(9, "contracted_power_kw", "does not lie between 0.1 and 10000 kW"),
    orphansOf: ["C00008"],
  },
  {
    name: "NaN",
    spoil: (d) => d.cell("price_history", 9, "elec_fixed_fee_eur_month", "NaN"),
    quarantines: {
      price_history: [{ line: 9, column: "elec_fixed_fee_eur_month", reason: "is not a finite number" }],
    },
  },
  {
    name: "infinity",
    spoil: (d) => d.cell("price_history", 9, "elec_fixed_fee_eur_month", "-inf"),
    quarantines: {
      price_history: [{ line: 9, column: "elec_fixed_fee_eur_month", reason: "is not a finite number" }],
    },
  },
  {
    name: "a number beyond all numbers",
    spoil: (d) => d.cell("price_history", 9, "elec_fixed_fee_eur_month", "1e400"),
    quarantines: {
      price_history: [{ line: 9, column: "elec_fixed_fee_eur_month", reason: "is not a finite number" }],
    },
  },
  {
    name: "an absurd price",
    spoil: (d) => d.cell("price_history", 9, "variable_price_tier1_eur_kwh", 140_000),
    quarantines: {
      price_history: [
        {
          line: 9,
          column: "variable_price_tier1_eur_kwh",
          reason: "does not lie between 0 and 10 EUR/kWh",
        },
      ],
    },
  },
  {
    name: "NaN in every row",
    spoil: (d) =>
      d.rows("price_history", (rows) => rows.map((row) => ({ ...row, gas_fixed_cost_eur_year: "nan" }))),
    stops: {
      message:
        "price_history.csv: 400 of 400 rows (100.0 %, the limit is 1 %) break the contract, the first in line 2: " +
        "gas_fixed_cost_eur_year is not a finite number; leave the cell empty where a value is missing.",
      file: "price_history.csv",
      column: "gas_fixed_cost_eur_year",
      line: 2,
    },
  },
  {
    name: "a flag that is neither 0 nor 1",
    spoil: (d) => d.cell("churn_label", 9, "churn", 2),
    quarantines: { churn_label: [{ line: 9, column: "churn", reason: "is not 0 or 1" }] },
  },
  {
    name: "a fraction where a whole number belongs",
    spoil: (d) => d.cell("customer_attributes", 9, "province_code", "8.5"),
    quarantines: attribute(9, "province_code", "is not a whole number"),
    orphansOf: ["C00008"],
  },
  {
    name: "an unparsable date",
    spoil: (d) => d.cell("customer_contracts", 9, "next_renewal_date", "2025-02-30"),
    quarantines: {
      customer_contracts: [
        { line: 9, column: "next_renewal_date", reason: "is not a date of the form YYYY-MM-DD" },
      ],
    },
  },
  {
    name: "mixed date formats",
    spoil: (d) =>
      d.rows("customer_contracts", (rows) =>
        rows.map((row, index) => (index % 2 === 1 ? { ...row, next_renewal_date: "31/01/2025" } : row)),
      ),
    stops: {
      message:
        "customer_contracts.csv: 100 of 200 rows (50.0 %, the limit is 1 %) break the contract, the first in line 3: " +
        "next_renewal_date is not a date of the form YYYY-MM-DD; write dates as YYYY-MM-DD and months as YYYY-MM.",
      file: "customer_contracts.csv",
      column: "next_renewal_date",
      line: 3,
    },
  },
  {
    name: "a date in the future",
    spoil: (d) => d.cell("customer_contracts", 9, "customer_first_activation_date", "2098-01-01"),
    quarantines: {
      customer_contracts: [
        { line: 9, column: "customer_first_activation_date", reason: "lies in the future" },
      ],
    },
  },
  {
    name: "a date of long ago",
    spoil: (d) => d.cell("customer_contracts", 9, "customer_first_activation_date", "0024-01-01"),
    quarantines: {
      customer_contracts: [
        {
          line: 9,
          column: "customer_first_activation_date",
          reason: "is not at least 1980-01-01",
        },
      ],
    },
  },
  {
    name: "a month that is none",
    spoil: (d) => d.cell("costs_by_province_month", 9, "month", "2024-13"),
    quarantines: {
      costs_by_province_month: [{ line: 9, column: "month", reason: "is not a month of the form YYYY-MM" }],
    },
  },
  {
    name: "months written as days, dates with midnight",
    spoil: (d) => {
      d.rows("costs_by_province_month", (rows) =>
        rows.map((row) => ({ ...row, month: `${row["month"]}-01` })),
      );
      d.rows("price_history", (rows) =>
        rows.map((row) => ({ ...row, pricing_date: `${row["pricing_date"]} 00:00:00` })),
      );
    },
    quarantines: {},
  },
  {
    name: "an empty cell in a column that is never empty",
    spoil: (d) => d.cell("customer_attributes", 9, "is_urban", null),
    quarantines: attribute(9, "is_urban", "is empty"),
    orphansOf: ["C00008"],
  },
  {
    name: "a column over its null budget",
    spoil: (d) =>
      d.rows("customer_contracts", (rows) =>
        rows.map((row, index) => (index < 150 ? { ...row, last_product_change_date: null } : row)),
      ),
    stops: {
      // 150 emptied, and of customers 151 to 200 those divisible by 3: 16.
      message:
        "customer_contracts.csv: 83.0 % of last_product_change_date is empty, its limit is 60.0 %; fill the column and " +
        "deliver the file again.",
      file: "customer_contracts.csv",
      column: "last_product_change_date",
    },
  },
];
