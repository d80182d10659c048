import { z } from "zod";
import { riskTierLabels, riskTiers, type TierId } from "../../configs/risk.ts";
import type { Database } from "../lake/database.ts";
import { type Filter, whereOf } from "./customers.ts";
import { remembered } from "./remembered.ts";

/** Sums over the customers of a filter. */

/** Bins of the histogram of probabilities: each is a twentieth wide, so that the tiers' cuts lie between bins. */
export const HISTOGRAM_BINS = 20;

/** Sums over customers, in customers and EUR a month. */
export const totalsSchema = z.object({
  customers: z.number(),
  loss: z.number().describe("Expected monthly loss of those whose margin is known"),
  unknown: z.number().describe("Customers whose margin is not known"),
  predicted: z.number().describe("Customers whose probability reaches the model's threshold"),
  at_risk: z.number().describe("Customers of the two highest tiers"),
});
export type Totals = Readonly<z.infer<typeof totalsSchema>>;

/** All sums over the customers of a filter. */
export interface CustomerSums {
  readonly totals: Totals;
  readonly tiers: Readonly<Record<TierId, number>>;
  /** Customers in each bin of probability, from 0 to 1; a bin's lower end belongs to it. */
  readonly histogram: readonly number[];
}

const groupSchema = z.object({
  bin: z.number(),
  tier: z.string(),
  customers: z.number(),
  loss: z.number(),
  unknown: z.number(),
  predicted: z.number(),
});
type Group = z.infer<typeof groupSchema>;

/** Sums that are kept: each is a few numbers. */
const MOST_KEPT = 500;

/** Sums over the customers of a filter, in one reading of all of them; the same filter is not summed twice. */
export const customerSums = remembered(MOST_KEPT, whereOf, (database, filter: Filter) =>
  sumUp(database, whereOf(filter)),
);

async function sumUp(
  database: Database,
  { sql, parameters }: ReturnType<typeof whereOf>,
): Promise<CustomerSums> {
  const groups = z.array(groupSchema).parse(
    await database.rows(
      `SELECT least(floor(churn_proba * ${HISTOGRAM_BINS}), ${HISTOGRAM_BINS - 1})::DOUBLE AS bin, risk_tier AS tier,
         count(*)::DOUBLE AS customers, coalesce(sum(expected_monthly_loss), 0)::DOUBLE AS loss,
         count(*) FILTER (expected_monthly_loss IS NULL)::DOUBLE AS unknown,
         count(*) FILTER (churn_pred = 1)::DOUBLE AS predicted
       FROM customers WHERE ${sql} GROUP BY ALL ORDER BY ALL`,
      parameters,
    ),
  );
  const [low, medium, high, critical] = riskTierLabels.map((label) =>
    sumOf(
      groups.filter(({ tier }) => tier === label),
      "customers",
    ),
  );
  const tiers = { low: low ?? 0, medium: medium ?? 0, high: high ?? 0, critical: critical ?? 0 };
  return {
    totals: {
      customers: sumOf(groups, "customers"),
      loss: sumOf(groups, "loss"),
      unknown: sumOf(groups, "unknown"),
      predicted: sumOf(groups, "predicted"),
      at_risk: atRisk(tiers),
    },
    tiers,
    histogram: Array.from({ length: HISTOGRAM_BINS }, (_, bin) =>
      sumOf(
        groups.filter((group) => group.bin === bin),
        "customers",
      ),
    ),
  };
}

/** At risk are the two highest tiers, as the first dashboard counted them. */
function atRisk(tiers: Readonly<Record<TierId, number>>): number {
  return riskTiers.slice(-2).reduce((sum, { id }) => sum + tiers[id], 0);
}

function sumOf(groups: readonly Group[], what: "customers" | "loss" | "unknown" | "predicted"): number {
  return groups.reduce((sum, group) => sum + group[what], 0);
}
