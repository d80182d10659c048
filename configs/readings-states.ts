import type { State } from "./asl.ts";
import { type ScanBinding, scanStates, WHO_SCANS } from "./scan-states.ts";
import { type ShardBinding, type ShardWays, shardStates } from "./shard-states.ts";

/** Who sums the hourly readings before the bronze step, where it does not do so alone: a query, or several machines. */
export type ReadingsBinding = ScanBinding | ShardBinding;

/** The states of who sums the readings, and the first task leading to them. @throws Error when there is no such task */
export function readingsStates(
  resolve: State | undefined,
  binding: ReadingsBinding,
  ways: ShardWays,
): Record<string, State> {
  if (resolve?.Type !== "Task") throw new Error("The state machine begins with no task.");
  return { ResolveDelivery: { ...resolve, Next: WHO_SCANS }, ...statesOf(binding, ways) };
}

function statesOf(binding: ReadingsBinding, ways: ShardWays): Record<string, State> {
  switch (binding.by) {
    case "athena":
      return scanStates(binding, { next: ways.merge, failed: ways.failed });
    case "shards":
      return shardStates(binding, ways);
  }
}
