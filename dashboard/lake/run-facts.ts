import { z } from "zod";
import { riskTiers, type TierId } from "../../configs/risk.ts";
import type { Database } from "./database.ts";

/** Sums over all customers of a run, computed once, when it is opened. */
export interface RunFacts {
  readonly scores: ScoreFacts;
  readonly offers: OfferFacts;
}

/** Figures over all scored customers. */
export interface ScoreFacts {
  readonly customers: number;
  /** Every tier, the lowest risk first, the empty ones too. */
  readonly tiers: readonly TierFacts[];
  /** Sum over the customers whose margin is known. */
  readonly expectedMonthlyLossEur: number;
  readonly marginUnknown: number;
  /** Customers that the model was trained on: it has seen their outcome, and their scores flatter it. */
  readonly inSample: number;
}

/** Figures over the customers of one risk tier. */
export interface TierFacts {
  readonly id: TierId;
  readonly label: string;
  readonly customers: number;
  readonly expectedMonthlyLossEur: number;
}

/** Figures over the customers who are to get an offer. */
export interface OfferFacts {
  readonly customers: number;
  readonly costEur: number;
  /** What the offers are expected to earn over the horizon, their cost taken off. */
  readonly impactEur: number;
}

const sumsSchema = z.object({
  customers: z.number(),
  loss: z.number(),
  unknown: z.number(),
  seen: z.number(),
});
const tierRowsSchema = z.array(z.object({ label: z.string(), customers: z.number(), loss: z.number() }));
const offersSchema = z.object({ customers: z.number(), cost: z.number(), impact: z.number() });

/** Sums the prepared customers of a run up. */
export async function readFacts(database: Database): Promise<RunFacts> {
  return { scores: await scoreFacts(database), offers: await offerFacts(database) };
}

async function scoreFacts(database: Database): Promise<ScoreFacts> {
  const sums = sumsSchema.parse(
    await database.row(
      `SELECT count(*)::DOUBLE AS customers, coalesce(sum(expected_monthly_loss), 0)::DOUBLE AS loss,
         count(*) FILTER (expected_monthly_loss IS NULL)::DOUBLE AS unknown,
         count(*) FILTER (model_part = 'train')::DOUBLE AS seen
       FROM customers`,
    ),
  );
  const rows = tierRowsSchema.parse(
    await database.rows(
      `SELECT risk_tier AS label, count(*)::DOUBLE AS customers,
         coalesce(sum(expected_monthly_loss), 0)::DOUBLE AS loss
       FROM customers GROUP BY risk_tier`,
    ),
  );
  return {
    customers: sums.customers,
    tiers: riskTiers.map(({ id, label }) => {
      const row = rows.find((each) => each.label === label);
      return { id, label, customers: row?.customers ?? 0, expectedMonthlyLossEur: row?.loss ?? 0 };
    }),
    expectedMonthlyLossEur: sums.loss,
    marginUnknown: sums.unknown,
    inSample: sums.seen,
  };
}

async function offerFacts(database: Database): Promise<OfferFacts> {
  const { customers, cost, impact } = offersSchema.parse(
    await database.row(
      `SELECT count(*)::DOUBLE AS customers, coalesce(sum(offer_cost), 0)::DOUBLE AS cost,
         coalesce(sum(expected_margin_impact), 0)::DOUBLE AS impact
       FROM customers WHERE action <> 'no_offer'`,
    ),
  );
  return { customers, costEur: cost, impactEur: impact };
}
