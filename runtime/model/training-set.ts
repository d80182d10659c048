import type { ModelPolicy } from "../../configs/model-policy.ts";
import { InputError } from "../errors.ts";
import { type SplitRow, splitCustomers } from "./folds.ts";
import { type GoldColumns, pickRows } from "./gold-columns.ts";

/** Gold rows whose label is known, with it. */
export interface LabelledRows {
  readonly gold: GoldColumns;
  /** 1 for a churner, 0 for a customer who stayed. */
  readonly labels: Uint8Array;
}

/** The training part, sorted by customer, with the fold of each row. */
export interface TrainingSet extends LabelledRows {
  readonly folds: readonly number[];
}

/** Number of churners among these labels. */
export function churnersIn(labels: ArrayLike<number>): number {
  let churners = 0;
  for (let row = 0; row < labels.length; row += 1) churners += labels[row] ?? 0;
  return churners;
}

/** The rows at these positions with their labels. @throws Error when a label is unknown. */
export function pickLabelled(gold: GoldColumns, rows: readonly number[]): LabelledRows {
  const picked = pickRows(gold, rows);
  if (picked.churn.includes(null)) throw new Error("A row without a label was picked as labelled.");
  return { gold: picked, labels: Uint8Array.from(picked.churn, (churn) => churn ?? 0) };
}

/**
 * Splits the labelled customers of a gold master (D20).
 * @param foldSeed deals the folds of the training part alone
 * @throws InputError when there are too few customers of a class to train on.
 */
export function splitGold(
  gold: GoldColumns,
  policy: ModelPolicy["split"],
  seed: number,
  foldSeed = seed,
): readonly SplitRow[] {
  const labelled = gold.customerId.flatMap((customerId, row) => {
    const churn = gold.churn[row] ?? null;
    return churn === null ? [] : [{ customerId, churn }];
  });
  const churners = churnersIn(labelled.map(({ churn }) => churn));
  const stayed = labelled.length - churners;
  if (Math.min(churners, stayed) < policy.minimumPerClass) {
    throw new InputError(
      `The labels name ${churners} churners and ${stayed} customers who stayed, too few to train a model; ` +
        `deliver a churn_label file with at least ${policy.minimumPerClass} of each.`,
      { file: "churn_label", column: "churn" },
    );
  }
  return splitCustomers(labelled, {
    seed,
    foldSeed,
    holdoutShare: policy.holdoutShare,
    folds: policy.folds,
  });
}

/** The rows of the gold master that stand for these customers, in the customers' order. */
function rowsOf(gold: GoldColumns, customers: readonly string[]): readonly number[] {
  const places = new Map(gold.customerId.map((customer, row) => [customer, row]));
  return customers.map((customer) => {
    const row = places.get(customer);
    if (row === undefined) throw new Error("The gold master lacks a customer of the model's split.");
    return row;
  });
}

/** The training part of a split. */
export function trainingSetOf(gold: GoldColumns, split: readonly SplitRow[]): TrainingSet {
  const training = split.flatMap(({ customerId, fold }) => (fold === null ? [] : [{ customerId, fold }]));
  const rows = rowsOf(
    gold,
    training.map(({ customerId }) => customerId),
  );
  return { ...pickLabelled(gold, rows), folds: training.map(({ fold }) => fold) };
}

/** The holdout of a split. */
export function holdoutOf(gold: GoldColumns, split: readonly SplitRow[]): LabelledRows {
  const held = split.filter(({ part }) => part === "holdout");
  return pickLabelled(
    gold,
    rowsOf(
      gold,
      held.map(({ customerId }) => customerId),
    ),
  );
}
