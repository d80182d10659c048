import { expect } from "vitest";
import type { RunId } from "../../../configs/names.ts";
import type { RunRecord } from "../../../runtime/manifest/manifest.ts";
import { currentRun } from "../../../runtime/pipeline/current-run.ts";
import type { ToyPlan } from "../toy-steps.ts";
import { faultsOfRun } from "./undisturbed.ts";
import type { FaultWorld } from "./world.ts";

/** Something that goes wrong while a delivery is on its way. */
export interface FaultCase {
  readonly name: string;
  /** New labels are trained on, new prices only scored. */
  readonly changed: "labels" | "prices";
  readonly plan?: ToyPlan;
  readonly arm: (world: FaultWorld) => void;
  /** How the runs end that the upload leads to by itself, in their order. */
  readonly ends: readonly RunRecord["state"][];
  /** Whole deliveries that came of the upload. @default 1 */
  readonly deliveries?: number;
  /** The gate refuses the model, and people are told so. @default false */
  readonly refused?: boolean;
  /** The run that failed may have been published before. @default false */
  readonly published?: boolean;
  /** A run that has lost its lease is at work beside the one that has it. @default false */
  readonly overlapping?: boolean;
  /**
   * When people hear of a failed run: as it ends, or with the next run, where they could not be told. `again`: twice, as
   * who told them died before it was noted. @default "at once"
   */
  readonly told?: "at once" | "later" | "again";
}

/** Longer than a lease lives. */
export const LEASE_MS = 14 * 3600 * 1000;
/** The error of a run whose execution had ended and left its books open, until another attempt took its place. */
const CLOSED_LATE = "ExecutionEnded";
const SETTLED_MS = 150_000;

/**
 * Lets a fault happen to a delivery, lets the world go on, and holds what became of it against what may become of it.
 * @throws AssertionError that says what was lost, stuck, or seen half
 */
export async function judge(world: FaultWorld, fault: FaultCase): Promise<void> {
  const { cloud } = world;
  world.forget();
  const before = new Set(cloud.runs);
  const publication = await currentRun(world.lake);
  const told = cloud.place.fake.published.length;
  world.overlapping = fault.overlapping ?? false;
  world.image.plan(fault.plan ?? {});
  fault.arm(world);
  await world.upload(world.nextFiles(fault.changed));
  await cloud.settled(SETTLED_MS);
  expect(world.struck, "The fault has happened.").toBeGreaterThan(0);
  world.mend();

  const runs = await runsSince(world, before);
  expect(runs.map(({ state }) => state)).toEqual(fault.ends);
  const last = runs.at(-1);
  if (last === undefined || last.state === "failed" || last.state === "started") {
    const alerts = alertsOf(world, told, "run failed").length;
    const now = fault.told === "later" ? 0 : fault.told === "again" ? 2 : 1;
    if (last?.state === "failed") expect(alerts, "People are told at once, or not yet.").toBe(now);
    if (runs.length === 1 && fault.published !== true)
      expect(await currentRun(world.lake), "The publication of before stays.").toEqual(publication);
    await askAgain(world, fault.changed, last);
  }
  await holdsTogether(world, fault, { before, told });
}

/**
 * Has the same delivery run again, as a person does: who saw it fail asks for it, who sees nothing for half a day
 * uploads a file once more.
 */
async function askAgain(
  world: FaultWorld,
  changed: FaultCase["changed"],
  last: RunRecord | undefined,
): Promise<void> {
  const { cloud } = world;
  if (last?.state === "failed") await cloud.retrain(changed === "labels" ? "train" : "score");
  else {
    cloud.advance(LEASE_MS);
    await cloud.upload(Object.fromEntries([...world.uploaded].slice(-1)));
  }
  await cloud.settled(SETTLED_MS);
}

/**
 * As `judge`, where nobody can say beforehand how the runs end: asks again until one is completed.
 * @throws AssertionError
 */
