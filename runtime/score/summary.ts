import { withheldReasons } from "../../configs/offers.ts";
import { actions, riskTiers } from "../../configs/risk.ts";
import { modelParts } from "../../configs/scored-tables.ts";
import type { StepSummary } from "../step.ts";
import type { Decision } from "./write-scores.ts";

/** How many decisions have each of these values, as facts `<prefix><value>`: values that nobody has count 0. */
function countBy<Value extends string>(
  prefix: string,
  values: readonly Value[],
  decisions: readonly Decision[],
  read: (decision: Decision) => string | null,
): StepSummary {
  return Object.fromEntries(
    values.map((value) => [
      `${prefix}${value}`,
      decisions.filter((decision) => read(decision) === value).length,
    ]),
  );
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** The facts of a scoring for the run report: how many customers, in which tiers, at what loss, with which offers. */
export function scoringFacts(decisions: readonly Decision[]): StepSummary {
  const labelToId = new Map<string, string>(riskTiers.map(({ id, label }) => [label, id]));
  const losses = decisions.map(({ score }) => score.expectedMonthlyLossEur);
  return {
    customers: decisions.length,
    predicted_churners: decisions.filter(({ score }) => score.predicted === 1).length,
    ...countBy(
      "tier_",
      riskTiers.map(({ id }) => id),
      decisions,
      ({ score }) => labelToId.get(score.tierLabel) ?? null,
    ),
    expected_monthly_loss_eur: total(losses.filter((loss) => loss !== null)),
    margin_unknown: losses.filter((loss) => loss === null).length,
    ...countBy("action_", actions, decisions, ({ recommendation }) => recommendation.action),
    ...countBy("withheld_", withheldReasons, decisions, ({ recommendation }) => recommendation.withheld),
    control_group: decisions.filter(({ recommendation }) => recommendation.controlGroup).length,
    offers_cost_eur: total(decisions.map(({ recommendation }) => recommendation.value.costEur)),
    offers_impact_eur: total(decisions.map(({ recommendation }) => recommendation.value.impactEur)),
    ...countBy("scored_", modelParts, decisions, ({ score }) => score.modelPart),
  };
}
