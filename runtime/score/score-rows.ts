import type { LoadedModel } from "../model/artifact.ts";
import type { GoldColumns } from "../model/gold-columns.ts";
import { type Driver, topDrivers } from "./drivers.ts";
import { riskTierOf } from "./risk-tier.ts";

/** What the model says about one row of gold: all that follows from its features alone. */
export interface RowScore {
  /** Log-odds before calibration. */
  readonly logOdds: number;
  /** Calibrated, unrounded. */
  readonly probability: number;
  readonly tierLabel: string;
  readonly drivers: readonly Driver[];
}

/** Rows scored at a time: bounds the memory of the SHAP values. A row's score never depends on the others. */
export const ROWS_AT_A_TIME = 2_000;

/** Scores these rows, in their order. @throws Error when a feature is absent. */
export function scoreRows(model: LoadedModel, gold: GoldColumns): readonly RowScore[] {
  const { margin, probability } = model.score(gold);
  const drivers = topDrivers(model.contributions(gold));
  return gold.customerId.map((_, row) => {
    const proba = probability[row] ?? Number.NaN;
    return {
      logOdds: margin[row] ?? Number.NaN,
      probability: proba,
      tierLabel: riskTierOf(proba).label,
      drivers: drivers[row] ?? [],
    };
  });
}
