import type { State } from "./asl.ts";
import { type Detour, type JobBinding, jobStates } from "./job-states.ts";
import { type StepDefinition, steps } from "./pipeline.ts";
import { WHO_SCANS } from "./scan-states.ts";

/**
 * How several machines share the readings, where a stack gives the bronze step more than one:
 *
 *     ResolveDelivery ──> WhoScans ── several files ──> BronzeShards ──> Bronze ──> Silver
 *                            │                                             │  the shares overlap
 *                            └── one file of readings ──> BronzeWhole <────┘
 *                                                             └──> Silver
 *
 * Each machine sums the files that fall to it; the bronze step, on one machine, adds the sums up and reads the delivery's
 * other files. Where the sums cannot say what a single scan would say, because rows of one customer and hour lie in the
 * files of two machines, one machine scans the whole delivery. So the result never depends on how many machines there were.
 */

/** The jobs, for who binds them to a service. */
export interface ShardBinding {
  readonly by: "shards";
  /** A share of the readings on each of several machines. */
  readonly shards: JobBinding;
  /** The bronze step over the whole delivery. */
  readonly whole: JobBinding;
}

/** Where the ways out of these states lead. */
export interface ShardWays {
  /** The bronze step that puts the shares together. */
  readonly merge: string;
  /** What follows the bronze step. */
  readonly next: string;
  readonly failed: string;
  readonly unrepairable: readonly string[];
}

/** Job that reads its share of the readings, and its own limits. */
const shard: Pick<StepDefinition, "description" | "timeoutSeconds"> = {
  description: "The hourly readings, shared between machines by file and summed by each",
  timeoutSeconds: steps.bronze.timeoutSeconds,
};

const WHOLE = "BronzeWhole";

/** The error of shares that only one machine can put right, and the way to it. */
export const overlapping: Detour = { error: "ShardsOverlap", to: WHOLE };

/** The states around the bronze step. */
export function shardStates(
  { shards, whole }: ShardBinding,
  { merge, next, failed, unrepairable }: ShardWays,
): Record<string, State> {
  const { description, timeoutSeconds } = steps.bronze;
  return {
    [WHO_SCANS]: {
      Type: "Choice",
      Comment: "Several machines share readings that lie in several files; one file is for one machine",
      Choices: [{ Variable: "$.plan.scanner", StringEquals: "shards", Next: "BronzeShards" }],
      Default: WHOLE,
    },
    ...jobStates({ state: "BronzeShards", definition: shard }, shards, { next: merge, failed, unrepairable }),
    ...jobStates(
      { state: WHOLE, definition: { description: `${description}: on one machine`, timeoutSeconds } },
      whole,
      { next, failed, unrepairable },
    ),
  };
}
