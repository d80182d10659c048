import type { Progress } from "../../step.ts";
import type { Engine } from "../../table/engine.ts";

const INTERVAL_MS = 250;

/**
 * Runs a statement over the readings and reports the rows that the engine has read so far.
 * @param options.rows how many there are; left out where nobody knows before the end
 */
export async function withRowProgress<T>(
  engine: Engine,
  options: { readonly task: string; readonly rows?: number; readonly progress: Progress },
  work: () => Promise<T>,
): Promise<T> {
  const { task, rows, progress } = options;
  let done = 0;
  const report = (read: number) => {
    // The engine's count starts anew, or is negative, between two statements.
    done = Math.max(done, Math.min(read, rows ?? read));
    progress({ task, done, ...(rows === undefined ? {} : { total: rows }), unit: "rows" });
  };
  // The engine counts rows only while a progress bar is on; it is not printed.
  await engine.run(
    "SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET progress_bar_time = 0",
  );
  report(0);
  const timer = setInterval(() => report(engine.rowsRead), INTERVAL_MS);
  try {
    const result = await work();
    if (rows !== undefined) report(rows);
    return result;
  } finally {
    clearInterval(timer);
    await engine.run("SET enable_progress_bar = false").catch(() => undefined);
  }
}
