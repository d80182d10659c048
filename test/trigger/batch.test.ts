import { expect, test } from "vitest";
import { runId } from "../../configs/names.ts";
import { DynamoManifest } from "../../runtime/manifest/dynamo-manifest.ts";
import { DynamoTable } from "../../runtime/manifest/dynamo-table.ts";
import { trigger } from "../../runtime/trigger/trigger.ts";
import { batchOf, type Cloud, newCloud, wholeDelivery } from "../support/cloud.ts";
import { createManifestTable, dynamoClientAt, dynamoEndpoint } from "../support/dynamo.ts";
import { FaultProxy } from "../support/fault-proxy.ts";
import { again, end, executions } from "../support/triggered.ts";

/** What a batch of a hundred events costs at DynamoDB: requests are counted on their way to the table. */

const keys = Object.keys(wholeDelivery).map((name) => `raw/${name}`);
const hundred = ({ bucket }: Cloud) =>
  batchOf(
    bucket,
    Array.from({ length: 100 }, (_, index) => keys[index % keys.length] ?? ""),
  );

async function counted() {
  const cloud = await newCloud();
  const proxy = await FaultProxy.start(await dynamoEndpoint());
  const table = new DynamoTable(await createManifestTable(), dynamoClientAt(proxy.endpoint));
  const manifest = new DynamoManifest(table, { clock: () => cloud.clock.now });
  let before = 0;
  /** Names of the writes since it was last asked. */
  const writes = () => {
    const asked = proxy.requests.slice(before).map(({ headers }) => String(headers["x-amz-target"]));
    before = proxy.requests.length;
    return asked.flatMap((target) => /\.((Put|Update|Delete|Batch|Transact)\w*)$/.exec(target)?.[1] ?? []);
  };
  return { cloud: { ...cloud, manifest, trigger: { ...cloud.trigger, manifest } }, writes };
}

test("a hundred events of one delivery are one write, and a hundred more are none", async () => {
  const { cloud, writes } = await counted();
  await cloud.upload();
  expect(again(await trigger(cloud.trigger, hundred(cloud)))).toEqual([]);
  expect(writes()).toEqual(["PutItem"]);
  expect(again(await trigger(cloud.trigger, hundred(cloud))), "its run is at work").toEqual([]);
  expect(writes()).toEqual([]);
  const [run = ""] = executions(cloud);
  await end(cloud, run, "completed");
  writes();
  expect(again(await trigger(cloud.trigger, hundred(cloud))), "its run is done").toEqual([]);
  expect(writes()).toEqual([]);
});

test("a hundred events of another delivery write nothing while they wait, and once when their turn comes", async () => {
  const { cloud, writes } = await counted();
  await cloud.upload();
  await trigger(cloud.trigger, hundred(cloud));
  await cloud.upload({ "price_history.csv": "corrected" });
  cloud.clock.now += 1_000_000;
  writes();
  expect(again(await trigger(cloud.trigger, hundred(cloud)))).toHaveLength(100);
  expect(writes()).toEqual([]);
  const [run = ""] = executions(cloud);
  await end(cloud, run, "completed");
  writes();
  expect(again(await trigger(cloud.trigger, hundred(cloud)))).toEqual([]);
  expect(writes()).toEqual(["PutItem"]);
});

test("the run that one write has claimed is found at once: by its id, its delivery, its state, and among all", async () => {
  const { cloud, writes } = await counted();
  await cloud.upload();
  await trigger(cloud.trigger, hundred(cloud));
  const [id = ""] = executions(cloud);
  const run = await cloud.manifest.run(runId(id));
  expect(run).toMatchObject({ id, state: "started", attempt: 1 });
  if (run === undefined) throw new Error("The run is in the books.");
  expect((await cloud.manifest.delivery(run.delivery))?.files).toHaveLength(7);
  expect((await cloud.manifest.runs()).items).toEqual([run]);
  expect((await cloud.manifest.runs({ state: "started" })).items).toEqual([run]);
  expect((await cloud.manifest.runs({ state: "failed" })).items).toEqual([]);
  expect(await cloud.manifest.attempts(run.delivery)).toEqual([run]);
  expect(await cloud.manifest.counts()).toMatchObject({ started: 1, completed: 0 });
  expect(await cloud.manifest.tasks(run.id)).toEqual([]);
  expect(writes(), "no question writes").toEqual(["PutItem"]);
});
