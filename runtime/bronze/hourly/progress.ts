import type { Progress } from "../../step.ts";
import type { Engine } from "../../table/engine.ts";

const INTERVAL_MS = 250;

/** Runs a statement over the readings and reports the rows that the engine has read so far. */
export async function withRowProgress<T>(
  engine: Engine,
  options: { readonly task: string; readonly rows: number; readonly progress: Progress },
  work: () => Promise<T>,
): Promise<T> {
  const { task, rows, progress } = options;
  const report = (done: number) => progress({ task, done, total: rows, unit: "rows" });
  // The engine counts rows only while a progress bar is on; it is not printed.
  await engine.run(
    "SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET progress_bar_time = 0",
  );
  report(0);
  const timer = setInterval(
    () => report(Math.min(rows, Number(engine.connection.progress.rows_processed))),
    INTERVAL_MS,
  );
  try {
    const result = await work();
    report(rows);
    return result;
  } finally {
    clearInterval(timer);
    await engine.run("SET enable_progress_bar = false").catch(() => undefined);
  }
}
