/** Days in a month, for the number of months between two days (D3). */
export const DAYS_PER_MONTH = 30.44;

export interface Bucket {
  readonly name: string;
  /** Largest value in the bucket, inclusive; the next bucket begins above it. Null: no upper end. Unit: months. */
  readonly upTo: number | null;
}

/** Months to renewal, cut on the rounded value. */
export const renewalBuckets = [
  { name: "expired", upTo: 0 },
  { name: "0-3m", upTo: 3 },
  { name: "3-6m", upTo: 6 },
  { name: "6-12m", upTo: 12 },
  { name: "12m+", upTo: null },
] as const satisfies readonly Bucket[];

/** Months since the first activation, cut on the rounded value; a customer of today is in the first bucket (D11). */
export const tenureBuckets = [
  { name: "0-6m", upTo: 6 },
  { name: "6-12m", upTo: 12 },
  { name: "1-2y", upTo: 24 },
  { name: "2-5y", upTo: 60 },
  { name: "5y+", upTo: null },
] as const satisfies readonly Bucket[];

/** A renewal in at most this many months is near. */
export const NEAR_RENEWAL_MONTHS = 3;
/** Buckets of a contract that is about to end or has ended, and of a customer who is still new. */
export const risky = {
  renewal: ["expired", "0-3m"],
  tenure: ["0-6m", "6-12m"],
} as const satisfies {
  renewal: readonly (typeof renewalBuckets)[number]["name"][];
  tenure: readonly (typeof tenureBuckets)[number]["name"][];
};
