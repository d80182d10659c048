import { expect, it } from "vitest";
import { withRowProgress } from "../../../runtime/bronze/hourly/progress.ts";
import { Workbench } from "./readings-fixture.ts";

it("withRowProgress reports rows while a statement runs, from none to all, never backwards", async () => {
  const bench = new Workbench();
  const file = await bench.parquet("numbers.parquet", "SELECT range AS n FROM range(3000000)");
  const engine = await bench.engine();
  const events: { done: number; total?: number }[] = [];
  await withRowProgress(
    engine,
    { task: "Sum", rows: 3_000_000, progress: (event) => events.push(event) },
    // Slow enough to be seen at work.
    () =>
      engine.run(
        `CREATE TEMP TABLE s AS SELECT n % 7 AS k, sum(length(md5(n::VARCHAR))) FROM '${file}' GROUP BY k`,
      ),
  );
  const done = events.map((event) => event.done);
  expect(done[0]).toBe(0);
  expect(done.at(-1)).toBe(3_000_000);
  expect(done).toEqual(done.toSorted((a, b) => a - b));
  expect(done.some((rows) => rows > 0 && rows < 3_000_000)).toBe(true);
  expect(events.every(({ total }) => total === 3_000_000)).toBe(true);
});
