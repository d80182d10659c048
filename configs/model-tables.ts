import { type Column, defineContract } from "./contract.ts";
import { columnTypeOf, featuresOf } from "./features.ts";
import { type SliceColumn, sliceColumns } from "./model-policy.ts";

/** The tables inside a model's artifact. */

/** Which customer was in which part of the split when a model was trained (D20). */
export const foldsTable = defineContract({
  name: "folds",
  version: 1,
  layer: "model",
  description: "Holdout and folds of a model's training, drawn by a hash of customer and seed in each class.",
  grain: "one labelled customer",
  key: ["customer_id"],
  columns: [
    { name: "customer_id", type: "text", description: "Customer.", personal: "identifier" },
    {
      name: "part",
      type: "text",
      allowed: ["train", "holdout"],
      description: "Training part, or the holdout that only the evaluation looks at.",
    },
    {
      name: "fold",
      type: "integer",
      min: 0,
      nullBudget: 1,
      description: "Fold inside the training part, from 0; empty in the holdout.",
    },
  ],
});

/**
 * The training rows as the model met them, the reference for drift (D29): the experiment's features, the label, and
 * the calibrated probability that a model gave which had not seen the row.
 *
 * @throws RangeError when there is no such experiment.
 */
export function referenceTable(experiment: string) {
  return defineContract({
    name: "reference",
    version: 1,
    layer: "model",
    description:
      "The training rows of a model with their out-of-fold scores: what drift is measured against.",
    grain: "one customer of the training part",
    key: ["customer_id"],
    columns: [
      { name: "customer_id", type: "text", description: "Customer.", personal: "identifier" },
      { name: "churn", type: "flag", description: "1: churned." },
      {
        name: "churn_proba",
        type: "number",
        unit: "probability",
        min: 0,
        max: 1,
        description: "Calibrated out-of-fold probability of churn.",
      },
      ...featuresOf(experiment).map(
        ({ name, kind }): Column => ({
          name,
          type: columnTypeOf[kind],
          nullBudget: 1,
          description: `Feature ${name} as in the gold master.`,
        }),
      ),
    ],
  });
}

const sliceNotes: Readonly<Record<SliceColumn, string>> = {
  segment: "Customer segment.",
  sales_channel: "How the customer was won.",
  region: "Name of the region.",
  tenure_bucket: "How long the customer has been with the company.",
};

/** What a model says about the customers of its holdout, and what they did: every curve of it can be drawn from here. */
export const holdoutScores = defineContract({
  name: "holdout_scores",
  version: 1,
  layer: "model",
  description: "The shipped model's scores of the holdout, with the outcome and the columns to slice by.",
  grain: "one customer of the holdout",
  key: ["customer_id"],
  columns: [
    { name: "customer_id", type: "text", description: "Customer.", personal: "identifier" },
    { name: "churn", type: "flag", description: "1: churned, 0: stayed.", formula: "gold_master.churn" },
    {
      name: "churn_proba",
      type: "number",
      unit: "probability",
      min: 0,
      max: 1,
      description: "Calibrated probability of churn, unrounded.",
      formula: "the model's calibrator applied to the log-odds of its trees (D21)",
    },
    ...sliceColumns.map((name) => ({
      name,
      type: "text" as const,
      nullBudget: 1,
      description: sliceNotes[name],
      formula: `gold_master.${name}`,
    })),
  ],
});
