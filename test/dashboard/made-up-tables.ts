import type { Column, Contract } from "../../configs/contract.ts";
import { customerMonths } from "../../configs/customer-months.ts";
import { goldMaster } from "../../configs/gold-tables.ts";
import { identifier, literal } from "../../runtime/table/engine.ts";

/**
 * Made-up values that keep a contract: they follow from the customer and the column alone. `made` is a table of
 * customers with the columns that the score needs.
 */

/** Columns that must be those of the scored table. */
const given = ["customer_id", "avg_monthly_margin"];

function madeUpValue(column: Column): string {
  const random = `hash(customer_id || ${literal(column.name)})`;
  const least = typeof column.min === "number" ? column.min : 0;
  const most = typeof column.max === "number" ? column.max : least + 100;
  switch (column.type) {
    case "flag":
      return `(${random} % 2)::INT`;
    case "integer":
      return `(${least} + ${random} % ${Math.max(1, Math.floor(most - least))})::INT`;
    case "number":
      return `${least} + (${random} % 1000)::DOUBLE / 1000 * ${most - least}`;
    case "text": {
      const allowed = column.allowed ?? ["one", "two", "three"];
      const list = allowed.map((value) => literal(String(value))).join(", ");
      return `[${list}][(${random} % ${allowed.length})::INT + 1]`;
    }
    case "date":
      return "DATE '2024-06-01'";
    case "month":
    case "timestamp":
    case "texts":
      throw new Error(`No made-up value for ${column.name}.`);
  }
}

/** A gold master of the customers in `made`; who left is known of everybody. */
export const madeUpGold: { readonly contract: Contract; readonly query: string } = {
  contract: goldMaster,
  query: `SELECT ${goldMaster.columns
    .map((column) =>
      given.includes(column.name) ? column.name : `${madeUpValue(column)} AS ${identifier(column.name)}`,
    )
    .join(", ")} FROM made`,
};

/** Twelve months of the customers in `made`: 100 kWh in January and ten more each month, margin from the score. */
export const madeUpMonths: { readonly contract: Contract; readonly query: string } = {
  contract: customerMonths,
  query: `SELECT customer_id, printf('2024-%02d', month) AS month, 90.0 + 10 * month AS elec_kwh,
      CASE WHEN hash(customer_id) % 3 = 0 THEN 5.0 * month ELSE 0.0 END AS gas_m3,
      30.0 + month AS revenue_eur, 20.0 AS cost_eur, 10.0 + month AS margin_eur
    FROM made, (SELECT unnest(range(1, 13)) AS month)`,
};
