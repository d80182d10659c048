import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { currentRun } from "../../../runtime/pipeline/current-run.ts";
import { type FaultCase, isSound, LEASE_MS } from "../../support/cloud-faults/judge.ts";
import { CASE_MS, faultMatrix } from "../../support/cloud-faults/matrix.ts";
import { beforeState, breakRequests, killAtRequest, loseAnswer } from "../../support/cloud-faults/strikes.ts";
import { FaultWorld } from "../../support/cloud-faults/world.ts";
import { ServiceError } from "../../support/cloud-harness/service-error.ts";
import { sharedFolder } from "../../support/folders.ts";

/** Runs and people that get in each other's way, and ends that nobody is told of. */

const newPrices = (world: FaultWorld) => world.upload(world.nextFiles("prices"));

async function untilAnotherRun({ cloud }: FaultWorld): Promise<void> {
  const { length } = cloud.runs;
  while (cloud.runs.length === length) await pause(20);
}

const failing = { changed: "prices", plan: { gold: { fault: "input" } } } as const;
const always = Number.POSITIVE_INFINITY;

const cases: readonly FaultCase[] = [
  {
    name: "a file is replaced while its run is at work: two deliveries, one after the other",
    changed: "prices",
    arm: beforeState("Gold", newPrices),
    ends: ["completed", "completed"],
    deliveries: 2,
  },
  {
    name: "a file is replaced before its delivery is frozen: the run fails, the new file runs",
    changed: "prices",
    arm: (world) => {
      beforeState("ResolveDelivery", newPrices)(world);
      // As S3 does, and fauxqs does not: the version that the delivery names is not there any more.
      breakRequests(
        { service: "control", state: "ResolveDelivery" },
        "s3",
        { status: 412, code: "PreconditionFailed" },
        { times: 1, chooses: ({ method, path }) => method === "PUT" && path.includes("price_history") },
      )(world);
    },
    ends: ["failed", "completed"],
    deliveries: 2,
  },
  {
    name: "a lease expires while its run goes on, and another delivery takes over",
    changed: "prices",
    arm: beforeState("Gold", async (world) => {
      world.cloud.advance(LEASE_MS);
      const another = untilAnotherRun(world);
      await newPrices(world);
      await another;
    }),
    ends: ["superseded", "completed"],
    deliveries: 2,
    overlapping: true,
  },
  {
    name: "two people ask for a run while one is at work: one more run answers both",
    changed: "prices",
    arm: beforeState("Gold", async ({ cloud }) => {
      const answers = await Promise.all([cloud.retrain("score"), cloud.retrain("score")]);
      expect(answers).toMatchObject([{ status: "queued" }, { status: "queued" }]);
    }),
    ends: ["completed", "completed"],
  },
  {
    name: "people hear late of a stopped execution: the next delivery waits for it",
    changed: "prices",
    arm: (world) => {
      beforeState("Silver", async ({ cloud }, run) => void cloud.abort(run))(world);
      world.stand({
        before: async (call) => {
          if (call.service !== "ending") return;
          await newPrices(world);
          await pause(1500);
        },
      });
    },
    ends: ["failed", "completed"],
    deliveries: 2,
  },
  {
    name: "nobody can close the books of a failed run: it is superseded when its lease has expired",
    ...failing,
    arm: (world) => {
      killAtRequest({ service: "control", state: "MarkFailed", tries: always }, 2)(world);
      killAtRequest({ service: "ending", tries: always }, 0)(world);
    },
    ends: ["started"],
  },
  {
    name: "the topic refuses all that is told of a failed run: people hear with the next run",
    ...failing,
    arm: (world) => {
      for (const service of ["control", "ending"] as const)
        breakRequests(
          { service, tries: always },
          "aws",
          { status: 403, code: "AuthorizationError" },
          {
            chooses: ({ headers }) => headers["x-amz-target"] === undefined,
          },
        )(world);
    },
    ends: ["failed"],
    told: "later",
  },
  ...["ResolveDelivery", "Publish", "AlertFindings", "Complete"].map((state) =>
    lostAnswer(state, "completed"),
  ),
  ...["MarkFailed", "Notify"].map((state) => lostAnswer(state, "failed")),
];

/** A state's function has done its work, and Step Functions does not hear of it. */
function lostAnswer(state: string, end: "completed" | "failed"): FaultCase {
  return {
    name: `${state}'s answer is lost`,
    ...(end === "failed" ? failing : { changed: "prices" }),
    arm: loseAnswer({ service: "control", state }, new ServiceError("Lambda.Unknown", "No answer.")),
    ends: [end],
  };
}

const world = faultMatrix(cases);

test(
  "an old execution that is started again changes nothing",
  async () => {
    const { cloud, lake } = world();
    world().forget();
    const publication = await currentRun(lake);
    const told = cloud.place.fake.published.length;
    const [oldest] = cloud.runs;
    if (publication === undefined || oldest === undefined) throw new Error("Nothing was published.");
    for (const again of [publication.run, oldest]) {
      const { input = "" } = cloud.place.fake.executions.get(again) ?? {};
      cloud.place.fake.onStart(again, { input, status: "RUNNING" });
    }
    await cloud.settled();
    expect(await currentRun(lake)).toEqual(publication);
    expect(await cloud.manifest.run(publication.run)).toMatchObject({ state: "completed" });
    expect(await cloud.manifest.holder()).toBeUndefined();
    expect(cloud.place.fake.published.slice(told), "Nobody hears that a completed run failed.").toEqual([]);
  },
  CASE_MS,
);

const folder = sharedFolder("spanishgas-faults-first-");
test(
  "the first model is refused, the function is killed as it marks that, and its answer is lost: no publication, and labels that are better train",
  async () => {
    const first = await FaultWorld.start(onTestFinished, folder);
    const { cloud } = first;
    first.image.plan({ evaluate: { promote: false } });
    killAtRequest({ service: "control", state: "MarkRejected" }, 5)(first);
    loseAnswer(
      { service: "control", state: "MarkRejected", tries: 2 },
      new ServiceError("Lambda.Unknown", "No answer."),
    )(first);
    await first.upload(first.nextFiles("all"));
    await cloud.settled();
    expect(first.struck).toBe(2);
    first.mend();
    const { items } = await cloud.manifest.runs({ limit: 2 });
    expect(items.map(({ state }) => state)).toEqual(["rejected"]);
    expect(await currentRun(first.lake)).toBeUndefined();
    expect(cloud.place.fake.published.map(({ subject }) => subject)).toEqual([
      expect.stringContaining("model refused"),
    ]);
    await isSound(first);
    await first.upload(first.nextFiles("labels"));
    await cloud.settled();
    expect((await currentRun(first.lake))?.run).toBe(cloud.runs[1]);
    await isSound(first);
  },
  CASE_MS,
);
