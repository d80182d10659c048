import { expect, test } from "vitest";
import { spanishgas } from "../support/cli.ts";
import { ToyBucket } from "../support/toy-bucket.ts";
import { ToyLake } from "../support/toy-lake.ts";

/** The commands on a lake in a bucket, with its books in a table; the environment names both servers. */

test("runs of a bucket are listed from its table, which an option or the environment names", async () => {
  const toy = new ToyLake();
  const cloud = await ToyBucket.for(toy);
  const { run } = await cloud.run();
  toy.plan({ gold: { fault: "contract" } });
  toy.deliver({ "price_history.csv": "prices of June\n" });
  await expect(cloud.run()).rejects.toThrow("Table toy breaks its contract.");
  const lake = ["--lake", `s3://${cloud.bucket.bucket}`];
  const listed = await spanishgas(["runs", ...lake, "--manifest-table", cloud.table, "--json"]);
  expect([listed.code, listed.log]).toEqual([0, ""]);
  expect(JSON.parse(listed.out)).toMatchObject({
    current_run: run.id,
    at_work: null,
    runs: [
      { state: "failed", cause: "Table toy breaks its contract." },
      { run_id: run.id, state: "completed" },
    ],
  });
  const byEnvironment = await spanishgas(["runs", ...lake], { MANIFEST_TABLE: cloud.table });
  expect(byEnvironment.out).toMatch(new RegExp(`^\\* {2}${run.id} +completed`, "m"));
});

test.each(["run", "runs"])("%s on a bucket says in a sentence which table it lacks", async (command) => {
  const toy = new ToyLake();
  const cloud = await ToyBucket.for(toy);
  const lake = ["--lake", `s3://${cloud.bucket.bucket}`, ...(command === "run" ? ["--raw", toy.raw] : [])];
  const unnamed = await spanishgas([command, ...lake], { MANIFEST_TABLE: "" });
  expect([unnamed.code, unnamed.log]).toEqual([2, expect.stringContaining("name it with --manifest-table")]);
  const missing = await spanishgas([command, ...lake, "--manifest-table", "no-such-table"]);
  expect([missing.code, missing.log]).toEqual([
    2,
    expect.stringContaining("There is no table no-such-table in this account and region"),
  ]);
});
