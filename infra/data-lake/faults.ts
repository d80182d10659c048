import type { Fault } from "../component.ts";
import { keyFaults } from "../iam/key-arn.ts";
import type { Stack } from "../stack.ts";
import { DAYS_IN_CLASS, INFREQUENT_DAYS } from "./lifecycle.ts";

/** What objects rest under: keys of S3, a key of the stack's own, or a key that exists. */
export type Encryption = "s3" | "kms" | { readonly keyArn: string };

const BUCKET_NAME = /^(?!xn--|sthree-)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

/** What is wrong with a lake's arguments. */
export function lakeFaults(args: {
  readonly stack: Stack;
  readonly bucketName?: string;
  readonly encryption?: Encryption;
  readonly scoredDays?: number;
  readonly quarantineDays?: number;
  readonly oldVersionDays?: number;
  readonly consumptionDays?: number;
}): readonly Fault[] {
  const { stack, bucketName, encryption } = args;
  return [
    ...(bucketName === undefined ? [] : bucketFaults(bucketName)),
    ...(typeof encryption === "object" ? keyFaults("encryption.keyArn", encryption.keyArn, stack) : []),
    ...dayFaults("scoredDays", args.scoredDays, INFREQUENT_DAYS + DAYS_IN_CLASS),
    ...dayFaults("quarantineDays", args.quarantineDays, 1),
    ...dayFaults("oldVersionDays", args.oldVersionDays, 1),
    ...dayFaults("consumptionDays", args.consumptionDays, 1),
  ];
}

function bucketFaults(name: string): readonly Fault[] {
  if (BUCKET_NAME.test(name)) return [];
  return [
    {
      path: "bucketName",
      message: `"${name}" must be 3 to 63 small letters, digits or hyphens, without dots (TLS needs that)`,
    },
  ];
}

function dayFaults(path: string, days: number | undefined, least: number): readonly Fault[] {
  if (days === undefined || (Number.isInteger(days) && days >= least)) return [];
  return [{ path, message: `must be a whole number of days, at least ${least}, not ${days}` }];
}
