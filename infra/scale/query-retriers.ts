import type { Retrier } from "../../configs/asl.ts";
import { whenFaulty, whenFull, whenSilent } from "../pipeline/retriers.ts";

/** What Athena answers instead of running a query, and how long it is worth to wait. */
export const queryRetriers: readonly Retrier[] = [
  // The queries of others take minutes.
  whenFull(["Athena.TooManyRequestsException"], {
    IntervalSeconds: 30,
    MaxDelaySeconds: 300,
    MaxAttempts: 12,
  }),
  whenFaulty(["Athena.AmazonAthenaException", "Athena.InternalServerException", "Athena.SdkClientException"]),
  whenSilent,
];

/** What Athena calls files that are no Parquet, or hold other types than the table says. */
export const unreadableFiles = ["HIVE_BAD_DATA", "HIVE_CANNOT_OPEN_SPLIT"] as const;
