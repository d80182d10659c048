/**
 * Runs tasks, at most `limit` at a time, and returns their results in the order of the tasks. After the first failure
 * no task is started, those under way are told to stop, and when they have ended the failure is thrown.
 */
export async function runPool<Result>(
  tasks: readonly ((signal: AbortSignal) => Promise<Result>)[],
  limit: number,
  signal: AbortSignal,
): Promise<readonly Result[]> {
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  const results: { readonly index: number; readonly result: Result }[] = [];
  const waiting = tasks.entries();
  const lane = async () => {
    for (const [index, task] of waiting) {
      if (failure.signal.aborted) return;
      try {
        results.push({ index, result: await task(either) });
      } catch (thrown) {
        failure.abort(thrown);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, limit) }, lane));
  if (failure.signal.aborted) throw failure.signal.reason;
  return results.sort((a, b) => a.index - b.index).map(({ result }) => result);
}
