import type { RowOf } from "../../configs/contract.ts";
import type { importance } from "../../configs/explanation-tables.ts";
import type { GoldColumns } from "../model/gold-columns.ts";
import type { Attributions } from "./attributions.ts";

/** Running sums of one feature. Values that are missing, and those of categories, count for the effect alone. */
interface FeatureSums {
  absolute: number;
  known: number;
  meanValue: number;
  meanContribution: number;
  valueSquares: number;
  contributionSquares: number;
  products: number;
}

const nothing = (): FeatureSums => ({
  absolute: 0,
  known: 0,
  meanValue: 0,
  meanContribution: 0,
  valueSquares: 0,
  contributionSquares: 0,
  products: 0,
});

/**
 * How much each feature moves the scores of all customers, summed up portion by portion, so that nothing is kept of a
 * row. Moments are updated row by row (Welford 1962; Chan, Golub and LeVeque 1983), which keeps them exact where values
 * are large, and makes them the same however the rows are cut into portions.
 */
export class ImportanceSums {
  readonly #sums = new Map<string, FeatureSums>();
  #rows = 0;

  /** @param gold the rows that were explained, in the same order */
  add(gold: GoldColumns, { features, values }: Attributions): void {
    const rows = gold.customerId.length;
    this.#rows += rows;
    features.forEach((feature, place) => {
      const sums = this.#sums.get(feature) ?? nothing();
      this.#sums.set(feature, sums);
      const own = gold.columns.get(feature);
      for (let row = 0; row < rows; row += 1) {
        const contribution = values[row * features.length + place] ?? 0;
        sums.absolute += Math.abs(contribution);
        const value = own?.[row];
        if (typeof value === "number") addKnown(sums, value, contribution);
      }
    });
  }

  /** One row per feature of the model; none before anybody was scored. */
  rows(): readonly RowOf<typeof importance>[] {
    if (this.#rows === 0) return [];
    return [...this.#sums].map(([feature, sums]) => ({
      feature,
      mean_effect: sums.absolute / this.#rows,
      value_correlation: correlationOf(sums),
    }));
  }
}

function addKnown(sums: FeatureSums, value: number, contribution: number): void {
  sums.known += 1;
  const fromValue = value - sums.meanValue;
  const fromContribution = contribution - sums.meanContribution;
  sums.meanValue += fromValue / sums.known;
  sums.meanContribution += fromContribution / sums.known;
  sums.valueSquares += fromValue * (value - sums.meanValue);
  sums.contributionSquares += fromContribution * (contribution - sums.meanContribution);
  sums.products += fromValue * (contribution - sums.meanContribution);
}

/** Pearson's correlation; null where one of the two does not vary. */
function correlationOf({ valueSquares, contributionSquares, products }: FeatureSums): number | null {
  const scale = Math.sqrt(valueSquares * contributionSquares);
  return scale > 0 ? Math.max(-1, Math.min(1, products / scale)) : null;
}
