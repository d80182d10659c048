import { DeleteCommand, GetCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runId } from "../../configs/names.ts";
import type { Condition } from "../../runtime/manifest/dynamo-conditions.ts";
import { type Key, leaseKey, runKey } from "../../runtime/manifest/dynamo-items.ts";
import { DynamoManifest } from "../../runtime/manifest/dynamo-manifest.ts";
import { DynamoTable, type Expression, type Item } from "../../runtime/manifest/dynamo-table.ts";
import { AlreadyDone, LeaseLost, type Manifest, RunInProgress } from "../../runtime/manifest/manifest.ts";
import { createManifestTable, dynamoClient } from "../support/dynamo.ts";
import { claimOf, failed, LEASE_MS, request, task } from "../support/manifests.ts";

const machine = { stateMachineArn: "arn:aws:states:eu-west-1:000000000000:stateMachine:pipeline" };

/** A table whose process dies before one of its writes. */
class DyingTable extends DynamoTable {
  #writesLeft = Number.POSITIVE_INFINITY;

  dieAfter(writes: number): void {
    this.#writesLeft = writes;
  }

  override async put(item: Item, condition: Condition): Promise<boolean> {
    this.#write();
    return super.put(item, condition);
  }

  override async update(key: Key, change: Expression, condition: Condition): Promise<boolean> {
    this.#write();
    return super.update(key, change, condition);
  }

  #write(): void {
    if (this.#writesLeft === 0) throw new Error("killed");
    this.#writesLeft -= 1;
  }
}

/** Two manifests on one table: of a process that will die, and of the one that comes after it. */
async function mortals() {
  const name = await createManifestTable();
  const clock = { now: Date.parse("2024-12-31T12:00:00Z") };
  const options = { leaseMs: LEASE_MS, clock: () => clock.now };
  const dying = new DyingTable(name, await dynamoClient());
  const next = new DynamoManifest(new DynamoTable(name, await dynamoClient()), options);
  return { dying, mortal: new DynamoManifest(dying, options), next, clock };
}

async function killed(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => false,
    (thrown: unknown) => {
      if (thrown instanceof Error && thrown.message === "killed") return true;
      throw thrown;
    },
  );
}

const states = async (manifest: Manifest) =>
  (await manifest.runs()).items.map(({ id, state }) => [id, state]);

describe("a claim that is killed before one of its writes", () => {
  // Two that finish the claim of before, the lease, and three that fence the run of before off.
  test.each([0, 1, 2, 3, 4, 5, 6])(
    "after %i writes, leaves nothing that the next claim cannot finish",
    async (writes) => {
      const { dying, mortal, next, clock } = await mortals();
      // An interrupted run of another delivery stands in the way: it is to be superseded.
      const before = await next.claim(claimOf("b", { owner: machine }));
      await next.release(before.lease);
      dying.dieAfter(writes);
      const died = await killed(mortal.claim(claimOf("a", { owner: machine })));
      expect(died).toBe(writes < 6);

      // The same message comes again. Either the lease was not taken yet, or its run stands in the books now.
      const refused = await next.claim(claimOf("a", { owner: machine })).catch((thrown: unknown) => thrown);
      if (refused instanceof RunInProgress) {
        expect((await next.run(refused.lease.run))?.state).toBe("started");
        clock.now += LEASE_MS;
      }
      const claimed = refused instanceof RunInProgress ? await next.claim(claimOf("a")) : undefined;
      expect(claimed === undefined || claimed.resumed).toBe(true);
      expect(await states(next)).toEqual([
        ["a-1", "started"],
        ["b-1", "superseded"],
      ]);
    },
  );
});

describe.each([
  // One finds no run yet, two write it, then it ends, then the lease is given back.
  ["a run that has done nothing yet", false, 5],
  ["a run", true, 2],
])("the end of %s", (_, begun, needed) => {
  test.each(Array.from({ length: needed + 1 }, (_none, writes) => writes))(
    "that is killed after %i writes can be repeated, and holds nobody up for ever",
    async (writes) => {
      const { dying, mortal, next, clock } = await mortals();
      const { lease } = await mortal.claim(claimOf("a", { owner: machine }));
      if (begun) await mortal.record(lease, task("ResolveDelivery"));
      dying.dieAfter(writes);
      expect(await killed(mortal.finish(lease, failed))).toBe(writes < needed);
      const ended = (await next.run(runId("a-1")))?.state === "failed";
      expect(ended).toBe(writes >= needed - 1);
      expect((await next.holder()) === undefined, "an ended run holds nothing").toBe(ended);
      if (writes % 2 === 0) await next.finish(lease, failed);
      else clock.now += LEASE_MS;
      expect((await next.claim(claimOf("b", { owner: machine }))).run.id).toBe("b-1");
      expect((await states(next)).map(([id]) => id)).toEqual(["b-1", "a-1"]);
    },
  );
});

test("a repeated end gives the lease back that the first could not", async () => {
  const { dying, mortal, next } = await mortals();
  const { lease } = await mortal.claim(claimOf("a", { owner: machine }));
  await mortal.record(lease, task("ResolveDelivery"));
  dying.dieAfter(1);
  expect(await killed(mortal.finish(lease, { state: "completed" }))).toBe(true);
  await next.finish(lease, { state: "completed" });
  expect((await next.leaseOf(runId("a-1")))?.expiresAt).toBe(0);
});

test("of twenty claims at once one wins, and the others learn who", async () => {
  const name = await createManifestTable();
  const claims = Array.from({ length: 20 }, async (_, index) => {
    const manifest = new DynamoManifest(new DynamoTable(name, await dynamoClient()));
    return manifest.claim(claimOf(index % 2 === 0 ? "a" : "b", { owner: machine }));
  });
  const outcomes = await Promise.allSettled(claims);
  const won = outcomes.filter(({ status }) => status === "fulfilled");
  const lost = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  expect(won).toHaveLength(1);
  for (const reason of lost) expect(reason).toBeInstanceOf(RunInProgress);
});

