import type { PiecewiseUniform } from "./random.ts";

/** Who the customers are: counts and distributions of the recipe, sections 1.2, 3 and 7.2 of the data description. */

export const segments = ["Residential", "SME", "Corporate"] as const;
export type Segment = (typeof segments)[number];

/** Channels as the attributes file spells them; `desconocido` is also written `unknown`. */
export const salesChannels = [
  "presencial_comercial",
  "desconocido",
  "comparador",
  "oficina",
  "telemarketing",
  "web_propia",
] as const;
export type SalesChannel = (typeof salesChannels)[number];

/** Customers by segment and channel (in the order of `salesChannels`), of 20,099. */
export const customersByChannel: Readonly<Record<Segment, readonly number[]>> = {
  Residential: [8235, 4744, 2351, 1654, 1085, 21],
  SME: [868, 482, 167, 181, 132, 2],
  Corporate: [55, 41, 79, 1, 1, 0],
};

/** Customers by segment, of 20,099. */
export const segmentCounts: Readonly<Record<Segment, number>> = {
  Residential: 18_090,
  SME: 1832,
  Corporate: 177,
};

/** Share of the customers with gas. */
export const gasShare: Readonly<Record<Segment, number>> = {
  Residential: 3272 / 18_090,
  SME: 284 / 1832,
  Corporate: 76 / 177,
};

/** Gas customers, of 20,099, whose electricity is zero all year. */
export const GAS_ONLY_CUSTOMERS = 30;
/** Second homes among the households, of 20,099. */
export const SECOND_HOMES = 402;
/** Share of the Unknown channel that is spelled in English. */
export const ENGLISH_UNKNOWN_SHARE = 0.07;
export const URBAN_SHARE = 0.62;
export const SME_POWER_KW = 10;

/** Contracted power of households, kW: multiples of 1.15 with their probabilities. */
export const householdPower = {
  stepsKw: [2.3, 3.45, 4.6, 5.75, 6.9, 8.05, 9.2, 10.35],
  primary: [0.06, 0.24, 0.285, 0.17, 0.125, 0.035, 0.06, 0.025],
  secondHome: [0.31, 0.26, 0.16, 0.115, 0.095, 0.02, 0.025, 0.015],
} as const;

/** Contracted power of the 177 corporate customers: kW and how many have it. */
export const corporatePower = {
  stepsKw: [
    15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 100, 105, 110, 115, 120, 130, 140,
    145, 150,
  ],
  counts: [28, 10, 9, 25, 12, 6, 8, 8, 5, 4, 5, 4, 5, 8, 4, 2, 4, 3, 2, 2, 1, 3, 5, 1, 1, 12],
} as const;

/** Days from the as-of date to the next renewal. */
export const renewalDays: PiecewiseUniform = {
  edges: [-29, 1, 30, 52, 76, 130, 163, 203, 240, 299],
  probabilities: [0.0289, 0.035, 0.045, 0.091, 0.2003, 0.2011, 0.1997, 0.145, 0.054],
};

/** Months of 30 days since the first activation. */
export const tenureMonths: PiecewiseUniform = {
  edges: [0, 24, 60, 72, 100, 127.6, 182.5],
  probabilities: [0.3066, 0.3373, 0.1062, 0.069, 0.064, 0.1169],
};

/** Share of the customers who never changed their product. */
export const NO_PRODUCT_CHANGE_SHARE = 0.3032;
/** Months since the last change = base + slope x months to renewal + normal noise, at least `floorDays` days. */
export const lastChange = { baseMonths: 2.45, slope: 0.97, noiseMonths: 1.8, floorDays: 6 } as const;

/** The recipe counts months of 30 days. */
export const DAYS_PER_MONTH = 30;
