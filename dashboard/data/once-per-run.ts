import type { OpenRun } from "../lake/open-run.ts";

/**
 * Computes something once for each open run: for what follows from the run alone, whatever a reader asks. It is
 * forgotten with the run; what failed is computed anew.
 *
 * @example const channels = oncePerRun(({ database }) => channelsOf(database));
 */
export function oncePerRun<T>(compute: (run: OpenRun) => Promise<T>): (run: OpenRun) => Promise<T> {
  const known = new WeakMap<OpenRun, Promise<T>>();
  return (run) => {
    const before = known.get(run);
    if (before !== undefined) return before;
    const computed = compute(run);
    known.set(run, computed);
    computed.catch(() => known.delete(run));
    return computed;
  };
}
