import { describe, expect, test } from "vitest";
import { deliveryId } from "../../configs/names.ts";
import { AlreadyDone, LeaseLost, RunInProgress } from "../../runtime/manifest/manifest.ts";
import { claimOf, elsewhere, failed, manifests, request, task } from "../support/manifests.ts";

/** What every manifest does, whatever it is kept in. */
describe.each(manifests)("in $kind,", ({ open }) => {
  describe("a run", () => {
    test("is claimed, recorded, completed", async () => {
      const { manifest } = await open();
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
      const { manifest } = await open();
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
      const { manifest } = await open();
      const { lease } = await manifest.claim(claimOf("a"));
      await manifest.finish(lease, failed);
      const { run, resumed } = await manifest.claim(claimOf("a"));
      expect([run.attempt, resumed]).toEqual([2, false]);
      const [, first] = (await manifest.runs()).items;
      expect(first).toMatchObject({ state: "failed", error: "InputError", cause: "A column is missing." });
    });

    test("that failed on an upload is not repeated for the same upload, but for a later one", async () => {
      const { manifest, clock } = await open();
      const askedAt = new Date(clock.now - 60_000).toISOString();
      const { lease } = await manifest.claim(claimOf("a", { askedAt }));
      await manifest.finish(lease, failed);
      clock.now += 60_000;
      await expect(manifest.claim(claimOf("a", { askedAt }))).rejects.toThrow(AlreadyDone);
      const again = new Date(clock.now).toISOString();
      expect((await manifest.claim(claimOf("a", { askedAt: again }))).run.attempt).toBe(2);
    });

    test("by force runs anew; asked for before it began, it is answered, however it ended", async () => {
      const { manifest, clock } = await open();
      const askedAt = new Date(clock.now).toISOString();
      const asked = claimOf("a", { force: true, askedAt });
      clock.now += 1000;
      for (const ending of [{ state: "completed" } as const, failed]) {
        const { lease } = await manifest.claim(claimOf("a", { force: true }));
        await expect(manifest.claim(asked)).rejects.toThrow(RunInProgress);
        await manifest.finish(lease, ending);
        await expect(manifest.claim(asked)).rejects.toThrow(AlreadyDone);
        clock.now += 1000;
      }
      const later = claimOf("a", { force: true, askedAt: new Date(clock.now).toISOString() });
      expect((await manifest.claim(later)).run.attempt).toBe(3);
    });

    test("may end twice in the same way, and not in two ways", async () => {
      const { manifest } = await open();
      const { lease } = await manifest.claim(claimOf("a"));
      await manifest.finish(lease, { state: "completed" });
      await manifest.finish(lease, { state: "completed" });
      await expect(manifest.finish(lease, failed)).rejects.toThrow(LeaseLost);
    });

    test("is listed with others, the newest first, by pages", async () => {
      const { manifest } = await open();
      for (const delivery of ["a", "b", "c"]) {
        const { lease } = await manifest.claim(claimOf(delivery));
        await manifest.finish(lease, { state: "completed" });
      }
      const first = await manifest.runs({ limit: 2 });
      expect(first.items.map(({ id }) => id)).toEqual(["c-1", "b-1"]);
      const second = await manifest.runs({
        limit: 2,
        ...(first.next !== undefined && { after: first.next }),
      });
      expect(second).toEqual({ items: [expect.objectContaining({ id: "a-1" })] });
    });
  });

  describe("a dashboard of runs", () => {
    /** Two attempts at a delivery, one at another, and one at work. */
    async function history() {
      const { manifest, clock } = await open();
      for (const [delivery, ending] of [
        ["a", failed],
        ["a", { state: "completed" }],
        ["b", { state: "completed" }],
      ] as const) {
        const { lease } = await manifest.claim(claimOf(delivery));
        await manifest.record(lease, task("Bronze"));
        clock.now += 1000;
        await manifest.finish(lease, ending);
      }
      const { lease } = await manifest.claim(claimOf("c"));
      return { manifest, lease };
    }
    const ids = (runs: readonly { readonly id: string }[]) => runs.map(({ id }) => id);

    test("pages through the runs of one state, the newest first", async () => {
      const { manifest } = await history();
      const first = await manifest.runs({ state: "completed", limit: 1 });
      expect(ids(first.items)).toEqual(["b-1"]);
      const { next } = first;
      if (next === undefined) throw new Error("There is a second page.");
      const second = await manifest.runs({ state: "completed", limit: 1, after: next });
      expect([ids(second.items), second.next]).toEqual([["a-2"], undefined]);
      expect(ids((await manifest.runs({ state: "failed" })).items)).toEqual(["a-1"]);
      expect(ids((await manifest.runs({ state: "rejected" })).items)).toEqual([]);
    });

    test("finds the attempts at a delivery, a run that has done nothing yet, and what a run has done", async () => {
      const { manifest, lease } = await history();
      const [last] = (await manifest.runs({ limit: 1 })).items;
      expect(last).toMatchObject({ id: "c-1", state: "started", endedAt: null });
      expect(ids(await manifest.attempts(deliveryId("a")))).toEqual(["a-2", "a-1"]);
      expect(ids(await manifest.attempts(deliveryId("c")))).toEqual(["c-1"]);
      expect(await manifest.attempts(deliveryId("d"))).toEqual([]);
      expect(await manifest.tasks(lease.run)).toEqual([]);
      await manifest.record(lease, task("Bronze"));
      expect(await manifest.tasks(lease.run)).toEqual([task("Bronze")]);
      expect(ids(await manifest.attempts(deliveryId("c")))).toEqual(["c-1"]);
    });

    test("counts the runs of each state, before and after the first task of one", async () => {
      const { manifest, lease } = await history();
      const expected = { started: 1, completed: 2, failed: 1, rejected: 0, superseded: 0 };
      expect(await manifest.counts()).toEqual(expected);
      await manifest.record(lease, task("Bronze"));
      expect(await manifest.counts()).toEqual(expected);
    });
  });

  describe("the lease", () => {
    test("keeps others away, whatever their delivery, and the message says who is at work", async () => {
      const { manifest } = await open();
      const { lease } = await manifest.claim(claimOf("a"));
      for (const delivery of ["a", "b"]) {
        const refused = await manifest.claim(claimOf(delivery)).catch((thrown: unknown) => thrown);
        expect(refused).toBeInstanceOf(RunInProgress);
        expect(refused).toMatchObject({ lease: { run: "a-1" } });
      }
      await manifest.record(lease, task("Bronze"));
    });

    test("of another machine is taken when it has expired, not before; a heartbeat keeps it", async () => {
      const { manifest, clock } = await open();
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
      const { manifest, clock } = await open();
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
      const { manifest, clock } = await open();
      const { lease } = await manifest.claim(claimOf("a", { owner: elsewhere }));
      clock.now += 60_000;
      await manifest.renew(lease);
      await expect(manifest.claim(claimOf("a"))).rejects.toThrow(RunInProgress);
    });

    test("is released by a cancelled run, which the same claim then resumes", async () => {
      const { manifest } = await open();
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
      const { manifest } = await open();
      const { lease } = await manifest.claim(claimOf("a"));
      await manifest.release(lease);
      const { resumed } = await manifest.claim(claim);
      expect(resumed).toBe(false);
      expect((await manifest.runs()).items.map(({ state }) => state)).toEqual(["started", "superseded"]);
    });
  });
});
