import { expect, it, onTestFinished, vi } from "vitest";
import { Database } from "../../../dashboard/lake/database.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { serve } from "../serve.ts";
import { SmallLake, scoredOf } from "../small-lake.ts";

/** Files are made while pages are read: neither keeps the other waiting. */

it("questions are answered while more files are written than there are connections", async () => {
  const folder = temporaryFolder();
  const database = await Database.open({ folder, threads: 1, memoryLimitMb: 200, connections: 1 });
  onTestFinished(() => database.close());
  const ended: string[] = [];
  const files = [1, 2].map(async (file) => {
    await database.runApart(
      `COPY (SELECT sha256(range::VARCHAR) AS text FROM range(400000) ORDER BY text) TO '${folder}/${file}.parquet'`,
    );
    ended.push("file");
  });
  expect(await database.row("SELECT 1 AS one")).toEqual({ one: 1 });
  ended.push("question");
  await Promise.all(files);
  expect(ended).toEqual(["question", "file", "file"]);
});

it("two files are made at once, the others in turn, and pages are answered all the while", async () => {
  const lake = await SmallLake.at(temporaryFolder());
  await lake.publish("run-1", scoredOf(30, 1));
  const served = await serve(lake.root);
  await served.get("/readyz");
  const go = Promise.withResolvers<void>();
  const { runApart } = Database.prototype;
  let [atWork, most] = [0, 0];
  vi.spyOn(Database.prototype, "runApart").mockImplementation(async function (this: Database, ...asked) {
    atWork += 1;
    most = Math.max(most, atWork);
    await go.promise;
    await runApart.apply(this, asked);
    atWork -= 1;
  });
  onTestFinished(() => void vi.restoreAllMocks());
  const files = Array.from({ length: 6 }, () => served.get("/customers.parquet"));
  await expect.poll(() => atWork).toBe(2);
  expect((await served.get("/customers?tier=high")).status).toBe(200);
  go.resolve();
  expect((await Promise.all(files)).map(({ status }) => status)).toEqual(Array(6).fill(200));
  expect(most).toBe(2);
});