/** What may happen to the books of two deliveries, in any order. */
const action = fc.record({
  delivery: fc.constantFrom("a", "b"),
  what: fc.constantFrom("claim", "complete", "fail", "release", "record", "wait"),
  /** Writes until the process dies; most live. */
  writes: fc.oneof({ weight: 3, arbitrary: fc.constant(99) }, { weight: 1, arbitrary: fc.nat(5) }),
});

test("whatever happens, and wherever a process dies, at most one run is at work, and a delivery can be claimed again", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 12 }), async (actions) => {
      const { dying, mortal, next, clock } = await mortals();
      for (const { delivery, what, writes } of actions) {
        dying.dieAfter(writes);
        const held = await next.holder();
        const work = async () => {
          if (what === "wait") clock.now += LEASE_MS;
          else if (what === "claim") await mortal.claim(claimOf(delivery, { owner: machine }));
          else if (held === undefined) return;
          else if (what === "complete") await mortal.finish(held, { state: "completed" });
          else if (what === "fail") await mortal.finish(held, failed);
          else if (what === "release") await mortal.release(held);
          else await mortal.record(held, task("Bronze"));
        };
        await work().catch((thrown: unknown) => {
          // A claimer that died early has left a lease whose run is not written yet: nobody can work on that.
          const refusals = [RunInProgress, AlreadyDone, LeaseLost];
          if (
            !refusals.some((refusal) => thrown instanceof refusal) &&
            !(thrown instanceof Error && thrown.message === "killed")
          )
            throw thrown;
        });
      }
      clock.now += LEASE_MS;
      const last = await next
        .claim(claimOf("a", { owner: machine, force: true }))
        .catch((thrown: unknown) => thrown);
      expect(last).toMatchObject({ run: { delivery: "a" } });
      const started = (await states(next)).filter(([, state]) => state === "started");
      expect(started).toHaveLength(1);
    }),
    { numRuns: 40 },
  );
}, 60_000);

test("an attempt's number is never given twice, even when its run is no longer kept", async () => {
  const name = await createManifestTable();
  const client = await dynamoClient();
  const manifest = new DynamoManifest(new DynamoTable(name, client));
  const { lease } = await manifest.claim(claimOf("a"));
  await manifest.finish(lease, failed);
  // Time to live takes the item away, in the end.
  await client.send(new DeleteCommand({ TableName: name, Key: { ...runKey(runId("a-1")) } }));
  expect((await manifest.claim(claimOf("a"))).run.id).toBe("a-2");
});

test("runs without a result are forgotten in the end; those with one answer for ever", async () => {
  const name = await createManifestTable();
  const client = await dynamoClient();
  const manifest = new DynamoManifest(new DynamoTable(name, client));
  for (const [delivery, ending] of [
    ["a", failed],
    ["b", { state: "completed" } as const],
  ] as const) {
    const { lease } = await manifest.claim(claimOf(delivery));
    await manifest.finish(lease, ending);
  }
  const { Items = [] } = await client.send(new ScanCommand({ TableName: name }));
  const expiring = Items.filter((item) => item["expires_at"] !== undefined);
  expect(expiring).toMatchObject([{ id: "a-1", state: "failed" }]);
  const days = (Number(expiring[0]?.["expires_at"]) * 1000 - Date.now()) / 86_400_000;
  expect(Math.round(days)).toBe(400);
});

test("a lease of the cloud outlasts the longest run, and a control task finds it by its run", async () => {
  const name = await createManifestTable();
  const client = await dynamoClient();
  const manifest = new DynamoManifest(new DynamoTable(name, client));
  const { lease } = await manifest.claim(claimOf("a", { owner: machine }));
  const { Item } = await client.send(new GetCommand({ TableName: name, Key: leaseKey }));
  expect(Number(Item?.["lease_until"]) - Date.now()).toBeGreaterThan(12 * 3_600_000);
  expect(await manifest.leaseOf(runId("a-1"))).toEqual(lease);
  expect(await manifest.leaseOf(runId("b-1"))).toBeUndefined();
  const refused = manifest.claim(claimOf("b", { owner: machine, request: { ...request, mode: "train" } }));
  await expect(refused).rejects.toThrow(`execution a-1 of ${machine.stateMachineArn}`);
});

/** A delivery in many parts, with names as Spark writes them. */
function inParts(count: number) {
  const files = Array.from({ length: count }, (_, part) => ({
    name: `consumption_hourly/part-${String(part).padStart(5, "0")}-5f2c1b1e-8f0a-4f6e-9d6b-0123456789ab-c000.snappy.parquet`,
    bytes: 123_456_789,
    digest: `${"0123456789abcdef".repeat(2)}-12`,
  }));
  const { delivery } = claimOf("parts");
  return claimOf("parts", { delivery: { ...delivery, files }, owner: machine });
}

test("a delivery in two thousand parts is claimed; one in more than the table can hold is told what to do", async () => {
  const manifest = new DynamoManifest(new DynamoTable(await createManifestTable(), await dynamoClient()));
  await expect(manifest.claim(inParts(3000))).rejects.toThrow(
    "The delivery has 3000 files, too many for the manifest; join the parts of a data set into fewer and larger files.",
  );
  expect(await manifest.holder()).toBeUndefined();
  const { run } = await manifest.claim(inParts(2000));
  expect((await manifest.delivery(run.delivery))?.files).toHaveLength(2000);
});
