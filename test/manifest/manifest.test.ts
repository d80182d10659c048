import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { type DeliveryId, deliveryId } from "../../configs/names.ts";
import { deliveryIdOf } from "../../runtime/manifest/identity.ts";
import {
  AlreadyDone,
  type ClaimRequest,
  LeaseLost,
  type LeaseOwner,
  RunInProgress,
  type RunRequest,
} from "../../runtime/manifest/manifest.ts";
import { ownerIsGone, thisProcess } from "../../runtime/manifest/process-identity.ts";
import { SqliteManifest } from "../../runtime/manifest/sqlite-manifest.ts";
import { temporaryFolder } from "../support/folders.ts";

const request: RunRequest = { mode: "auto", asOf: null, experiment: "E5_full", seed: 42 };
/** A process of another machine: nobody here knows whether it lives. */
const elsewhere: LeaseOwner = { host: "elsewhere", pid: 1, processStart: null };

function newManifest(file = join(temporaryFolder(), "manifest.sqlite")) {
  const clock = { now: Date.parse("2024-12-31T12:00:00Z") };
  const manifest = new SqliteManifest(file, { leaseMs: 10_000, clock: () => clock.now });
  onTestFinished(() => manifest[Symbol.dispose]());
  return { manifest, clock, file };
}

function claimOf(delivery: string, changes: Partial<ClaimRequest> = {}): ClaimRequest {
  const files = [{ name: "churn_label.csv", bytes: 3, digest: delivery }];
  return {
    delivery: { id: deliveryId(delivery), files },
    request,
    code: "code",
    force: false,
    owner: thisProcess(),
    ...changes,
  };
}

const task = (state: string) => ({
  state,
  result: { rows: 3 },
  startedAt: "2024-12-31T12:00:00.000Z",
  endedAt: "2024-12-31T12:00:01.000Z",
  usage: { wallSeconds: 1, cpuSeconds: 1, peakMemoryMb: 50 },
});

const failed = { state: "failed", error: "InputError", cause: "A column is missing." } as const;

describe("a run", () => {
  test("is claimed, recorded, completed", async () => {
    const { manifest } = newManifest();
    const { run, lease, resumed } = await manifest.claim(claimOf("a"));
    expect([run.id, run.attempt, run.state, resumed]).toEqual(["a-1", 1, "started", false]);
    await manifest.record(lease, task("Bronze"));
    await manifest.finish(lease, { state: "completed" });
    expect(await manifest.run(run.id)).toMatchObject({ state: "completed", cause: null });
    expect(await manifest.tasks(run.id)).toEqual([task("Bronze")]);
    expect(await manifest.holder()).toBeUndefined();
    expect((await manifest.delivery(run.delivery))?.files).toEqual([
      { name: "churn_label.csv", bytes: 3, digest: "a" },
    ]);
  });

  test("that is done is not claimed again, unless by force or for another question", async () => {
    const { manifest } = newManifest();
    const { lease } = await manifest.claim(claimOf("a"));
    await manifest.finish(lease, { state: "completed" });
    const again = await manifest.claim(claimOf("a")).catch((thrown: unknown) => thrown);
    expect(again).toBeInstanceOf(AlreadyDone);
    expect(again).toMatchObject({ run: { id: "a-1" } });
    for (const changes of [{ force: true }, { request: { ...request, experiment: "E0_baseline" } }]) {
      const { lease: other } = await manifest.claim(claimOf("a", changes));
      await manifest.finish(other, { state: "completed" });
    }
    expect((await manifest.runs()).items.map(({ id }) => id)).toEqual(["a-3", "a-2", "a-1"]);
  });

  test("that failed keeps its cause and can be claimed again, as a new attempt", async () => {
    const { manifest } = newManifest();
    const { lease } = await manifest.claim(claimOf("a"));
    await manifest.finish(lease, failed);
    const { run, resumed } = await manifest.claim(claimOf("a"));
    expect([run.attempt, resumed]).toEqual([2, false]);
    const [, first] = (await manifest.runs()).items;
    expect(first).toMatchObject({ state: "failed", error: "InputError", cause: "A column is missing." });
  });

  test("may end twice in the same way, and not in two ways", async () => {
    const { manifest } = newManifest();
    const { lease } = await manifest.claim(claimOf("a"));
    await manifest.finish(lease, { state: "completed" });
    await manifest.finish(lease, { state: "completed" });
    await expect(manifest.finish(lease, failed)).rejects.toThrow(LeaseLost);
  });

  test("is listed with others, the newest first, by pages", async () => {
    const { manifest } = newManifest();
    for (const delivery of ["a", "b", "c"]) {
      const { lease } = await manifest.claim(claimOf(delivery));
      await manifest.finish(lease, { state: "completed" });
    }
    const first = await manifest.runs({ limit: 2 });
    expect(first.items.map(({ id }) => id)).toEqual(["c-1", "b-1"]);
    const second = await manifest.runs({ limit: 2, ...(first.next !== undefined && { after: first.next }) });
    expect(second).toEqual({ items: [expect.objectContaining({ id: "a-1" })] });
  });
});

