import { sha256 } from "../digest.ts";

/** Where a labelled customer stands in the training of a model. */
export interface SplitRow {
  readonly customerId: string;
  /** `holdout` rows are untouched until the evaluation. */
  readonly part: "train" | "holdout";
  /** Fold inside the training part, from 0; null in the holdout. */
  readonly fold: number | null;
}

interface LabelledCustomer {
  readonly customerId: string;
  readonly churn: 0 | 1;
}

interface SplitOptions {
  readonly seed: number;
  /** Deals the folds alone: another one leaves the holdout as it is. @default seed */
  readonly foldSeed?: number;
  /** Share of each class in the holdout. */
  readonly holdoutShare: number;
  /** Number of folds inside the training part. */
  readonly folds: number;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Customers in the order of the hashes that a seed gives them. */
function shuffled(customers: readonly string[], seed: number): readonly string[] {
  return customers
    .map((customerId) => ({ customerId, hash: sha256(`${seed}:${customerId}`) }))
    .sort((a, b) => byText(a.hash, b.hash))
    .map(({ customerId }) => customerId);
}

/**
 * Splits the labelled customers (D20). Within each class they are put in the order of SHA-256(`<seed>:<customer_id>`);
 * the first `holdoutShare` of them, rounded to a whole customer, are the holdout, and the rest, in the same order or in
 * that of `foldSeed`, is dealt to the folds in turn. The result depends on ids, labels and seeds alone, not on the order
 * of the rows; it comes sorted by customer.
 *
 * @throws Error when a customer stands twice.
 */
export function splitCustomers(
  customers: readonly LabelledCustomer[],
  { seed, foldSeed = seed, holdoutShare, folds }: SplitOptions,
): readonly SplitRow[] {
  if (new Set(customers.map(({ customerId }) => customerId)).size !== customers.length) {
    throw new Error("A customer stands twice among the labelled customers.");
  }
  const ofClass = (churn: 0 | 1): SplitRow[] => {
    const all = shuffled(
      customers.filter((customer) => customer.churn === churn).map(({ customerId }) => customerId),
      seed,
    );
    const held = Math.round(all.length * holdoutShare);
    return [
      ...all.slice(0, held).map((customerId): SplitRow => ({ customerId, part: "holdout", fold: null })),
      ...shuffled(all.slice(held), foldSeed).map(
        (customerId, place): SplitRow => ({ customerId, part: "train", fold: place % folds }),
      ),
    ];
  };
  return [...ofClass(1), ...ofClass(0)].sort((a, b) => byText(a.customerId, b.customerId));
}
