import { type ImputedPrice, imputedPrices } from "../../configs/imputation.ts";
import type { IsoDate } from "../../configs/names.ts";
import { type Engine, literal } from "../table/engine.ts";

/**
 * Three-level imputation of prices. A missing price (null or 0) is filled where its consumption is above 0, by
 * 1. the customer's own price of the months before, else of the months after;
 * 2. the median of the month among customers of the same kind (industrial or not);
 * 3. the median of the month among all customers.
 * Both medians are taken over months with consumption, the second after level 1, the third after level 2.
 *
 * Months after the gap are used as well, and medians are taken over all customers, not only over those who train a
 * model: no month lies after the as-of date, so nothing is known too early, and a customer's own price is truer than
 * a median, which as a first price would look like a change of price. Medians are made without the labels.
 *
 * Medians do not depend on the order of rows, and the fills follow the months, so neither depends on threads.
 */

type Rule = (typeof imputedPrices)[number];

/** The price after a level, while the levels are worked out. */
const after = (level: 0 | 1 | 2, { price }: Rule): string => `${price}_${level}`;
const needed = ({ consumption }: Rule): string => `${consumption} > 0`;
const each = (expression: (rule: Rule) => string): string => imputedPrices.map(expression).join(",\n");

const ownSeries = "OVER (PARTITION BY customer_id ORDER BY month ROWS BETWEEN";

function ownPrice(rule: Rule): string {
  const price = after(0, rule);
  return `CASE WHEN ${price} IS NULL AND ${needed(rule)} THEN coalesce(
      last_value(${price} IGNORE NULLS) ${ownSeries} UNBOUNDED PRECEDING AND CURRENT ROW),
      first_value(${price} IGNORE NULLS) ${ownSeries} CURRENT ROW AND UNBOUNDED FOLLOWING))
    ELSE ${price} END AS ${after(1, rule)}`;
}

const medians = (level: 1 | 2): string =>
  each((rule) => `median(${after(level, rule)}) FILTER (${needed(rule)}) AS ${rule.price}`);

const filledFrom = (group: string, level: 1 | 2, rule: Rule): string =>
  `CASE WHEN ${after(level, rule)} IS NULL AND ${needed(rule)} THEN ${group}.${rule.price} ELSE ${after(level, rule)} END`;

/** Level at which a price was filled: 1, 2 or 3; 0 when it stands in the file; null when it is missing. */
const levelColumn = (price: ImputedPrice): string => `${price}_level`;

/**
 * Query for every customer and month up to `asOf`: the columns of `bronze_customer_month` with imputed prices, whether
 * the customer is industrial, and `<price>_level` for each imputed price.
 */
export function imputedMonthsQuery(asOf: IsoDate): string {
  return `
  WITH months AS (
    SELECT bronze_customer_month.*, bronze_customer.is_industrial,
      ${each((rule) => `nullif(${rule.price}, 0) AS ${after(0, rule)}`)}
    FROM bronze_customer_month LEFT JOIN bronze_customer USING (customer_id)
    WHERE month <= ${literal(asOf.slice(0, 7))}
  ),
  own AS (SELECT *, ${each(ownPrice)} FROM months),
  kind AS (SELECT is_industrial, month, ${medians(1)} FROM own GROUP BY ALL),
  of_kind AS (
    SELECT own.*, ${each((rule) => `${filledFrom("kind", 1, rule)} AS ${after(2, rule)}`)}
    FROM own LEFT JOIN kind USING (is_industrial, month)
  ),
  everyone AS (SELECT month, ${medians(2)} FROM of_kind GROUP BY ALL)
  SELECT of_kind.* EXCLUDE (${each((rule) => [after(0, rule), after(1, rule), after(2, rule)].join(", "))})
    REPLACE (${each((rule) => `${filledFrom("everyone", 2, rule)} AS ${rule.price}`)}),
    ${each(
      (rule) => `CASE
        WHEN ${after(0, rule)} IS NOT NULL THEN 0
        WHEN ${after(1, rule)} IS NOT NULL THEN 1
        WHEN ${after(2, rule)} IS NOT NULL THEN 2
        WHEN ${filledFrom("everyone", 2, rule)} IS NOT NULL THEN 3
      END AS ${levelColumn(rule.price)}`,
    )}
  FROM of_kind LEFT JOIN everyone USING (month)`;
}

/** Price cells that were filled, by level, and those that are needed but stay missing. */
export interface ImputationCounts {
  readonly own: number;
  readonly ofKind: number;
  readonly ofMonth: number;
  readonly left: number;
}

/** Counts the filled cells in the result of `imputedMonthsQuery`. */
export async function imputationCounts(engine: Engine, relation: string): Promise<ImputationCounts> {
  const count = (condition: (rule: Rule) => string) =>
    `(${imputedPrices.map((rule) => `count(*) FILTER (${condition(rule)})`).join(" + ")})::DOUBLE`;
  const atLevel = (level: number) => count((rule) => `${levelColumn(rule.price)} = ${level}`);
  const counts = await engine.row(`
    SELECT ${atLevel(1)} AS own, ${atLevel(2)} AS of_kind, ${atLevel(3)} AS of_month,
      ${count((rule) => `${rule.price} IS NULL AND ${needed(rule)}`)} AS missing
    FROM ${relation}`);
  return {
    own: Number(counts["own"]),
    ofKind: Number(counts["of_kind"]),
    ofMonth: Number(counts["of_month"]),
    left: Number(counts["missing"]),
  };
}
