import type { Retrier } from "../../configs/asl.ts";

const backoff = { BackoffRate: 2, JitterStrategy: "FULL" } as const;

/** What Athena answers instead of running a query, and how long it is worth to wait. */
export const queryFaults: readonly Retrier[] = [
  {
    // The account's queries at once are used up, by others too: theirs take minutes.
    ErrorEquals: ["Athena.TooManyRequestsException"],
    IntervalSeconds: 30,
    MaxDelaySeconds: 300,
    MaxAttempts: 12,
    ...backoff,
  },
  {
    // The service has a fault: it passes.
    ErrorEquals: [
      "Athena.AmazonAthenaException",
      "Athena.InternalServerException",
      "Athena.SdkClientException",
    ],
    IntervalSeconds: 5,
    MaxDelaySeconds: 120,
    MaxAttempts: 8,
    ...backoff,
  },
  {
    // Athena ends a query itself long before: nothing was heard of it.
    ErrorEquals: ["States.Timeout"],
    IntervalSeconds: 30,
    MaxDelaySeconds: 120,
    MaxAttempts: 1,
    ...backoff,
  },
];

/** What Athena calls files that are no Parquet, or hold other types than the table says. */
export const unreadableFiles = ["HIVE_BAD_DATA", "HIVE_CANNOT_OPEN_SPLIT"] as const;