describe("the lease", () => {
  test("keeps others away, whatever their delivery, and the message says who is at work", async () => {
    const { manifest } = newManifest();
    const { lease } = await manifest.claim(claimOf("a"));
    for (const delivery of ["a", "b"]) {
      const refused = await manifest.claim(claimOf(delivery)).catch((thrown: unknown) => thrown);
      expect(refused).toBeInstanceOf(RunInProgress);
      expect(refused).toMatchObject({ lease: { run: "a-1" } });
    }
    await manifest.record(lease, task("Bronze"));
  });

  test("of another machine is taken when it has expired, not before; a heartbeat keeps it", async () => {
    const { manifest, clock } = newManifest();
    const { lease } = await manifest.claim(claimOf("a", { owner: elsewhere }));
    clock.now += 9_999;
    await expect(manifest.claim(claimOf("a"))).rejects.toThrow(RunInProgress);
    await manifest.renew(lease);
    clock.now += 9_999;
    await expect(manifest.claim(claimOf("a"))).rejects.toThrow(RunInProgress);
    clock.now += 1;
    const { run, resumed } = await manifest.claim(claimOf("a"));
    expect([run.id, resumed]).toEqual(["a-1", true]);
  });

  test("that was taken over forbids its old holder every write", async () => {
    const { manifest, clock } = newManifest();
    const { lease } = await manifest.claim(claimOf("a", { owner: elsewhere }));
    await manifest.record(lease, task("Bronze"));
    clock.now += 10_000;
    const taken = await manifest.claim(claimOf("a"));
    expect(taken.tasks).toEqual([task("Bronze")]);
    await expect(manifest.renew(lease)).rejects.toThrow(LeaseLost);
    await expect(manifest.record(lease, task("Silver"))).rejects.toThrow(LeaseLost);
    await expect(manifest.finish(lease, { state: "completed" })).rejects.toThrow(LeaseLost);
    await manifest.release(lease);
    expect((await manifest.holder())?.token).toBe(taken.lease.token);
  });

  test("may be renewed after it expired while nobody took it: a machine that slept", async () => {
    const { manifest, clock } = newManifest();
    const { lease } = await manifest.claim(claimOf("a", { owner: elsewhere }));
    clock.now += 60_000;
    await manifest.renew(lease);
    await expect(manifest.claim(claimOf("a"))).rejects.toThrow(RunInProgress);
  });

  test("of a process that was killed is free at once, without waiting", async () => {
    const { manifest } = newManifest();
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await once(child, "spawn");
    const owner: LeaseOwner = { ...thisProcess(), pid: child.pid ?? 0, processStart: null };
    await manifest.claim(claimOf("a", { owner }));
    await expect(manifest.claim(claimOf("a"))).rejects.toThrow(RunInProgress);
    child.kill("SIGKILL");
    await once(child, "close");
    expect((await manifest.claim(claimOf("a"))).resumed).toBe(true);
  });

  test("of a process whose number was given to another one is free", () => {
    const me = thisProcess();
    expect(ownerIsGone(me)).toBe(false);
    if (me.processStart !== null) expect(ownerIsGone({ ...me, processStart: "1" })).toBe(true);
    expect(ownerIsGone(elsewhere)).toBe(false);
  });

  test("is released by a cancelled run, which the same claim then resumes", async () => {
    const { manifest } = newManifest();
    const { lease } = await manifest.claim(claimOf("a"));
    await manifest.record(lease, task("Bronze"));
    await manifest.release(lease);
    const { resumed, tasks, run } = await manifest.claim(claimOf("a"));
    expect([resumed, tasks.length, run.attempt]).toEqual([true, 1, 1]);
  });
});

describe("an interrupted run", () => {
  test.each([
    ["other code", claimOf("a", { code: "other" })],
    ["another question", claimOf("a", { request: { ...request, mode: "train" } })],
    ["another delivery", claimOf("b")],
  ])("is superseded by %s", async (_, claim) => {
    const { manifest } = newManifest();
    const { lease } = await manifest.claim(claimOf("a"));
    await manifest.release(lease);
    const { resumed } = await manifest.claim(claim);
    expect(resumed).toBe(false);
    expect((await manifest.runs()).items.map(({ state }) => state)).toEqual(["started", "superseded"]);
  });
});

test("a manifest of a newer version is refused, not misread", () => {
  const { file } = newManifest();
  const database = new DatabaseSync(file);
  database.exec("PRAGMA user_version = 99");
  database.close();
  expect(() => new SqliteManifest(file)).toThrow("was written by a newer version of spanishgas");
});

describe("the identity of a delivery", () => {
  const file = fc.record({
    name: fc.string({ minLength: 1, unit: "grapheme-ascii" }).filter((name) => !name.includes("\n")),
    digest: fc.stringMatching(/^[0-9a-f]{8}$/),
  });
  const files = fc.uniqueArray(file, { minLength: 1, maxLength: 8, selector: ({ name }) => name });

  test("is worked out by hand for two files", () => {
    // printf '11  a.csv\n22  b.csv\n' | sha256sum
    const id = deliveryIdOf([
      { name: "b.csv", digest: "22" },
      { name: "a.csv", digest: "11" },
    ]);
    expect(id).toBe("c2bbc516efdb");
  });

  test("does not depend on the order of the files", () => {
    fc.assert(fc.property(files, (list) => deliveryIdOf(list) === deliveryIdOf(list.toReversed())));
  });

  test("changes with every name and every content", () => {
    fc.assert(
      fc.property(files, fc.nat(), (list, pick) => {
        const index = pick % list.length;
        const changed = (change: { name?: string; digest?: string }): DeliveryId =>
          deliveryIdOf(list.map((each, at) => (at === index ? { ...each, ...change } : each)));
        const before = deliveryIdOf(list);
        return changed({ digest: "other" }) !== before && changed({ name: "other\tname" }) !== before;
      }),
    );
  });
});
