import type { Retrier, State, TaskBinding } from "./asl.ts";

/**
 * How a query service sums the readings before the bronze step begins, where a stack has one:
 *
 *     ResolveDelivery ──> WhoScans ── Parquet ──> HourlyScan ──> Bronze
 *                            │                        │  the query failed
 *                            │                     HourlyScanFault ── it cannot read the files ──> Bronze
 *                            └── any other format ──> Bronze           │ anything else
 *                                                                   MarkFailed
 *
 * Files that the service cannot read are no reason to fail: the bronze step reads more than it does, and says in the
 * user's words what is wrong with the rest. Any other failure ends the run, so that nobody pays for a query service that
 * never works.
 */

/** The state that decides who sums the readings. */
export const WHO_SCANS = "WhoScans";

/** The query, for who binds it to a service. */
export interface ScanBinding {
  readonly by: "athena";
  readonly query: TaskBinding;
  /** Longest time that a query may take, in seconds. */
  readonly timeoutSeconds: number;
  /** Faults of the service itself, by its names. */
  readonly retriers: readonly Retrier[];
  /** What the cause of a failed query holds when the files are to blame. */
  readonly unreadable: readonly string[];
}

/** A query that began and failed: a node of the service may have been lost. Once more costs one more scan. */
function failedQuery(): Retrier {
  return {
    ErrorEquals: ["States.TaskFailed"],
    IntervalSeconds: 30,
    MaxDelaySeconds: 120,
    MaxAttempts: 1,
    BackoffRate: 2,
    JitterStrategy: "FULL",
  };
}

/** The states of the scan. */
export function scanStates(
  { query, timeoutSeconds, retriers, unreadable }: ScanBinding,
  { next, failed }: { readonly next: string; readonly failed: string },
): Record<string, State> {
  const giveUp = { Next: failed, ResultPath: "$.error" };
  return {
    [WHO_SCANS]: {
      Type: "Choice",
      Comment:
        "A query service sums readings that lie in Parquet files; any other format is the bronze step's",
      Choices: [{ Variable: "$.plan.scanner", StringEquals: "athena", Next: "HourlyScan" }],
      Default: next,
    },
    HourlyScan: {
      Type: "Task",
      Comment: "The hourly readings summed by customer, month and tariff period, by a query service",
      ...query,
      TimeoutSeconds: timeoutSeconds,
      ResultPath: null,
      Retry: [...structuredClone([...retriers]), failedQuery()],
      Catch: [
        // First: `States.TaskFailed` stands for every name but `States.Timeout`, these included.
        { ErrorEquals: retriers.flatMap(({ ErrorEquals }) => ErrorEquals), ...giveUp },
        { ErrorEquals: ["States.TaskFailed"], Next: "HourlyScanFault", ResultPath: "$.error" },
        { ErrorEquals: ["States.ALL"], ...giveUp },
      ],
      Next: next,
    },
    HourlyScanFault: {
      Type: "Choice",
      Comment: "What a query service cannot read, the bronze step reads or explains",
      Choices: [
        {
          Or: unreadable.map((words) => ({ Variable: "$.error.Cause", StringMatches: `*${words}*` })),
          Next: next,
        },
      ],
      Default: failed,
    },
  };
}
