import type { BadInput } from "./case.ts";

/** Keys that are missing, repeat, or belong to nobody. */
export const keyCases: readonly BadInput[] = [
  {
    name: "a null key",
    spoil: (d) => d.cell("price_history", 9, "customer_id", null),
    quarantines: { price_history: [{ line: 9, column: "customer_id", reason: "is empty" }] },
  },
  {
    name: "a key with a blank at its end",
    spoil: (d) => d.cell("churn_label", 9, "customer_id", "C00008 "),
    quarantines: {
      churn_label: [
        {
          line: 9,
          column: "customer_id",
          reason: "does not have 1 to 64 characters without blanks at the ends",
        },
      ],
    },
  },
  {
    name: "a customer twice in the master",
    spoil: (d) => d.rows("customer_attributes", (rows) => [...rows, ...rows.slice(6, 7)]),
    stops: {
      message:
        "customer_attributes.csv, line 202: its customer_id stands already in line 8 (1 such rows); keep one row " +
        "for each customer.",
      file: "customer_attributes.csv",
      column: "customer_id",
      line: 202,
    },
  },
  {
    name: "an exact copy of a label",
    spoil: (d) => d.rows("churn_label", (rows) => [...rows, ...rows.slice(6, 7)]),
    quarantines: {
      churn_label: [
        { line: 202, column: "customer_id", reason: "repeats the customer_id of an earlier row exactly" },
      ],
    },
  },
  {
    name: "two labels for one customer",
    spoil: (d) => d.rows("churn_label", (rows) => [...rows, { customer_id: "C00007", churn: 1 }]),
    quarantines: {
      churn_label: [
        {
          line: 202,
          column: "customer_id",
          reason: "repeats the customer_id of an earlier row with other values",
        },
      ],
    },
  },
  {
    name: "a repeated price month on another day",
    spoil: (d) =>
      d.rows("price_history", (rows) => [
        ...rows,
        ...rows.slice(6, 7).map((row) => ({ ...row, pricing_date: "2024-11-15" })),
      ]),
    quarantines: {
      price_history: [
        {
          line: 402,
          column: "pricing_date",
          reason: "repeats the customer_id and month of an earlier row with other values",
        },
      ],
    },
  },
  {
    name: "every price month twice",
    spoil: (d) => d.rows("price_history", (rows) => [...rows, ...rows]),
    stops: {
      message:
        "price_history.csv: 400 of 800 rows (50.0 %, the limit is 1 %) break the contract, the first in line 402: " +
        "pricing_date repeats the customer_id and month of an earlier row exactly; keep one row for each key.",
      file: "price_history.csv",
      column: "pricing_date",
      line: 402,
    },
  },
  {
    name: "a repeated province and month",
    spoil: (d) => d.rows("costs_by_province_month", (rows) => [...rows, ...rows.slice(6, 7)]),
    quarantines: {
      costs_by_province_month: [
        {
          line: 106,
          column: "province",
          reason: "repeats the month and province of an earlier row exactly",
        },
      ],
    },
  },
  {
    name: "an exact copy of an interaction",
    spoil: (d) => d.interactions((rows) => [...rows, ...rows.slice(6, 7)]),
    quarantines: {
      customer_interactions: [{ line: 121, column: "", reason: "repeats an earlier row exactly" }],
    },
  },
  {
    name: "a contract of a customer whom the master lacks",
    spoil: (d) =>
      d.rows("customer_contracts", (rows) => [
        ...rows,
        ...rows.slice(6, 7).map((row) => ({ ...row, customer_id: "C99999" })),
      ]),
    quarantines: {
      customer_contracts: [{ line: 202, column: "customer_id", reason: "is not in customer_attributes" }],
    },
  },
  {
    name: "a label file of other customers",
    spoil: (d) =>
      d.rows("churn_label", (rows) => rows.map((row) => ({ ...row, customer_id: `X${row["customer_id"]}` }))),
    stops: {
      message:
        "churn_label.csv: 200 of 200 rows (100.0 %, the limit is 1 %) break the contract, the first in line 2: " +
        "customer_id is not in customer_attributes; add these customers to customer_attributes or leave their " +
        "rows out.",
      file: "churn_label.csv",
      column: "customer_id",
      line: 2,
    },
  },
  {
    name: "a province that does not exist",
    spoil: (d) => d.cell("customer_attributes", 9, "province_code", 53),
    quarantines: {
      customer_attributes: [{ line: 9, column: "province_code", reason: "does not lie between 1 and 52" }],
    },
    orphansOf: ["C00008"],
  },
  {
    name: "a province without costs",
    spoil: (d) => d.rows("costs_by_province_month", (rows) => rows.filter((row) => row["province"] !== 9)),
    stops: {
      message:
        "customer_attributes.csv: 4 of 200 rows (2.0 %, the limit is 1 %) break the contract, the first in line 9: " +
        "province_code has no rows in costs_by_province_month; add the province to costs_by_province_month or correct " +
        "the province_code.",
      file: "customer_attributes.csv",
      column: "province_code",
      line: 9,
    },
  },
  {
    name: "two provinces without costs in one month",
    spoil: (d) =>
      d.rows("costs_by_province_month", (rows) =>
        rows.filter((row) => (row["province"] !== 9 && row["province"] !== 10) || row["month"] !== "2024-12"),
      ),
    stops: {
      message:
        "costs_by_province_month has no costs for 8 of 400 customer-months (the limit is 1 %), the first for province 9 " +
        "in 2024-12; add the missing rows.",
      file: "costs_by_province_month",
    },
  },
];
