import type { Page } from "../lake/lake.ts";
import { RUNS_BY_STATE, runItemOf } from "./dynamo-items.ts";
import type { DynamoTable, Item } from "./dynamo-table.ts";
import { type RunRecord, runStates } from "./manifest.ts";

const PAGE_SIZE = 100;
/** Later than every start. */
const END_OF_TIME = "9";

/**
 * Runs of every state, the newest first: one page of the index for each state, merged. A run that changes its state in
 * this moment may show twice in the index; the page shows it once.
 */
export async function latestRuns(
  table: DynamoTable,
  page: { readonly after?: string; readonly limit?: number } = {},
): Promise<Page<RunRecord>> {
  const { after = END_OF_TIME, limit = PAGE_SIZE } = page;
  const pages = await Promise.all(runStates.map((state) => runsOf(table, state, after, limit + 1)));
  const byStart = new Map(pages.flat().map((item) => [startOf(item), item]));
  const found = [...byStart].sort(([a], [b]) => (a < b ? 1 : -1));
  const shown = found.slice(0, limit);
  const last = shown.at(-1)?.[0];
  const items = shown.map(([, item]) => runItemOf(item).run);
  return found.length > limit && last !== undefined ? { items, next: last } : { items };
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
