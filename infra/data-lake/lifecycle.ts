import type * as aws from "@pulumi/aws";
import type { TopPrefix } from "./prefix.ts";

/** How long the lake keeps what, in days. */
export interface Retention {
  /** Scores of a run move to the archive that answers at once. */
  readonly scoredDays: number;
  /** Rejected rows of a run are deleted. */
  readonly quarantineDays: number;
  /** A version that was replaced or deleted can be brought back. */
  readonly oldVersionDays: number;
  /** What queries have made of a run's readings is deleted; undefined where there are no queries. */
  readonly consumptionDays: number | undefined;
}

/** When a run's tables are seldom read any more: storage costs half from here on, reading costs extra. */
export const INFREQUENT_DAYS = 90;
/** S3 wants an object to stay this long in a class before it moves on. */
export const DAYS_IN_CLASS = 30;
/** Parts of uploads that were never completed are invisible, and paid for. */
const ABORT_UPLOAD_DAYS = 7;

/** What every run leaves behind, and what later runs do not read. */
const layers = ["deliveries/", "bronze/", "silver/", "gold/"] as const satisfies readonly TopPrefix[];

type Rule = aws.types.input.s3.BucketLifecycleConfigurationRule;

/**
 * What happens to objects as they age.
 *
 * Rules know an object's age and nothing of pointers. So whatever a pointer may name (layers, models, scores,
 * monitoring) only moves to cheaper classes, all of which answer at once, and is never deleted by age: a stack that
 * rests for two years still shows its last scores. Deleted by age are rejected rows, which can be made again from
 * their delivery, and versions that were replaced.
 */
export function lifecycleRules(retention: Retention): Rule[] {
  return [
    {
      id: "old-versions",
      status: "Enabled",
      filter: {},
      noncurrentVersionExpiration: { noncurrentDays: retention.oldVersionDays },
      // The marker that a deletion leaves goes once no version is left below it.
      expiration: { expiredObjectDeleteMarker: true },
      abortIncompleteMultipartUpload: { daysAfterInitiation: ABORT_UPLOAD_DAYS },
    },
    ...layers.map((prefix) => aging(prefix, [{ days: INFREQUENT_DAYS, storageClass: "STANDARD_IA" }])),
    aging("scored/", [
      { days: INFREQUENT_DAYS, storageClass: "STANDARD_IA" },
      { days: retention.scoredDays, storageClass: "GLACIER_IR" },
    ]),
    {
      id: "quarantine",
      status: "Enabled",
      filter: { prefix: "quarantine/" satisfies TopPrefix },
      expiration: { days: retention.quarantineDays },
    },
    ...(retention.consumptionDays === undefined
      ? []
      : [
          {
            id: "consumption",
            status: "Enabled",
            filter: { prefix: "consumption/" satisfies TopPrefix },
            expiration: { days: retention.consumptionDays },
          },
        ]),
  ];
}

function aging(prefix: TopPrefix, transitions: Rule["transitions"]): Rule {
  return { id: prefix.slice(0, -1), status: "Enabled", filter: { prefix }, transitions };
}
