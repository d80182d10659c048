import { beforeEach, describe, expect, test } from "vitest";
import { runId } from "../../configs/names.ts";
import { DynamoManifest } from "../../runtime/manifest/dynamo-manifest.ts";
import { DynamoTable, MAX_ATTEMPTS } from "../../runtime/manifest/dynamo-table.ts";
import { createManifestTable, dynamoClient, dynamoClientAt, dynamoEndpoint } from "../support/dynamo.ts";
import { type Fault, FaultProxy } from "../support/fault-proxy.ts";
import { claimOf, failed, LEASE_MS, task } from "../support/manifests.ts";

/** A table that throttles, fails, or does what it is asked and never says so. */

const machine = { stateMachineArn: "arn:aws:states:eu-west-1:000000000000:stateMachine:pipeline" };
const wanted = claimOf("a", { owner: machine });

let proxy: FaultProxy;
/** By way of the proxy. */
let manifest: DynamoManifest;
/** Past it: what the table really holds. */
let truth: DynamoManifest;
let clock: { now: number };

beforeEach(async () => {
  proxy = await FaultProxy.start(await dynamoEndpoint());
  clock = { now: Date.parse("2025-01-06T06:00:00Z") };
  const name = await createManifestTable();
  const options = { leaseMs: LEASE_MS, clock: () => clock.now };
  manifest = new DynamoManifest(new DynamoTable(name, dynamoClientAt(proxy.endpoint)), options);
  truth = new DynamoManifest(new DynamoTable(name, await dynamoClient()), options);
  return () => proxy.stop();
});

/** Some requests of one kind go wrong, one after the other. @returns how many did */
function breaking(operation: string, times: number, fault: Fault): () => number {
  let broken = 0;
  proxy.rule = ({ headers }) => {
    if (broken >= times || !String(headers["x-amz-target"]).endsWith(`.${operation}`)) return undefined;
    broken += 1;
    return fault;
  };
  return () => broken;
}

/** The client waits longest for these. */
const throttled = [
  ["throttled by its capacity", { status: 400, code: "ProvisionedThroughputExceededException" }],
  ["throttled by the account", { status: 400, code: "ThrottlingException" }],
] as const satisfies readonly (readonly [string, Fault])[];

const faults = [
  ["failing", { status: 500, code: "InternalServerError" }],
  ["unavailable", { status: 503, code: "ServiceUnavailable" }],
  ["gone silent", { drop: true }],
  ["gone silent after it has written", { drop: true, afterwards: true }],
] as const satisfies readonly (readonly [string, Fault])[];

test.each([...throttled, ...faults])(
  "a table that is %s for a moment costs time, and nothing else: a run is claimed, recorded and ended",
  async (_, fault) => {
    const claims = breaking("PutItem", 1, fault);
    const { lease } = await manifest.claim(wanted);
    expect(claims()).toBe(1);
    const records = breaking("UpdateItem", 1, fault);
    await manifest.record(lease, task("ResolveDelivery"));
    expect(records()).toBe(1);
    const renewals = breaking("UpdateItem", 1, fault);
    await manifest.renew(lease);
    expect(renewals()).toBe(1);
    const ends = breaking("UpdateItem", 1, fault);
    await manifest.finish(lease, { state: "completed" });
    expect(ends()).toBe(1);
    expect(await truth.run(runId("a-1"))).toMatchObject({ state: "completed" });
    expect(await truth.tasks(runId("a-1"))).toEqual([task("ResolveDelivery")]);
    expect(await truth.holder()).toBeUndefined();
  },
);

test("a table that stays throttled fails a claim at last, which can be repeated", async () => {
  breaking("PutItem", MAX_ATTEMPTS, throttled[0][1]);
  await expect(manifest.claim(wanted)).rejects.toThrow();
  expect((await manifest.claim(wanted)).run.id).toBe("a-1");
}, 30_000);

describe.each(faults)("a table that is %s", (_, fault) => {
  test("for long fails the claim, which can be repeated: one run comes of it", async () => {
    breaking("PutItem", MAX_ATTEMPTS, fault);
    await expect(manifest.claim(wanted)).rejects.toThrow();
    const taken = await truth.holder();
    // The answer was lost, not the claim: it is at work, and whoever comes next starts it.
    if (taken !== undefined) {
      await expect(manifest.claim(wanted)).rejects.toThrow("Run a-1 is at work");
      clock.now += LEASE_MS;
    }
    const { run } = await manifest.claim(wanted);
    expect(run).toMatchObject({ id: "a-1", attempt: 1 });
    expect((await truth.runs()).items.map(({ id, state }) => [id, state])).toEqual([["a-1", "started"]]);
  });

  test("for long fails the end of a run, which can be repeated and changes nothing twice", async () => {
    const { lease } = await manifest.claim(wanted);
    await manifest.record(lease, task("ResolveDelivery"));
    breaking("UpdateItem", MAX_ATTEMPTS, fault);
    await expect(manifest.finish(lease, failed)).rejects.toThrow();
    expect(["started", "failed"]).toContain((await truth.run(lease.run))?.state);
    await manifest.finish(lease, failed);
    await manifest.finish(lease, failed);
    expect(await truth.run(lease.run)).toMatchObject({ state: "failed", cause: failed.cause });
    expect(await truth.holder()).toBeUndefined();
  });

  test("for long fails a heartbeat, and the next one keeps the lease", async () => {
    const { lease } = await manifest.claim(wanted);
    breaking("UpdateItem", MAX_ATTEMPTS, fault);
    await expect(manifest.renew(lease)).rejects.not.toMatchObject({ name: "LeaseLost" });
    clock.now += LEASE_MS - 1;
    const { expiresAt } = await manifest.renew(lease);
    expect((await truth.holder())?.expiresAt).toBe(expiresAt);
  });

  test("fails a question at last, which can be asked again", async () => {
    await manifest.claim(wanted);
    breaking("Query", 2 * MAX_ATTEMPTS, fault);
    await expect(manifest.runs({ state: "started" })).rejects.toThrow();
    proxy.rule = () => undefined;
    expect((await manifest.runs()).items).toHaveLength(1);
  });
});

test("a lost heartbeat: the lease expires, another run takes it, and the old holder learns it at its next write", async () => {
  const { lease } = await manifest.claim(wanted);
  await manifest.record(lease, task("Bronze"));
  clock.now += LEASE_MS;
  expect((await truth.claim(claimOf("b", { owner: machine }))).run.id).toBe("b-1");
  await expect(manifest.renew(lease)).rejects.toThrow("has lost its lease");
  await expect(manifest.record(lease, task("Silver"))).rejects.toThrow("has lost its lease");
  await expect(manifest.finish(lease, { state: "completed" })).rejects.toThrow("has lost its lease");
  expect((await truth.runs()).items.map(({ id, state }) => [id, state])).toEqual([
    ["b-1", "started"],
    ["a-1", "superseded"],
  ]);
});
