import { defineContract } from "./contract.ts";
import { directions } from "./explanations.ts";
import { features } from "./features.ts";

/** Several rows per customer: what moves the score, and how much. */
export const explanations = defineContract({
  name: "explanations",
  version: 1,
  layer: "scored",
  description:
    "What moves every customer's score: the features that raise it most, and those that lower it most (SHAP).",
  grain: "one feature of one customer, among the strongest of its direction",
  key: ["customer_id", "direction", "rank"],
  columns: [
    { name: "customer_id", type: "text", description: "Customer.", personal: "identifier" },
    {
      name: "direction",
      type: "text",
      allowed: [...directions],
      description: "Whether the feature raises the customer's score or lowers it.",
      formula: "sign of contribution",
    },
    {
      name: "rank",
      type: "integer",
      min: 1,
      description: "Place among the customer's features of this direction, the strongest first.",
    },
    {
      name: "feature",
      type: "text",
      allowed: features.map(({ name }) => name),
      description: "Feature of the gold master.",
    },
    {
      name: "value",
      type: "number",
      nullBudget: 1,
      description:
        "The customer's value of a number or a flag; empty for categories, and where it is missing.",
      formula: "gold_master.<feature>",
    },
    {
      name: "level",
      type: "text",
      nullBudget: 1,
      description: "The customer's level of a category; empty for numbers, and where it is missing.",
      formula: "gold_master.<feature>",
    },
    {
      name: "contribution",
      type: "number",
      unit: "log-odds",
      description: "What the feature adds to the customer's log-odds of churn, before calibration.",
      formula:
        "exact SHAP values of the feature's matrix columns, summed; all features and the model's base (the trees' mean, leaves weighed by their cover) sum to churn_log_odds",
    },
  ],
});

/** One row per feature of the model: how much it moves the scores of all customers. */
export const importance = defineContract({
  name: "importance",
  version: 1,
  layer: "scored",
  description: "How much each feature of the model moves the scores of all customers of the run.",
  grain: "one feature of the model",
  key: ["feature"],
  columns: [
    {
      name: "feature",
      type: "text",
      allowed: features.map(({ name }) => name),
      description: "Feature of the gold master.",
    },
    {
      name: "mean_effect",
      type: "number",
      unit: "log-odds",
      min: 0,
      description:
        "How far the feature moves a customer's log-odds before calibration on average, either way.",
      formula: "mean of |contribution| over all scored customers",
    },
    {
      name: "value_correlation",
      type: "number",
      nullBudget: 1,
      min: -1,
      max: 1,
      description:
        "Whether high values raise the score (towards 1) or lower it (towards -1); empty for categories, and where the " +
        "feature or its effect is the same for all.",
      formula: "Pearson correlation of value and contribution over the customers whose value is known",
    },
  ],
});
