import { describe, expect, test } from "vitest";
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
