/** A price that moves by more than this from one known month to the next counts as an update. Unit: EUR/kWh. */
export const PRICE_MOVE_EUR_KWH = 0.001;

/**
 * Price features are winsorised: a value beyond a limit becomes the limit. One near-zero price in the file makes a trend
 * of 259 where 98 % of customers lie between -0.09 and 0.49. The limits are fixed, not quantiles of the delivery, so that a customer's
 * features never depend on other customers; they lie just outside everything plausible.
 */
export const priceLimits = {
  /** From a price that halved to one that doubled. Unit: share of the first price. */
  trend: { min: -0.5, max: 1 },
  /** Unit: EUR/kWh. */
  volatility: { min: 0, max: 0.1 },
  /** Unit: EUR/kWh. */
  spread: { min: -0.1, max: 0.3 },
} as const;

/** Calendar months in each of the two windows whose mean margins are compared (D16). */
export const MARGIN_WINDOW_MONTHS = 3;
