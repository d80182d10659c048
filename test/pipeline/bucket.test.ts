import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { runId } from "../../configs/names.ts";
import { runOnBucket } from "../../runtime/pipeline/bucket-workplace.ts";
import { currentRun } from "../../runtime/pipeline/current-run.ts";
import { deliveryPrefix } from "../../runtime/pipeline/freeze.ts";
import { ToyBucket } from "../support/toy-bucket.ts";
import { ToyLake } from "../support/toy-lake.ts";

/** Runs of this machine on a lake in a bucket, with its books in a table: real protocols, toy steps. */

test("a run on a bucket gives what a run on a folder gives, byte for byte, and is known to everybody", async () => {
  const toy = new ToyLake();
  const local = await toy.run();
  const cloud = await ToyBucket.for(toy);
  const { kind, run, report } = await cloud.run();
  expect([kind, run.id]).toEqual(["completed", local.run.id]);
  expect(toy.path.slice(0, 3)).toEqual(["ResolveDelivery", "Bronze", "Silver"]);
  const digests = await cloud.digests(run.id);
  expect(Object.keys(digests)).toHaveLength(7);
  expect(digests).toEqual(toy.digests(local.run.id));
  expect(report?.steps).toHaveLength(7);
  expect((await currentRun(cloud.lake()))?.run).toBe(run.id);
  const lake = cloud.lake();
  expect((await lake.list(deliveryPrefix(run.delivery))).items).toEqual([
    "churn_label.csv",
    "price_history.csv",
  ]);
  expect(await (await cloud.manifest()).run(run.id)).toMatchObject({ state: "completed", cause: null });
  // What this machine held of the lake has gone with the run.
  expect(existsSync(`${cloud.scratch}/objects`)).toBe(false);

  const again = await cloud.run();
  expect([again.kind, again.run.id]).toEqual(["already-done", run.id]);
  toy.deliver({ "price_history.csv": "prices of June\n" });
  const second = await cloud.run();
  expect([second.kind, second.report?.mode]).toEqual(["completed", "score"]);
  expect((await currentRun(cloud.lake()))?.run).toBe(second.run.id);
});

test("a failed run is in the books with its cause, publishes nothing, and frees the lake", async () => {
  const toy = new ToyLake();
  const cloud = await ToyBucket.for(toy);
  toy.plan({ gold: { fault: "contract" } });
  await expect(cloud.run()).rejects.toThrow("Table toy breaks its contract.");
  const manifest = await cloud.manifest();
  const { items } = await manifest.runs();
  expect(items).toMatchObject([{ state: "failed", error: "ContractError" }]);
  expect(await manifest.holder()).toBeUndefined();
  expect(await currentRun(cloud.lake())).toBeUndefined();
  toy.plan({});
  expect((await cloud.run()).kind).toBe("completed");
});

describe("a run on a bucket that is killed", () => {
  const slowly = { delayMs: 10 };
  const plan = { bronze: slowly, silver: slowly, gold: slowly, train: slowly, score: slowly, drift: slowly };

  test.each(["task-ended ResolveDelivery", "task-started Silver", "task-ended Gold", "task-started Publish"])(
    "at %s is taken over soon after, goes on from there, and gives the same bytes",
    async (moment) => {
      const toy = new ToyLake();
      const undisturbed = await toy.run();
      toy.plan(plan);
      const cloud = await ToyBucket.for(toy);
      const { child, ended } = cloud.start((event) => {
        if (event === moment) child.kill("SIGKILL");
      });
      expect((await ended).signal).toBe("SIGKILL");
      const manifest = await cloud.manifest();
      const held = await manifest.holder();
      expect(held?.run).toBe(undisturbed.run.id);
      expect(held?.expiresAt).toBeLessThan(Date.now() + 2_000);
      const before = await manifest.tasks(runId(undisturbed.run.id));

      let result = await cloud.start().ended;
      for (let turn = 0; result.printed.startsWith("RunInProgress") && turn < 50; turn += 1) {
        await sleep(100);
        result = await cloud.start().ended;
      }
      expect(result.printed).toBe(`completed ${undisturbed.run.id}`);
      expect(await cloud.digests(undisturbed.run.id)).toEqual(toy.digests(undisturbed.run.id));
      for (const { state, endedAt } of before)
        expect((await manifest.tasks(undisturbed.run.id)).find((task) => task.state === state)?.endedAt).toBe(
          endedAt,
        );
    },
    60_000,
  );
});

test("a table or a bucket that is not there is said in a sentence", async () => {
  const toy = new ToyLake();
  const cloud = await ToyBucket.for(toy);
  const place = { table: cloud.table, scratch: cloud.scratch };
  await expect(runOnBucket({ ...place, bucket: "no-such-bucket" }, toy.options())).rejects.toMatchObject({
    name: "InputError",
    message: "There is no bucket s3://no-such-bucket; name the stack's with --lake s3://BUCKET.",
  });
  await expect(
    runOnBucket({ ...place, bucket: cloud.bucket.bucket, table: "no-such-table" }, toy.options()),
  ).rejects.toMatchObject({
    name: "InputError",
    message: expect.stringContaining("There is no table no-such-table"),
  });
});
