import type { Page } from "../lake/lake.ts";
import { type LeaseItem, RUNS_BY_STATE, runItemOf, startedAtKey } from "./dynamo-items.ts";
import type { DynamoTable, Item } from "./dynamo-table.ts";
import { type RunCounts, type RunRecord, type RunState, type RunsPage, runStates } from "./manifest.ts";

const PAGE_SIZE = 100;
/** Later than every start. */
const END_OF_TIME = "9";

/**
 * Runs of one state or of all, the newest first: one page of the index for each state, merged. A run that changes its
 * state in this moment may show twice in the index; the page shows it once.
 *
 * @param claimed a claim whose run has no item yet
 */
export async function latestRuns(
  table: DynamoTable,
  { after = END_OF_TIME, limit = PAGE_SIZE, state }: RunsPage,
  claimed: LeaseItem | undefined,
): Promise<Page<RunRecord>> {
  const states = state === undefined ? runStates : [state];
  const pages = await Promise.all(states.map((each) => runsOf(table, each, after, limit + 1)));
  const byStart = new Map(pages.flat().map((item) => [startOf(item), runItemOf(item).run]));
  if (claimed !== undefined && states.includes(claimed.run.state)) {
    const start = startedAtKey(claimed.run.startedAt, claimed.lease.token);
    if (start < after) byStart.set(start, claimed.run);
  }
  const found = [...byStart].sort(([a], [b]) => (a < b ? 1 : -1));
  const shown = found.slice(0, limit);
  const last = shown.at(-1)?.[0];
  const items = shown.map(([, run]) => run);
  return found.length > limit && last !== undefined ? { items, next: last } : { items };
}

/** How many runs the index holds in each state. @param claimed a claim whose run has no item yet */
export async function countRuns(table: DynamoTable, claimed: LeaseItem | undefined): Promise<RunCounts> {
  const count = async (state: RunState) =>
    (await table.count(RUNS_BY_STATE, {
      expression: "#state = :state",
      names: { "#state": "state" },
      values: { ":state": state },
    })) + (claimed?.run.state === state ? 1 : 0);
  const [started, completed, failed, rejected, superseded] = await Promise.all([
    count("started"),
    count("completed"),
    count("failed"),
    count("rejected"),
    count("superseded"),
  ]);
  return { started, completed, failed, rejected, superseded };
}

function runsOf(table: DynamoTable, state: string, before: string, limit: number): Promise<readonly Item[]> {
  return table.latest(
    RUNS_BY_STATE,
    {
      expression: "#state = :state AND #started_at < :before",
      names: { "#state": "state", "#started_at": "started_at" },
      values: { ":state": state, ":before": before },
    },
    limit,
  );
}

function startOf(item: Item): string {
  return String(item["started_at"]);
}
