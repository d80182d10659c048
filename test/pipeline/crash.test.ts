import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, test } from "vitest";
import { FolderLake } from "../../runtime/lake/folder-lake.ts";
import { openManifest } from "../../runtime/manifest/open-manifest.ts";
import { currentRun } from "../../runtime/pipeline/current-run.ts";
import { LakeRegistry } from "../../runtime/registry/lake-registry.ts";
import { ToyLake } from "../support/toy-lake.ts";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(condition: () => boolean, seconds = 10): Promise<boolean> {
  for (let turn = 0; turn < seconds * 50; turn += 1) {
    if (condition()) return true;
    await sleep(20);
  }
  return condition();
}

async function pointers(toy: ToyLake) {
  const lake = await FolderLake.open(toy.lake);
  return {
    champion: (await new LakeRegistry(lake).champion())?.version,
    current: (await currentRun(lake))?.run,
  };
}

const slowly = { delayMs: 20 };
const plan = { bronze: slowly, silver: slowly, gold: slowly, train: slowly, score: slowly, drift: slowly };

describe("kill -9 at a random moment, then a new run", () => {
  const MOMENTS = 20;
  const random = xoroshiro128plus(20_241_231);
  let undisturbed: Record<string, string> = {};
  let run = "";
  let events = 0;

  test("the run that nothing disturbs, which the others are held against", async () => {
    const toy = new ToyLake();
    toy.plan(plan);
    const { ended } = toy.start((_, count) => {
      events = count;
    });
    const { printed } = await ended;
    run = printed.split(" ")[1] ?? "";
    undisturbed = toy.digests(run);
    expect(Object.keys(undisturbed)).toHaveLength(7);
    expect(events).toBeGreaterThan(30);
  });

  // A share of the undisturbed run's events, and some milliseconds after that event.
  const moments = Array.from({ length: MOMENTS }, () => ({
    share: uniformInt(random, 0, 99) / 100,
    afterMs: uniformInt(random, 0, 40),
  }));

  test.each(moments)("$share of the way, $afterMs ms later", async ({ share, afterMs }) => {
    const toy = new ToyLake();
    toy.plan(plan);
    const { child, ended } = toy.start((_, count) => {
      if (count === Math.max(1, Math.floor(events * share))) setTimeout(() => child.kill("SIGKILL"), afterMs);
    });
    const { signal } = await ended;
    const orphans = toy.stepProcesses;

    // What can be seen is whole.
    for (const [folder, digest] of Object.entries(toy.digests(run)))
      expect([folder, digest]).toEqual([folder, undisturbed[folder]]);
    const { current } = await pointers(toy);
    if (current !== undefined) expect(toy.digests(current)).toEqual(undisturbed);

    const { kind, run: finished } = await toy.run();
    // Killed in the last moment, the run may have been complete.
    if (signal === null) expect(kind).toBe("already-done");
    expect(finished.id).toBe(run);
    expect(toy.digests(finished.id)).toEqual(undisturbed);
    expect(await pointers(toy)).toEqual({ champion: finished.id, current: finished.id });
    expect(finished.state).toBe("completed");
    expect(existsSync(join(toy.lake, ".work")) ? readdirSync(join(toy.lake, ".work")) : []).toEqual([]);
    expect(await until(() => !orphans.some(isAlive)), "steps whose runner is gone stop by themselves").toBe(
      true,
    );
  });
});

test("a step stops by itself when its runner was killed", async () => {
  const toy = new ToyLake();
  toy.plan({ gold: { delayMs: 60_000, deaf: true } });
  const { child, ended } = toy.start((event) => {
    if (event === "progress Gold") child.kill("SIGKILL");
  });
  await ended;
  const step = toy.stepProcesses.at(-1) ?? 0;
  expect(await until(() => !isAlive(step))).toBe(true);
});

test("a termination signal cancels the run and its step; the next run goes on from there", async () => {
  const toy = new ToyLake();
  toy.plan({ gold: { delayMs: 60_000 } });
  const { child, ended } = toy.start((event) => {
    if (event === "progress Gold") child.kill("SIGTERM");
  });
  expect(await ended).toEqual({ printed: "CancelledError: The run was cancelled.", code: 1, signal: null });
  expect(toy.stepProcesses.some(isAlive)).toBe(false);
  toy.plan({});
  const { kind, run } = await toy.run();
  expect([kind, run.attempt, toy.calls("silver")]).toEqual(["completed", 1, 0]);
});

test("a step that does not listen is killed when the run is cancelled", async () => {
  const toy = new ToyLake();
  toy.plan({ gold: { delayMs: 60_000, deaf: true } });
  const { child, ended } = toy.start((event) => {
    if (event === "progress Gold") child.kill("SIGTERM");
  });
  expect((await ended).printed).toBe("CancelledError: The run was cancelled.");
  expect(toy.stepProcesses.some(isAlive)).toBe(false);
});

test("of two runs started at once on one lake one works, the other ends with a clear message", async () => {
  const toy = new ToyLake();
  toy.plan({ gold: { delayMs: 1_500 } });
  const results = await Promise.all([toy.start().ended, toy.start().ended]);
  const [refused, worked] = results.toSorted((a, b) => (b.code ?? 0) - (a.code ?? 0));
  expect(refused?.printed).toMatch(
    /^RunInProgress: Run \w+-1 is at work on this lake \(process \d+ on .+\)\. Wait until it has ended/,
  );
  expect(worked?.printed).toMatch(/^completed \w+-1$/);
  expect(toy.calls("gold"), "the one at work is not disturbed").toBe(1);
});

test("a run that was halted for longer than its lease stops, and does not touch what its successor made", async () => {
  const toy = new ToyLake();
  toy.plan({ gold: { delayMs: 1_000 } });
  let halted = false;
  const { child, ended } = toy.start((event) => {
    if (event !== "progress Gold" || halted) return;
    halted = child.kill("SIGSTOP");
  });
  const lake = await FolderLake.open(toy.lake);
  await until(() => halted, 30);
  await sleep(2_000);
  const successor = await toy.run();
  expect(successor.kind).toBe("completed");
  const made = toy.digests(successor.run.id);
  child.kill("SIGCONT");
  expect((await ended).printed).toMatch(/^LeaseLost: Run \w+-1 has lost its lease to another run/);
  expect(toy.digests(successor.run.id)).toEqual(made);
  using manifest = openManifest(lake);
  expect((await manifest.runs()).items.map(({ state }) => state)).toEqual(["completed"]);
});
