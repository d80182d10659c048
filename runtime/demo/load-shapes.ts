/** How consumption spreads over the year and the day: section 7.3 of the data description. */

function normalised(shape: readonly number[]): readonly number[] {
  const mean = shape.reduce((sum, value) => sum + value, 0) / shape.length;
  return shape.map((value) => value / mean);
}

/** Electricity by month, January to December, mean 1. */
export const elecMonthShape = normalised([
  1.35, 1.2, 1.02, 0.86, 0.8, 0.88, 1.05, 1.02, 0.84, 0.84, 1.02, 1.28,
]);
/** Gas by month, mean 1: heating. */
export const gasMonthShape = normalised([3.7, 2.9, 1.5, 0.5, 0.12, 0.03, 0.01, 0.01, 0.03, 0.25, 1.0, 2.6]);
/** Months (0 January) in which a gas customer's heating may be off altogether. */
export const gasSummerMonths: readonly number[] = [5, 6, 7, 8];
export const GAS_SUMMER_ZERO_CHANCE = 0.7;

/**
 * Weight of each hour of a working day. A Spanish household: lunch at 14 h, dinner at 21 h. With prices by period
 * it gives the shares .299 peak, .261 standard, .441 off-peak on which the recipe's margins rest; the measured
 * profile of Spanish meters is flatter (.26 peak) and would cost a heavy user several euros a month.
 */
const householdHours = [
  0.55, 0.48, 0.44, 0.42, 0.42, 0.46, 0.6, 0.85, 1, 0.95, 0.95, 1, 1.1, 1.3, 1.35, 1.15, 1, 1, 1.15, 1.35,
  1.6, 1.75, 1.45, 1,
] as const;
/** A business: open from 8 to 19 h. */
const businessHours = [
  0.5, 0.48, 0.47, 0.47, 0.48, 0.55, 0.75, 1, 1.35, 1.55, 1.6, 1.6, 1.55, 1.4, 1.3, 1.35, 1.4, 1.35, 1.2, 1,
  0.85, 0.7, 0.6, 0.55,
] as const;

export interface DayShape {
  readonly hours: readonly number[];
  /** Factor on weekends and holidays. */
  readonly freeDayFactor: number;
}

export const householdDay: DayShape = { hours: householdHours, freeDayFactor: 1.08 };
export const businessDay: DayShape = { hours: businessHours, freeDayFactor: 0.55 };

/** An hour's consumption scatters around its weight by Gamma(4, 1/4): mean 1, standard deviation 1/2. */
export const HOUR_SHAPE = 4;
