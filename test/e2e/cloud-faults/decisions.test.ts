import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { currentRun } from "../../../runtime/pipeline/current-run.ts";
import { type FaultCase, isSound, LEASE_MS } from "../../support/cloud-faults/judge.ts";
import { CASE_MS, faultMatrix } from "../../support/cloud-faults/matrix.ts";
import { beforeState, breakRequests } from "../../support/cloud-faults/strikes.ts";
import { FaultWorld } from "../../support/cloud-faults/world.ts";
import { sharedFolder } from "../../support/folders.ts";

/** People and a second gate decide while a run is at work; and messages that were given up. */

async function newestModel({ registry }: FaultWorld, decision: string): Promise<string> {
  const { items } = await registry.list();
  const dated = items.toSorted((a, b) => (a.registeredAt < b.registeredAt ? -1 : 1));
  return dated.findLast((model) => model.decision === decision)?.version ?? "";
}

const cases: readonly FaultCase[] = [
  {
    name: "a second champion is trained",
    changed: "labels",
    arm: beforeState("Train", async () => undefined),
    ends: ["completed"],
  },
  {
    name: "the champion is rejected in the console while a run scores with it: nothing of it is published",
    changed: "prices",
    arm: beforeState("Drift", async (world) => {
      const champion = await world.registry.champion();
      await world.cloud.decide(champion?.version ?? "", "Rejected");
    }),
    ends: ["failed"],
  },
  {
    name: "a refused model stays out",
    changed: "labels",
    plan: { evaluate: { promote: false } },
    arm: beforeState("Train", async () => undefined),
    ends: ["completed"],
    refused: true,
  },
  {
    name: "a refused model is approved in the console while a run scores with the champion of before",
    changed: "prices",
    arm: beforeState("Drift", async (world) =>
      world.cloud.decide(await newestModel(world, "rejected"), "Approved"),
    ),
    ends: ["failed"],
  },
  {
    name: "two gates judge at once, one of them too late: its model takes no place",
    changed: "labels",
    arm: beforeState("Register", async (world) => {
      const { cloud } = world;
      const seen = await world.registry.champion();
      cloud.advance(LEASE_MS);
      await world.upload(world.nextFiles("labels"));
      while ((await world.registry.champion())?.version === seen?.version) await pause(50);
    }),
    ends: ["superseded", "completed"],
    deliveries: 2,
    overlapping: true,
  },
];

const world = faultMatrix(cases);

test("people were told of both changes of the champion, and of nothing that they had not to know", () => {
  const subjects = world().cloud.place.fake.published.map(({ subject }) => subject);
  expect(subjects.filter((subject) => subject.includes("champion changed"))).toHaveLength(2);
  expect(subjects.filter((subject) => subject.includes("decision"))).toEqual([]);
});

const folder = sharedFolder("spanishgas-faults-given-up-");
test(
  "messages that the queue gives up lie in the dead letters; the files are not lost: the next call runs them",
  async () => {
    const small = await FaultWorld.start(onTestFinished, folder, { queue: { maxReceiveCount: 12 } });
    const { cloud, lake } = small;
    breakRequests({ service: "trigger", tries: Number.POSITIVE_INFINITY }, "aws", {
      status: 400,
      code: "AccessDeniedException",
    })(small);
    await small.upload(small.nextFiles("all"));
    const deadline = performance.now() + CASE_MS / 4;
    while ((await cloud.deadLetters()) === 0 && performance.now() < deadline) await pause(50);
    await cloud.settled();
    expect(small.struck).toBeGreaterThan(2);
    expect(await cloud.deadLetters()).toBe(small.uploaded.size);
    expect(await currentRun(lake)).toBeUndefined();
    small.mend();
    await cloud.retrain("train");
    await cloud.settled();
    expect((await currentRun(lake))?.run).toBe(cloud.runs.at(-1));
    // They are for people to look at, and to send again: nothing new comes of them.
    expect(await cloud.deadLetters()).toBe(small.uploaded.size);
    await expect(isSound(small)).rejects.toThrow("No message was given up.");
  },
  CASE_MS,
);
