import { type Attributions, attributionsOf } from "../explain/attributions.ts";
import type { LoadedModel } from "../model/artifact.ts";
import type { GoldColumns } from "../model/gold-columns.ts";
import { type Driver, type Drivers, namedDrivers, strongestDrivers } from "./drivers.ts";
import { riskTierOf } from "./risk-tier.ts";

/** What the model says about one row of gold: all that follows from its features alone. */
export interface RowScore {
  /** Log-odds before calibration. */
  readonly logOdds: number;
  /** Calibrated, unrounded. */
  readonly probability: number;
  readonly tierLabel: string;
  /** What reasons name. */
  readonly drivers: readonly Driver[];
}

/** Scores of some rows, in their order, with what they are made of. */
export interface ExplainedRows {
  readonly scores: readonly RowScore[];
  /** What moves each row's score most. */
  readonly strongest: readonly Drivers[];
  readonly attributions: Attributions;
}

/** Rows scored at a time: bounds the memory of the SHAP values. A row's score never depends on the others. */
export const ROWS_AT_A_TIME = 2_000;

/**
 * Scores these rows, in their order, and explains the scores.
 * @throws Error when a feature is absent, or the explanations are not those of the scores
 */
export function explainRows(model: LoadedModel, gold: GoldColumns): ExplainedRows {
  const { margin, probability } = model.score(gold);
  const attributions = attributionsOf(model.contributions(gold), margin);
  const strongest = strongestDrivers(attributions);
  const scores = gold.customerId.map((_, row) => {
    const proba = probability[row] ?? Number.NaN;
    const drivers = strongest[row];
    return {
      logOdds: margin[row] ?? Number.NaN,
      probability: proba,
      tierLabel: riskTierOf(proba).label,
      drivers: drivers === undefined ? [] : namedDrivers(drivers),
    };
  });
  return { scores, strongest, attributions };
}

/** Scores these rows, in their order. @throws Error when a feature is absent. */
export function scoreRows(model: LoadedModel, gold: GoldColumns): readonly RowScore[] {
  return explainRows(model, gold).scores;
}
