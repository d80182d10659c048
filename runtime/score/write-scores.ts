import type { RowOf } from "../../configs/contract.ts";
import type { IsoDate } from "../../configs/names.ts";
import { recommendations, scoredCustomers } from "../../configs/scored-tables.ts";
import { appendRows } from "../table/append-rows.ts";
import type { Engine } from "../table/engine.ts";
import { writeTable } from "../table/write-table.ts";
import { checkRecommendation, type Recommendation } from "./recommend.ts";
import type { CustomerScore } from "./score-customers.ts";

/** A customer's score with what to do about it. */
export interface Decision {
  readonly score: CustomerScore;
  readonly recommendation: Recommendation;
}

function scoredRow({ score }: Decision): RowOf<typeof scoredCustomers> {
  return {
    customer_id: score.customerId,
    churn_actual: score.churnActual,
    churn_proba: score.probability,
    churn_pred: score.predicted,
    avg_monthly_margin: score.monthlyMarginEur,
    total_margin_2024: score.totalMarginEur,
    segment: score.segment,
    expected_monthly_loss: score.expectedMonthlyLossEur,
    risk_tier: score.tierLabel,
    churn_log_odds: score.logOdds,
    sales_channel: score.salesChannel,
    model_part: score.modelPart,
    prediction_set: score.predictionSet,
  };
}

function recommendationRow({ score, recommendation }: Decision): RowOf<typeof recommendations> {
  checkRecommendation(score.probability, recommendation);
  return {
    customer_id: score.customerId,
    risk_score: score.probability,
    risk_tier: score.tierLabel,
    segment: score.segment,
    action: recommendation.action,
    timing_window: recommendation.timing,
    expected_margin_impact: recommendation.value.impactEur,
    reason_codes: recommendation.reasons,
    offer_cost: recommendation.value.costEur,
    control_group: recommendation.controlGroup ? 1 : 0,
    tier_action: recommendation.tierAction,
    tier_cost: recommendation.tierValue?.costEur ?? null,
    tier_impact: recommendation.tierValue?.impactEur ?? null,
  };
}

/**
 * Writes scores and recommendations, both with the highest risk first and customers of one score by their id.
 * @throws ContractError when a recommendation breaks a guardrail or a table its contract.
 */
export async function writeScores(
  engine: Engine,
  options: { readonly folder: string; readonly asOf: IsoDate; readonly decisions: readonly Decision[] },
): Promise<void> {
  const { folder, asOf, decisions } = options;
  const scored = await appendRows(engine, scoredCustomers, decisions.map(scoredRow));
  const recommended = await appendRows(engine, recommendations, decisions.map(recommendationRow));
  await writeTable(engine, {
    contract: scoredCustomers,
    query: `FROM ${scored}`,
    folder,
    asOf,
    orderBy: "churn_proba DESC, customer_id",
  });
  await writeTable(engine, {
    contract: recommendations,
    query: `FROM ${recommended}`,
    folder,
    asOf,
    orderBy: "risk_score DESC, customer_id",
  });
}
