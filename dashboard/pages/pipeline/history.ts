import { z } from "zod";
import type { Page } from "../../../runtime/lake/lake.ts";
import {
  type Lease,
  type RunCounts,
  type RunRecord,
  runStates,
  type TaskRecord,
} from "../../../runtime/manifest/manifest.ts";
import type { Books } from "../../lake/books.ts";
import { type RunReport, reportIfReadable } from "../../lake/run-report.ts";
import type { Source } from "../../lake/source.ts";

/** Runs on one page of the history. */
const PAGE_SIZE = 50;
/** Completed runs whose steps are compared. */
export const COMPARED_RUNS = 20;

/** Which runs are shown. `after` is where the page of before ended, as the books say it. */
export const historySchema = z.object({
  state: z.enum(runStates).optional().describe("State of the runs"),
  after: z
    .string()
    .regex(/^[\w.:#-]{1,64}$/)
    .max(64)
    .optional()
    .describe("Where the page of before ended"),
});
export type HistoryQuery = Readonly<z.infer<typeof historySchema>>;

/** What the books say. */
export interface History {
  readonly counts: RunCounts;
  readonly page: Page<RunRecord>;
  /** The run that somebody works on, with what it has done so far. */
  readonly atWork: AtWork | undefined;
  /** The last completed ones, the newest first. */
  readonly completed: readonly RunRecord[];
}

/** A run at work. */
export interface AtWork {
  readonly lease: Lease;
  readonly run: RunRecord;
  readonly tasks: readonly TaskRecord[];
}

/** @throws SourceFault when the books cannot be read */
export async function historyOf(books: Books, { state, after }: HistoryQuery): Promise<History> {
  const page = {
    limit: PAGE_SIZE,
    ...(state === undefined ? {} : { state }),
    ...(after === undefined ? {} : { after }),
  };
  const [counts, runs, atWork, completed] = await Promise.all([
    books.counts(),
    books.runs(page),
    runAtWork(books),
    books.runs({ state: "completed", limit: COMPARED_RUNS }),
  ]);
  return { counts, page: runs, atWork, completed: completed.items };
}

async function runAtWork(books: Books): Promise<AtWork | undefined> {
  const lease = await books.holder();
  if (lease === undefined) return undefined;
  const [run, tasks] = await Promise.all([books.run(lease.run), books.tasks(lease.run)]);
  return run === undefined ? undefined : { lease, run, tasks };
}

/** Reports of completed runs, in the order of time; those that cannot be read are left out. */
export async function reportsOf(source: Source, runs: readonly RunRecord[]): Promise<readonly RunReport[]> {
  const reports = await Promise.all(runs.map(({ id }) => reportIfReadable(source, id)));
  return reports.filter((report) => report !== undefined).toReversed();
}
