import {
  costColumns,
  costsByProvinceMonth,
  customerAttributes,
  priceColumns,
  priceHistory,
} from "../../configs/datasets.ts";
import type { IsoDate } from "../../configs/names.ts";
import { InputError } from "../errors.ts";
import { type Engine, identifier, literal } from "../table/engine.ts";

const raw = (name: string) => identifier(`raw ${name}`);
/** Share of customer-months that may lack costs: their margins count them as 0. */
const MAX_WITHOUT_COSTS = 0.01;

export interface CustomerMonthFacts {
  readonly rows: number;
  readonly withoutPrice: number;
  readonly withoutCosts: number;
}

/**
 * Leaves the temporary table `customer_month`: `consumption_month` with the month's prices and the province's costs,
 * both joined many-to-one (D6).
 *
 * @throws InputError when more than 1 % of the customer-months have no costs.
 */
export async function joinPricesAndCosts(engine: Engine, asOf: IsoDate): Promise<CustomerMonthFacts> {
  const prices = priceColumns.map(({ name }) => `p.${name}`).join(", ");
  const costs = costColumns.map(({ name }) => `k.${name}`).join(", ");
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE customer_month AS
     SELECT r.*, ${prices}, ${costs}, p.customer_id IS NULL AS without_price, k.province IS NULL AS without_costs,
            m.province_code
     FROM consumption_month r
     JOIN ${raw(customerAttributes.name)} m USING (customer_id)
     LEFT JOIN (SELECT *, strftime(pricing_date, '%Y-%m') AS month FROM ${raw(priceHistory.name)}
                WHERE pricing_date <= DATE ${literal(asOf)}) p USING (customer_id, month)
     LEFT JOIN ${raw(costsByProvinceMonth.name)} k ON k.province = m.province_code AND k.month = r.month`,
  );
  const facts = await engine.row(
    `SELECT count(*)::DOUBLE AS rows, count(*) FILTER (without_price)::DOUBLE AS without_price,
            count(*) FILTER (without_costs)::DOUBLE AS without_costs,
            (SELECT count(*)::DOUBLE FROM consumption_month) AS expected
     FROM customer_month`,
  );
  const rows = Number(facts["rows"]);
  if (rows !== facts["expected"])
    throw new Error(`The join of prices and costs made ${rows} rows of ${String(facts["expected"])}.`);
  const withoutCosts = Number(facts["without_costs"]);
  if (withoutCosts > rows * MAX_WITHOUT_COSTS) await refuseMissingCosts(engine, withoutCosts, rows);
  return { rows, withoutPrice: Number(facts["without_price"]), withoutCosts };
}

async function refuseMissingCosts(engine: Engine, without: number, rows: number): Promise<never> {
  const gap = await engine.row(
    `SELECT month, province_code FROM customer_month WHERE without_costs ORDER BY month, province_code LIMIT 1`,
  );
  const file = costsByProvinceMonth.name;
  throw new InputError(
    `${file} has no costs for ${without} of ${rows} customer-months (the limit is 1 %), the first for province ` +
      `${String(gap["province_code"])} in ${String(gap["month"])}; add the missing rows.`,
    { file },
  );
}