export async function judgeAnything(
  world: FaultWorld,
  changed: FaultCase["changed"],
  arm: (world: FaultWorld) => void,
): Promise<void> {
  const { cloud } = world;
  world.forget();
  const before = new Set(cloud.runs);
  const told = cloud.place.fake.published.length;
  arm(world);
  await world.upload(world.nextFiles(changed));
  await cloud.settled(SETTLED_MS);
  world.mend();
  const last = (await runsSince(world, before)).at(-1);
  if (last?.state !== "completed") await askAgain(world, changed, last);
  const runs = await runsSince(world, before);
  expect(runs.at(-1)?.state, "The delivery was completed in the end.").toBe("completed");
  await isSound(world);
  expect((await currentRun(world.lake))?.run).toBe(runs.at(-1)?.id);
  for (const { id, state, error } of runs) {
    const alerts = alertsOf(world, told, `run failed (${id})`).length;
    // Who tells people and dies, or hears no answer, is followed by one who tells them again.
    if (state === "failed" && error !== CLOSED_LATE)
      expect(alerts, `People hear of ${id}.`).toBeGreaterThan(0);
    if (state === "completed") expect(alerts, `${id} has not failed.`).toBe(0);
  }
}

/** What holds when all is over, whatever happened. */
async function holdsTogether(
  world: FaultWorld,
  { refused = false, deliveries = 1, told: when }: FaultCase,
  { before, told }: { readonly before: ReadonlySet<string>; readonly told: number },
): Promise<void> {
  const { cloud } = world;
  const runs = await runsSince(world, before);
  const last = runs.at(-1);
  expect(last?.state, `The delivery was completed in the end. ${last?.cause ?? ""}`).toBe("completed");
  for (const { state, cause, error } of runs)
    if (state === "failed") expect([cause, error], "A failure has its cause.").not.toContain(null);
  expect(new Set(runs.map(({ delivery }) => delivery)).size).toBe(deliveries);
  await isSound(world);
  expect((await currentRun(world.lake))?.run).toBe(last?.id);
  for (const { id, state, error } of runs) {
    const alerts = alertsOf(world, told, `run failed (${id})`).length;
    // Of a run that only its successor could close, people may have heard.
    if (state === "superseded" || error === CLOSED_LATE) expect(alerts).toBeLessThan(2);
    else expect(alerts, `People hear of ${id}.`).toBe(state !== "failed" ? 0 : when === "again" ? 2 : 1);
  }
  expect(alertsOf(world, told, "model refused")).toHaveLength(refused ? 1 : 0);
  for (const [name, text] of world.uploaded)
    expect(await cloud.text(`deliveries/${last?.delivery}/${name}`)).toBe(text);
}

/** What holds whenever the world is at rest. */
export async function isSound(world: FaultWorld): Promise<void> {
  const { cloud } = world;
  await world.look();
  expect(world.sights, "Nobody saw anything half.").toEqual([]);
  expect(await cloud.manifest.holder(), "The lease is free.").toBeUndefined();
  expect(new Set(cloud.runs).size, "No name was used twice.").toBe(cloud.runs.length);
  const { items } = await cloud.manifest.runs({ limit: 100 });
  const hanging = items.filter(({ state }) => state === "started").map(({ id }) => id);
  expect(hanging, "No run hangs.").toEqual([]);
  const published = await currentRun(world.lake);
  const run = published === undefined ? undefined : await cloud.manifest.run(published.run);
  if (run !== undefined && published !== undefined) {
    expect(run.state, "What is published was completed.").toBe("completed");
    expect(await faultsOfRun(cloud, run, published.model)).toEqual([]);
  }
  expect(await cloud.deadLetters(), "No message was given up.").toBe(0);
  for (const [name, text] of world.uploaded) expect(await cloud.text(`raw/${name}`)).toBe(text);
}

function alertsOf({ cloud }: FaultWorld, since: number, subject: string) {
  return cloud.place.fake.published.slice(since).filter((alert) => alert.subject.includes(subject));
}

/** The runs of executions that began after these, in their order. */
async function runsSince({ cloud }: FaultWorld, before: ReadonlySet<string>): Promise<readonly RunRecord[]> {
  const ids: readonly RunId[] = cloud.runs.filter((id) => !before.has(id));
  const runs = await Promise.all(ids.map((id) => cloud.manifest.run(id)));
  return runs.filter((run) => run !== undefined);
}
