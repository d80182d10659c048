import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CancelledError, ResourceError } from "../../runtime/errors.ts";
import { FolderLake } from "../../runtime/lake/folder-lake.ts";
import { openManifest } from "../../runtime/manifest/open-manifest.ts";
import { currentRun } from "../../runtime/pipeline/current-run.ts";
import { LakeRegistry } from "../../runtime/registry/lake-registry.ts";
import { ToyLake } from "../support/toy-lake.ts";

test("a step whose process is killed is run again", async () => {
  const toy = new ToyLake();
  toy.plan({ silver: { fault: "kill", times: 2 } });
  const { kind } = await toy.run();
  expect([kind, toy.calls("silver")]).toEqual(["completed", 3]);
});

test("a step whose process keeps dying fails the run, and the message says how it died", async () => {
  const toy = new ToyLake();
  toy.plan({ silver: { fault: "exit" } });
  await expect(toy.run()).rejects.toThrow("The step's process ended with exit code 7.");
  expect(toy.calls("silver"), "two retries, as configs/pipeline.ts says").toBe(3);
});

test("a fault of the code is tried once more, a full disk not at all", async () => {
  const toy = new ToyLake();
  toy.plan({ gold: { fault: "program" } });
  await expect(toy.run()).rejects.toThrow("toy is not a function");
  expect(toy.calls("gold")).toBe(2);
  toy.plan({ gold: { fault: "resource" } });
  await expect(toy.run()).rejects.toThrow(ResourceError);
  expect(toy.calls("gold")).toBe(1);
});

test("a step that takes too long is ended, tried once more, and fails the run", async () => {
  const toy = new ToyLake();
  toy.plan({ bronze: { delayMs: 60_000 } });
  await expect(toy.run({ timing: { retryDelayMs: 5, stepTimeoutSeconds: 1 } })).rejects.toThrow(
    "The step took longer than 1 s.",
  );
  expect(toy.calls("bronze")).toBe(2);
});

test("a cancelled run leaves nothing half done, and is resumed by the next", async () => {
  const toy = new ToyLake();
  toy.plan({ gold: { delayMs: 30_000 } });
  const cancellation = new AbortController();
  const cancelled = toy.run({
    signal: cancellation.signal,
    watch: (event) => {
      if (event.type === "progress" && event.state === "Gold") cancellation.abort();
    },
  });
  await expect(cancelled).rejects.toThrow(CancelledError);
  expect(existsSync(join(toy.lake, "gold"))).toBe(false);
  expect(readdirSync(join(toy.lake, ".work"))).toEqual([]);
  {
    using manifest = openManifest(await FolderLake.open(toy.lake));
    expect(await manifest.holder()).toBeUndefined();
    expect((await manifest.runs()).items[0]).toMatchObject({ state: "started", cause: null });
  }
  toy.plan({});
  const { kind, run } = await toy.run();
  expect([kind, run.attempt]).toEqual(["completed", 1]);
  expect(toy.calls("bronze"), "what was done is not done again").toBe(0);
  expect(toy.calls("gold")).toBe(1);
});

test("an interrupted run is not resumed by other code or for another question: it is superseded", async () => {
  const toy = new ToyLake();
  toy.plan({ gold: { delayMs: 30_000 } });
  const cancellation = new AbortController();
  const watch = (event: { type: string; state?: unknown }) => {
    if (event.type === "progress" && event.state === "Gold") cancellation.abort();
  };
  await expect(toy.run({ signal: cancellation.signal, watch })).rejects.toThrow(CancelledError);
  toy.plan({});
  const { run } = await toy.run({ code: "newer toy" });
  expect(run.attempt).toBe(2);
  expect(toy.calls("bronze")).toBe(1);
  using manifest = openManifest(await FolderLake.open(toy.lake));
  expect((await manifest.runs()).items.map(({ state }) => state)).toEqual(["completed", "superseded"]);
});

test("a resumed run does a step again whose output was removed", async () => {
  const toy = new ToyLake();
  toy.plan({ gold: { delayMs: 30_000 } });
  const cancellation = new AbortController();
  const watch = (event: { type: string; state?: unknown }) => {
    if (event.type === "progress" && event.state === "Gold") cancellation.abort();
  };
  await expect(toy.run({ signal: cancellation.signal, watch })).rejects.toThrow(CancelledError);
  rmSync(join(toy.lake, "silver"), { recursive: true });
  toy.plan({});
  const { kind } = await toy.run();
  expect([kind, toy.calls("bronze"), toy.calls("silver")]).toEqual(["completed", 0, 1]);
});

test("a champion that moves while a run is at work fails the run: its model was compared with another", async () => {
  const toy = new ToyLake();
  const first = await toy.run();
  toy.deliver({ "churn_label.csv": "customer_id,churn\nC1,0\n" });
  const second = await toy.run();
  toy.deliver({ "churn_label.csv": "customer_id,churn\nC1,\n" });
  const registry = new LakeRegistry(await FolderLake.open(toy.lake));
  let moved: Promise<unknown> | undefined;
  const third = toy.run({
    watch: (event) => {
      if (event.type === "task-started" && event.state === "Train") moved = registry.rollback("Made up");
    },
  });
  await expect(third).rejects.toThrow(
    `The champion was changed to ${first.run.id} in the meantime; start again`,
  );
  await moved;
  expect((await registry.champion())?.version).toBe(first.run.id);
  expect(second.run.id).not.toBe(first.run.id);
  using manifest = openManifest(await FolderLake.open(toy.lake));
  expect((await manifest.runs()).items[0]).toMatchObject({ state: "failed", error: "ChampionMoved" });
});

test("a champion that is rolled back while a run scores fails the run: the withdrawn model's scores are not published", async () => {
  const toy = new ToyLake();
  const first = await toy.run();
  toy.deliver({ "churn_label.csv": "customer_id,churn\nC1,0\n" });
  const second = await toy.run();
  const registry = new LakeRegistry(await FolderLake.open(toy.lake));
  let moved: Promise<unknown> | undefined;
  const third = toy.run({
    request: { mode: "score", asOf: null, experiment: "E5_full", seed: 42 },
    watch: (event) => {
      if (event.type === "task-started" && event.state === "Drift") moved = registry.rollback("Made up");
    },
  });
  await expect(third).rejects.toThrow(
    `The champion was changed to ${first.run.id} in the meantime; the scores of ${second.run.id} were not published.`,
  );
  await moved;
  expect((await currentRun(await FolderLake.open(toy.lake)))?.run).toBe(second.run.id);
  const again = await toy.run(toy.request({ mode: "score" }));
  expect([again.kind, (await currentRun(await FolderLake.open(toy.lake)))?.model]).toEqual([
    "completed",
    first.run.id,
  ]);
});

test("an alert that cannot be sent neither stops a run nor hides why one failed", async () => {
  const toy = new ToyLake();
  await toy.run();
  // A file stands where the alerts' folder belongs.
  writeFileSync(join(toy.lake, "monitoring", "alerts"), "");
  toy.plan({ evaluate: { promote: false } });
  const refused = await toy.run(toy.request({ mode: "train", experiment: "E0_baseline" }));
  expect(refused.kind).toBe("completed");
  expect(toy.path).not.toContain("AlertRejected");

  toy.plan({ bronze: { fault: "input" } });
  await expect(toy.run({ force: true })).rejects.toThrow('churn_label.csv has no column "churn". Add it.');
  using manifest = openManifest(await FolderLake.open(toy.lake));
  expect((await manifest.runs()).items[0]).toMatchObject({ state: "failed", error: "InputError" });
});
