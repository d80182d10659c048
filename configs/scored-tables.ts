import { defineContract } from "./contract.ts";
import { actions, riskTierLabels, timingWindows } from "./risk.ts";
import { segments } from "./segments.ts";

/** What the champion says about every customer, and what to do about it. */

/**
 * Where a customer stood when the model was made. The scores of `train` customers are in-sample: the model has seen
 * their outcome, so counts and losses over them flatter it. `unseen`: no label then, or a customer since.
 */
export const modelParts = ["train", "holdout", "unseen"] as const;
export type ModelPart = (typeof modelParts)[number];

/**
 * What the model can say about a customer with the coverage asked for. `uncertain`: neither outcome can be ruled out, so
 * the model cannot call this customer. `unusual`: both can; the probability is unlike those of either class.
 */
export const predictionSets = ["churns", "stays", "uncertain", "unusual"] as const;
export type PredictionSet = (typeof predictionSets)[number];

/** One row per customer: probability, tier and expected loss. */
export const scoredCustomers = defineContract({
  name: "scored_customers",
  version: 2,
  layer: "scored",
  description: "The champion's probability of churn for every customer, with risk tier and expected loss.",
  grain: "one customer; the file is sorted by probability, highest first",
  key: ["customer_id"],
  columns: [
    { name: "customer_id", type: "text", description: "Customer.", personal: "identifier" },
    {
      name: "churn_actual",
      type: "flag",
      nullBudget: 1,
      description: "1: churned, 0: stayed, empty: nobody knows yet.",
      formula: "gold_master.churn",
    },
    {
      name: "churn_proba",
      type: "number",
      unit: "probability",
      min: 0,
      max: 1,
      description: "Calibrated probability of churn, unrounded.",
      formula: "the model's calibrator applied to churn_log_odds (D21)",
    },
    {
      name: "churn_pred",
      type: "flag",
      description: "1 where the model expects churn.",
      formula: "churn_proba >= the model's threshold",
    },
    {
      name: "avg_monthly_margin",
      type: "number",
      unit: "EUR/month",
      nullBudget: 1,
      description: "Average monthly margin; empty where it is unknown.",
      formula: "gold_master.avg_monthly_margin",
    },
    {
      name: "total_margin_2024",
      type: "number",
      unit: "EUR",
      nullBudget: 1,
      description: "Margin over all months of the data; the name is kept from the first data set.",
      formula: "gold_master.total_margin_2024",
    },
    { name: "segment", type: "text", allowed: [...segments], description: "Customer segment (D8)." },
    {
      name: "expected_monthly_loss",
      type: "number",
      unit: "EUR/month",
      min: 0,
      nullBudget: 1,
      description:
        "Monthly margin that churn is expected to cost, unrounded; empty where the margin is unknown.",
      formula: "churn_proba x max(avg_monthly_margin, 0) (D26)",
    },
    {
      name: "risk_tier",
      type: "text",
      allowed: riskTierLabels,
      description: "Risk tier.",
      formula:
        "cut at 0.40, 0.60 and 0.80 of the unrounded churn_proba; a cut belongs to the higher tier (D25)",
    },
    {
      name: "churn_log_odds",
      type: "number",
      description: "What the trees say before calibration, as log-odds.",
    },
    {
      name: "sales_channel",
      type: "text",
      nullBudget: 1,
      description: "How the customer was won.",
      formula: "gold_master.sales_channel",
    },
    {
      name: "model_part",
      type: "text",
      allowed: [...modelParts],
      description: "Part of the customer in the model's making: scores of `train` customers are in-sample.",
      formula: "folds.part of the model; unseen where it has none",
    },
    {
      name: "prediction_set",
      type: "text",
      allowed: [...predictionSets],
      nullBudget: 1,
      description:
        "Outcomes that the model cannot rule out for the customer: uncertain where it can rule out none, unusual where it rules out both; empty for models of before.",
      formula:
        "class-conditional conformal prediction: churns from the model's limit of churners' probabilities on, stays up to that of the others",
    },
  ],
});

/** One row per customer: what to do, by when, at what cost, and why. */
export const recommendations = defineContract({
  name: "recommendations",
  version: 1,
  layer: "scored",
  description: "What to do about every customer, and why; nobody in the control group gets an offer.",
  grain: "one customer; the file is sorted by risk score, highest first",
  key: ["customer_id"],
  columns: [
    { name: "customer_id", type: "text", description: "Customer.", personal: "identifier" },
    {
      name: "risk_score",
      type: "number",
      unit: "probability",
      min: 0,
      max: 1,
      description: "Calibrated probability of churn.",
      formula: "scored_customers.churn_proba",
    },
    { name: "risk_tier", type: "text", allowed: riskTierLabels, description: "Risk tier." },
    { name: "segment", type: "text", allowed: [...segments], description: "Customer segment." },
    {
      name: "action",
      type: "text",
      allowed: [...actions],
      description: "What to offer.",
      formula:
        "tier_action; no_offer where tier_impact is not positive or unknown, or in the control group (D27)",
    },
    {
      name: "timing_window",
      type: "text",
      allowed: [...timingWindows],
      description: "When to act; none where an offer of the tier is withheld.",
    },
    {
      name: "expected_margin_impact",
      type: "number",
      unit: "EUR",
      min: 0,
      description: "What the action is expected to earn over the horizon; 0 without an offer.",
      formula: "tier_impact where action is an offer, else 0",
    },
    {
      name: "reason_codes",
      type: "texts",
      description:
        "Why: risk tier, segment, why an offer is withheld, and the model's strongest drivers: driver_<feature> " +
        "pushes towards leaving, keeps_<feature> away from it (named where nothing pushes).",
    },
    {
      name: "offer_cost",
      type: "number",
      unit: "EUR",
      min: 0,
      description: "What the action costs over its months; 0 without an offer.",
    },
    {
      name: "control_group",
      type: "flag",
      description: "1 for the fixed random tenth of customers who never get an offer.",
      formula: "hash of customer_id and the seed in configs/offers.ts, below the share",
    },
    {
      name: "tier_action",
      type: "text",
      allowed: [...actions],
      description: "What customers of this tier are offered when nothing speaks against it.",
    },
    {
      name: "tier_cost",
      type: "number",
      unit: "EUR",
      nullBudget: 1,
      min: 0,
      description: "Cost of tier_action; empty where the margin is unknown.",
      formula: "cost share x max(avg_monthly_margin, 0) x offer months",
    },
    {
      name: "tier_impact",
      type: "number",
      unit: "EUR",
      nullBudget: 1,
      description:
        "Expected impact of tier_action, whether or not it is made; empty where the margin is unknown.",
      formula:
        "churn_proba x save rate x avg_monthly_margin x horizon months - tier_cost; 0 for no_offer (D27)",
    },
  ],
});
