import { defineContract } from "./contract.ts";
import { driftStatuses } from "./drift-limits.ts";

/** Drift of the champion's inputs and scores against its training rows (D29). */

/** How a name among the features stands for the score itself. */
export const SCORE_NAME = "churn_proba";

/** One row per model input, and one for the score: how far it moved, and whether that matters. */
export const driftFeatures = defineContract({
  name: "drift_features",
  version: 2,
  layer: "monitoring",
  description: "How far each model input, and the score, has moved since the champion's training rows.",
  grain: "one model input, or the score",
  key: ["feature"],
  columns: [
    { name: "feature", type: "text", description: "Model input; churn_proba is the score." },
    {
      name: "role",
      type: "text",
      allowed: ["input", "score"],
      description: "Input of the model, or its score.",
    },
    {
      name: "kind",
      type: "text",
      allowed: ["numeric", "flag", "category"],
      description: "Flags and categories are compared level by level.",
    },
    {
      name: "status",
      type: "text",
      allowed: [...driftStatuses],
      description: "Verdict: needs a small adjusted p-value and an effect that matters.",
    },
    {
      name: "test",
      type: "text",
      allowed: ["kolmogorov_smirnov", "chi_square"],
      description: "Test of equal distributions.",
    },
    { name: "statistic", type: "number", min: 0, description: "KS statistic or chi-square." },
    { name: "p_value", type: "number", min: 0, max: 1, description: "p-value of the test." },
    {
      name: "adjusted_p_value",
      type: "number",
      min: 0,
      max: 1,
      description: "p-value adjusted for the number of tests (Benjamini and Hochberg).",
    },
    {
      name: "psi",
      type: "number",
      min: 0,
      description:
        "Population stability index over deciles of the reference, fixed bins of the score, or levels.",
    },
    {
      name: "effect_psi",
      type: "number",
      min: 0,
      description:
        "Index that is judged: of numbers without a common shift too small to matter, and no rare bin or level overrated.",
    },
    {
      name: "distance",
      type: "number",
      min: 0,
      nullBudget: 1,
      unit: "standard deviations",
      description:
        "Wasserstein distance over the reference's standard deviation; empty for levels and constants.",
    },
    {
      name: "shifted_level",
      type: "text",
      nullBudget: 1,
      description: "Level whose share moved most; empty for numeric features.",
    },
    {
      name: "level_shift",
      type: "number",
      min: -1,
      max: 1,
      nullBudget: 1,
      unit: "share",
      description: "Change of that level's share, now minus then.",
    },
    {
      name: "unseen_levels",
      type: "texts",
      description: "Levels that the training rows never had.",
    },
    {
      name: "unseen_share",
      type: "number",
      min: 0,
      max: 1,
      unit: "share",
      description: "Rows with such a level.",
    },
    { name: "reference_missing", type: "number", min: 0, max: 1, unit: "share", description: "Empty then." },
    { name: "current_missing", type: "number", min: 0, max: 1, unit: "share", description: "Empty now." },
    {
      name: "missing_adjusted_p_value",
      type: "number",
      min: 0,
      max: 1,
      nullBudget: 1,
      description:
        "Adjusted p-value of equal shares of empty cells (chi-square); empty where nothing is empty, and for levels, where empty is a level.",
    },
    { name: "reference_rows", type: "integer", min: 0, description: "Rows then." },
    { name: "current_rows", type: "integer", min: 0, description: "Rows now." },
  ],
});

/** The bins or levels behind each comparison, then and now. */
export const driftDistributions = defineContract({
  name: "drift_distributions",
  version: 1,
  layer: "monitoring",
  description: "How each model input, and the score, was spread in the training rows and is spread now.",
  grain: "one bin or level of a feature",
  key: ["feature", "position"],
  columns: [
    { name: "feature", type: "text", description: "Model input; churn_proba is the score." },
    { name: "position", type: "integer", min: 0, description: "Place of the bin, from 0, ascending." },
    {
      name: "level",
      type: "text",
      nullBudget: 1,
      description: "Level of a flag or category; empty for numeric bins.",
    },
    {
      name: "upper",
      type: "number",
      nullBudget: 1,
      description: "Upper end of a numeric bin; empty for the last, which is open.",
    },
    {
      name: "upper_included",
      type: "flag",
      nullBudget: 1,
      description: "1: the upper end belongs to the bin, and not to the next.",
    },
    { name: "reference_count", type: "integer", min: 0, description: "Training rows in the bin." },
    { name: "current_count", type: "integer", min: 0, description: "Rows in the bin now." },
  ],
});
