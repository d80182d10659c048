import { z } from "zod";
import { comparedAssumptions, type OfferPolicy } from "../../configs/offers.ts";
import { type BootstrapOptions, bootstrap } from "../model/metrics/bootstrap.ts";
import { type Estimate, estimateSchema } from "../model/metrics/estimate.ts";
import type { RowCounts } from "../model/metrics/ranking.ts";
import {
  type JudgedCustomer,
  type JudgedOffer,
  type JudgedTerms,
  offersUnder,
  type PolicyName,
  policyNames,
} from "./policy-comparison-rules.ts";

/**
 * What the policies would have earned with customers of whom it is known who left. All of them are judged under the same
 * assumptions, and a policy that reckons with a save rate reckons with the one that it is judged under.
 */

const valueSchema = z.strictObject({
  policy: z.enum(policyNames),
  offers: z.int(),
  /** By what the customers did: the sum of (left ? save rate x margin x horizon : 0) - cost over its offers. */
  valueEur: estimateSchema,
  /** Value minus that of the tier rule, with the interval of a paired bootstrap; null for the tier rule itself. */
  toTierRuleEur: estimateSchema.nullable(),
});

const resultSchema = valueSchema.extend({
  /** Offers to customers who left. */
  churners: z.int(),
  costEur: z.number(),
  /** By the model's probabilities, before anybody knew. */
  expectedEur: z.number(),
});

const assumptionsSchema = z.strictObject({
  /** Share of the customers about to leave whom an offer keeps, whatever its size. */
  saveRate: z.number(),
  /** Months over which a kept customer's margin counts. */
  horizonMonths: z.int(),
});

/** The comparison as evaluations keep it. Money is in EUR over all customers of the holdout. */
export const policyComparisonSchema = z.strictObject({
  assumptions: assumptionsSchema.extend({
    offerMonths: z.int(),
    costShares: z.record(z.string(), z.number()),
    threshold: z.number(),
  }),
  customers: z.int(),
  /** Customers of them to whom no policy makes an offer, for nobody knows what it would cost. */
  marginUnknown: z.int(),
  /** Under the assumptions in force. */
  policies: z.array(resultSchema).readonly(),
  /** Under others: every save rate with every horizon. No offers earn nothing there either, and are left out. */
  sensitivity: z.array(assumptionsSchema.extend({ policies: z.array(valueSchema).readonly() })).readonly(),
});
export type PolicyComparison = z.infer<typeof policyComparisonSchema>;

/** The offers of a policy under some assumptions, and the same by column, as a thousand resamples want them. */
interface Made {
  readonly policy: PolicyName;
  readonly offers: readonly JudgedOffer[];
  readonly rows: Uint32Array;
  readonly realised: Float64Array;
}

function madeUnder(
  customers: readonly JudgedCustomer[],
  policy: OfferPolicy,
  threshold: number,
): readonly Made[] {
  return policyNames.map((name) => {
    const offers = offersUnder(name, customers, { policy, threshold });
    return {
      policy: name,
      offers,
      rows: Uint32Array.from(offers, ({ row }) => row),
      realised: Float64Array.from(offers, ({ realisedEur }) => realisedEur),
    };
  });
}

function earned({ rows, realised }: Made, counts: RowCounts | undefined): number {
  let sum = 0;
  for (let offer = 0; offer < rows.length; offer += 1)
    sum += (realised[offer] ?? 0) * (counts === undefined ? 1 : (counts[rows[offer] ?? 0] ?? 0));
  return sum;
}

/** The value of each policy, then the distance of each to the tier rule. */
function statisticsOf(made: readonly Made[], counts: RowCounts | undefined): readonly number[] {
  const values = made.map((each) => earned(each, counts));
  const tierRule = values[policyNames.indexOf("tier_rule")] ?? 0;
  return [...values, ...values.map((value) => value - tierRule)];
}

function valuesOf(
  made: readonly Made[],
  estimates: readonly Estimate[],
): readonly z.infer<typeof valueSchema>[] {
  return made.map(({ policy, offers }, index) =>
    valueSchema.parse({
      policy,
      offers: offers.length,
      valueEur: estimates[index],
      toTierRuleEur: policy === "tier_rule" ? null : estimates[made.length + index],
    }),
  );
}

/**
 * Compares the policies on these customers, under the assumptions in force and under others, all on the same bootstrap
 * draws.
 *
 * @param terms the policy in force, and the model's threshold
 * @param options of the intervals
 */
export function comparePolicies(
  customers: readonly JudgedCustomer[],
  { policy, threshold }: JudgedTerms,
  options: BootstrapOptions,
): PolicyComparison {
  const { saveRate, horizonMonths, offerMonths, costShares } = policy;
  const assumptions = [
    { saveRate, horizonMonths },
    ...comparedAssumptions.horizonsMonths.flatMap((months) =>
      comparedAssumptions.saveRates.map((rate) => ({ saveRate: rate, horizonMonths: months })),
    ),
  ];
  const made = assumptions.map((assumed) => madeUnder(customers, { ...policy, ...assumed }, threshold));
  // One stratum for all: an offer to somebody who stays costs, so that how many churn is part of what is uncertain.
  const estimates = bootstrap(
    new Uint8Array(customers.length),
    (counts) => made.flatMap((each) => statisticsOf(each, counts)),
    options,
  );
  const each = 2 * policyNames.length;
  const [inForce = [], ...others] = made.map((offers, index) =>
    valuesOf(offers, estimates.slice(index * each, (index + 1) * each)),
  );
  const offersInForce = made[0] ?? [];
  return {
    assumptions: { saveRate, horizonMonths, offerMonths, costShares, threshold },
    customers: customers.length,
    marginUnknown: customers.filter(({ monthlyMarginEur }) => monthlyMarginEur === null).length,
    policies: inForce.map((value, index) => ({
      ...value,
      ...sumsOf(offersInForce[index]?.offers ?? [], customers),
    })),
    sensitivity: assumptions.slice(1).map((assumed, index) => ({
      ...assumed,
      policies: (others[index] ?? []).filter(({ policy: name }) => name !== "no_offers"),
    })),
  };
}

function sumsOf(offers: readonly JudgedOffer[], customers: readonly JudgedCustomer[]) {
  const sum = (of: (offer: JudgedOffer) => number) => offers.reduce((total, offer) => total + of(offer), 0);
  return {
    churners: offers.filter(({ row }) => customers[row]?.churned).length,
    costEur: sum(({ costEur }) => costEur),
    expectedEur: sum(({ expectedEur }) => expectedEur),
  };
}
