import type { Decision } from "../../../runtime/score/write-scores.ts";

/** A campaign computed from made-up customers by code that shares nothing with the dashboard's (D27). */

const HORIZON_MONTHS = 12;
const withheld = [
  "no_offer_margin_unknown",
  "no_offer_negative_margin",
  "no_offer_not_worth_it",
  "control_group",
];
const timings: Readonly<Record<string, string>> = {
  offer_small: "30_60_days",
  offer_medium: "immediate",
  offer_large: "immediate",
};
/** Tiers by the offer that goes with each. */
export const tierOffers = { medium: "offer_small", high: "offer_medium", critical: "offer_large" } as const;

/** On which terms offers are made. What is left out narrows nothing. */
export interface Terms {
  /** EUR. */
  readonly budget?: number;
  /** From 0 to 1. */
  readonly saveRate?: number;
  readonly segments?: readonly string[];
  readonly actions?: readonly string[];
  readonly tiers?: readonly (keyof typeof tierOffers)[];
}

/** A customer whom the campaign could reach. */
interface Reachable {
  readonly customer_id: string;
  readonly risk_tier: string;
  readonly churn_proba: number;
  readonly segment: string;
  readonly action: string;
  readonly timing_window: string;
  readonly avg_monthly_margin: number;
  readonly offer_cost: number;
  readonly impact: number;
  readonly impact_per_euro: number;
  readonly reason_codes: readonly string[];
  readonly isControl: boolean;
}

function reachable({ score, recommendation }: Decision, saveRate: number): readonly Reachable[] {
  const { tierAction, tierValue, reasons, controlGroup } = recommendation;
  const margin = score.monthlyMarginEur;
  const cost = tierValue?.costEur ?? 0;
  if (tierAction === "no_offer" || margin === null || margin < 0 || cost <= 0) return [];
  const impact = score.probability * saveRate * margin * HORIZON_MONTHS - cost;
  return [
    {
      customer_id: score.customerId,
      risk_tier: score.tierLabel,
      churn_proba: score.probability,
      segment: score.segment,
      action: tierAction,
      timing_window: timings[tierAction] ?? "",
      avg_monthly_margin: margin,
      offer_cost: cost,
      impact,
      impact_per_euro: impact / cost,
      reason_codes: reasons.filter((code) => !withheld.includes(code)),
      isControl: controlGroup,
    },
  ];
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** What an offer costs and earns. */
type Priced = Pick<Reachable, "offer_cost" | "impact">;

/**
 * The best of all lists within a budget, by going through them: each offer is taken or left, as long as the rest might
 * still earn more than the best list so far, even if parts of offers could be made.
 * @param offers the most impact per euro first
 */
export function bestWithin<T extends Priced>(offers: readonly T[], budget: number): readonly T[] {
  let best: readonly T[] = [];
  let bestImpact = 0;
  const atMost = (from: number, room: number): number => {
    const next = offers[from];
    if (next === undefined) return 0;
    if (next.offer_cost > room) return (room * next.impact) / next.offer_cost;
    return next.impact + atMost(from + 1, room - next.offer_cost);
  };
  const visit = (from: number, taken: readonly T[], impact: number, room: number): void => {
    if (impact > bestImpact) [best, bestImpact] = [taken, impact];
    const next = offers[from];
    if (next === undefined || impact + atMost(from, room) <= bestImpact * (1 + 1e-12)) return;
    if (next.offer_cost <= room)
      visit(from + 1, [...taken, next], impact + next.impact, room - next.offer_cost);
    visit(from + 1, taken, impact, room);
  };
  // As much more as rounding takes from a sum of these costs.
  visit(0, [], 0, budget * (1 + 1e-11));
  return best;
}

/** What a campaign on these terms should be. */
export function campaignOf(decisions: readonly Decision[], terms: Terms = {}) {
  const { budget = Number.POSITIVE_INFINITY, saveRate = 0.3, segments = [], actions = [] } = terms;
  const ofTiers = (terms.tiers ?? []).map((tier) => tierOffers[tier]);
  const isOneOf = (wanted: readonly string[], value: string) => wanted.length === 0 || wanted.includes(value);
  const eligible = decisions
    .flatMap((decision) => reachable(decision, saveRate))
    .filter(
      ({ segment, action }) =>
        isOneOf(segments, segment) && isOneOf(actions, action) && isOneOf(ofTiers, action),
    );
  const worth = ({ churn_proba, avg_monthly_margin, offer_cost }: Reachable) =>
    (churn_proba * avg_monthly_margin) / offer_cost;
  const payable = eligible
    .filter(({ impact, isControl }) => impact > 0 && !isControl)
    .toSorted(
      (a, b) => worth(b) - worth(a) || Buffer.compare(Buffer.from(a.customer_id), Buffer.from(b.customer_id)),
    )
    .map(({ isControl: _, ...row }) => row);
  const chosen = bestWithin(payable, budget).map((row, place) => ({ ...row, rank: place + 1 }));
  return {
    payable,
    chosen,
    totals: {
      offers: chosen.length,
      cost: sum(chosen.map(({ offer_cost }) => offer_cost)),
      impact: sum(chosen.map(({ impact }) => impact)),
      saved: sum(chosen.map(({ churn_proba }) => churn_proba * saveRate)),
      margin: sum(chosen.map(({ impact, offer_cost }) => impact + offer_cost)),
      payable: payable.length,
      payable_cost: sum(payable.map(({ offer_cost }) => offer_cost)),
      not_worth_it: eligible.filter(({ impact, isControl }) => impact <= 0 && !isControl).length,
      control: eligible.filter(({ impact, isControl }) => impact > 0 && isControl).length,
      shortfall: 0,
    },
  };
}

/** A row or sums whose figures may differ in the last bits: the order of additions is the database's own. */
export function nearly<T extends object>(row: T): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === "number" && !Number.isInteger(value) ? expectClose(value) : value,
    ]),
  );
}

function expectClose(value: number): { asymmetricMatch: (other: unknown) => boolean } {
  const tolerance = 1e-9 * Math.max(1, Math.abs(value));
  return {
    asymmetricMatch: (other) => typeof other === "number" && Math.abs(other - value) <= tolerance,
  };
}
