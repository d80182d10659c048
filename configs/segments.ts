/** Customer segments: households, small businesses, large businesses, and those that cannot be told (D8). */
export const segments = ["Residential", "SME", "Corporate", "Unknown"] as const;
export type Segment = (typeof segments)[number];

/** A business with at most this contracted power is an SME, above it a Corporate customer. Unit: kW. */
export const SME_POWER_LIMIT_KW = 10;

/** Kinds of home; only households have one. */
export const residentialTypes = ["Primary_Residence", "Second_Residence"] as const;

/** `Dual` when the customer uses gas. */
const portfolios = ["SingleFuel", "DualFuel"] as const;
export const portfolioTypes = segments.flatMap((segment) =>
  portfolios.map((portfolio) => `${segment}_${portfolio}` as const),
);
