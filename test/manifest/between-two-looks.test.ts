import { beforeEach, expect, test } from "vitest";
import { deliveryId, runId } from "../../configs/names.ts";
import { type Key, leaseKey } from "../../runtime/manifest/dynamo-items.ts";
import { DynamoManifest } from "../../runtime/manifest/dynamo-manifest.ts";
import { DynamoTable } from "../../runtime/manifest/dynamo-table.ts";
import type { Lease } from "../../runtime/manifest/manifest.ts";
import { createManifestTable, dynamoClient } from "../support/dynamo.ts";
import { claimOf, LEASE_MS, task } from "../support/manifests.ts";

/** A claim stands in the lease alone, and another process writes it down while this one looks for it in both places. */

const machine = { stateMachineArn: "arn:aws:states:eu-west-1:000000000000:stateMachine:pipeline" };
const id = runId("a-1");

/** A table in which something happens once, after a look at an item. */
class WatchedTable extends DynamoTable {
  after: { readonly isAt: (key: Key) => boolean; readonly happens: () => Promise<void> } | undefined;

  override async get(key: Key) {
    const item = await super.get(key);
    const { after } = this;
    if (after?.isAt(key) === true) {
      this.after = undefined;
      await after.happens();
    }
    return item;
  }
}

let table: WatchedTable;
let manifest: DynamoManifest;
let another: DynamoManifest;
let lease: Lease;

const isLease = ({ pk }: Key) => pk === leaseKey.pk;
const writtenDown = () => another.record(lease, task("ResolveDelivery"));

beforeEach(async () => {
  const name = await createManifestTable();
  table = new WatchedTable(name, await dynamoClient());
  manifest = new DynamoManifest(table, { leaseMs: LEASE_MS });
  another = new DynamoManifest(new DynamoTable(name, await dynamoClient()), { leaseMs: LEASE_MS });
  ({ lease } = await another.claim(claimOf("a", { owner: machine })));
});

test("a run is found although it is written down between the look at its item and the look at the lease", async () => {
  table.after = { isAt: (key) => !isLease(key), happens: writtenDown };
  expect(await manifest.run(id)).toMatchObject({ id, state: "started" });
});

test("so is its delivery, with all its files", async () => {
  table.after = { isAt: (key) => !isLease(key), happens: writtenDown };
  const { files } = claimOf("a").delivery;
  expect(await manifest.delivery(deliveryId("a"))).toMatchObject({ files });
});

test("so is an attempt, once", async () => {
  expect(await manifest.attempts(deliveryId("a"))).toMatchObject([{ id }]);
  table.after = { isAt: isLease, happens: writtenDown };
  expect(await manifest.attempts(deliveryId("a"))).toMatchObject([{ id }]);
});

test("whoever writes a run's first record just after another has written the run down keeps the lease", async () => {
  table.after = { isAt: isLease, happens: writtenDown };
  await manifest.record(lease, task("ReadDecision"));
  expect((await another.tasks(id)).map(({ state }) => state).toSorted()).toEqual([
    "ReadDecision",
    "ResolveDelivery",
  ]);
});

test("so does whoever ends it then", async () => {
  table.after = { isAt: isLease, happens: writtenDown };
  await manifest.finish(lease, { state: "completed" });
  expect(await another.run(id)).toMatchObject({ state: "completed" });
  expect(await another.holder()).toBeUndefined();
});
