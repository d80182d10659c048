import { type AdviceLimits, type RealisedStatus, realisedStatuses } from "../../configs/drift-advice.ts";
import { riskTiers, type TierId } from "../../configs/risk.ts";
import { exactInterval } from "../statistics/binomial.ts";

/** Churn that came against the churn that the scores promised, tier by tier (D30). */

export interface TierChurn {
  readonly tier: TierId;
  readonly customers: number;
  /** Sum of their probabilities. */
  readonly expected_churners: number;
  readonly churners: number;
  /** Interval of the churn rate, 0 to 1. */
  readonly low: number;
  readonly high: number;
  readonly status: Exclude<RealisedStatus, "unknown">;
}

export interface RealisedReport {
  /** The worst of the tiers'. */
  readonly status: RealisedStatus;
  /** Customers whose label nobody knew at the training, and those of them whose label is known now. */
  readonly customers: number;
  readonly labelled: number;
  /** Coverage of the intervals of all tiers together. */
  readonly confidence: number;
  /** Tiers with a customer whose label is known, the lowest risk first; none where the status is unknown. */
  readonly tiers: readonly TierChurn[];
}

/** A customer that the model was not trained on. */
export interface UnseenCustomer {
  readonly probability: number;
  readonly tier: TierId;
  /** 1: churned, 0: stayed, null: nobody knows yet. */
  readonly churn: 0 | 1 | null;
}

type Labelled = UnseenCustomer & { readonly churn: 0 | 1 };
const isLabelled = (customer: UnseenCustomer): customer is Labelled => customer.churn !== null;

function tierChurn(
  tier: TierId,
  customers: readonly Labelled[],
  confidence: number,
  { points, share }: AdviceLimits["realised"]["matters"],
): TierChurn {
  // Sorted, so that the sum does not depend on the order in which rows were read.
  const expected = Float64Array.from(customers, ({ probability }) => probability)
    .sort()
    .reduce((sum, probability) => sum + probability, 0);
  const churners = customers.filter(({ churn }) => churn === 1).length;
  const { low, high } = exactInterval(churners, customers.length, confidence);
  const rate = expected / customers.length;
  const difference = Math.abs(churners - expected);
  const matters = difference >= points * customers.length || difference >= share * expected;
  return {
    tier,
    customers: customers.length,
    expected_churners: expected,
    churners,
    low,
    high,
    status: rate >= low && rate <= high ? "agrees" : matters ? "off" : "differs",
  };
}

/**
 * Compares realised with expected churn of the customers whose label has come since the training. Labels of then, those
 * of the holdout too, are the evaluation's to judge: they would outvote the few that are new, and hide what these show.
 * A tier's interval is exact, of the rate that came; those of all tiers hold together (Bonferroni).
 *
 * Where every label that has come is a churner's, they are the first reports of churn and no sample: then nothing is compared.
 */
export function realisedChurn(
  customers: readonly UnseenCustomer[],
  limits: AdviceLimits["realised"],
): RealisedReport {
  const labelled = customers.filter(isLabelled);
  const common = {
    customers: customers.length,
    labelled: labelled.length,
    confidence: limits.confidence,
  };
  if (labelled.every(({ churn }) => churn === 1)) return { status: "unknown", ...common, tiers: [] };
  const groups = riskTiers
    .map(({ id }) => ({ id, members: labelled.filter(({ tier }) => tier === id) }))
    .filter(({ members }) => members.length > 0);
  const confidence = 1 - (1 - limits.confidence) / groups.length;
  const tiers = groups.map(({ id, members }) => tierChurn(id, members, confidence, limits.matters));
  const status = realisedStatuses.findLast((each) => tiers.some((tier) => tier.status === each)) ?? "unknown";
  return { status, ...common, tiers };
}
