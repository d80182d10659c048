/**
 * Does something for each of some items, several at once, and ends when all that began has ended: then nothing is on
 * its way any more. After a failure no further item begins.
 *
 * @throws what was thrown first
 */
export async function forEachOf<Item>(
  items: Iterable<Item>,
  parallel: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const faults: unknown[] = [];
  const worker = async () => {
    try {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
    } catch (thrown) {
      waiting.length = 0;
      faults.push(thrown);
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, waiting.length) }, worker));
  if (faults.length > 0) throw faults[0];
}
