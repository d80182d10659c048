import fc from "fast-check";
import { expect, test } from "vitest";
import type { RunRecord } from "../../runtime/manifest/manifest.ts";
import { trigger } from "../../runtime/trigger/trigger.ts";
import { play, type ScheduleChoice, type Story } from "../support/upload-world/schedule.ts";
import { startServers } from "../support/upload-world/world.ts";

/**
 * Uploads and their events in random order, with copies, delays, invocations at the same time that die anywhere, a
 * Step Functions that refuses, runs that end well, badly or not by themselves, calls of the schedule and of people: the
 * real trigger and the real manifest over loopback servers, in virtual time. fast-check prints the choice, with its
 * seed, that breaks a rule, and the smallest one that it can find.
 */

const choices = (events: fc.Arbitrary<number>): fc.Arbitrary<ScheduleChoice> =>
  fc.record({
    seed: fc.nat(),
    corrections: fc.integer({ min: 0, max: 2 }),
    events,
    batchSize: fc.integer({ min: 5, max: 100 }),
    invocations: fc.integer({ min: 1, max: 3 }),
    deaths: fc.constantFrom(0, 0.1, 0.4),
    refusals: fc.constantFrom(0, 0.1, 0.4),
    calls: fc.integer({ min: 0, max: 2 }),
  });

/** The same files are uploaded once more while their run is at work, and the run fails afterwards. */
const againInMidRun: ScheduleChoice = {
  seed: 366513294,
  corrections: 1,
  events: 10,
  batchSize: 7,
  invocations: 1,
  deaths: 0,
  refusals: 0,
  calls: 0,
};

/** Times that the stack lets a message come before it is put aside. */
const MOST_RECEIVES = 115;

/** Rules that a story breaks. */
async function broken({ world, faults, sent, answered }: Story): Promise<readonly string[]> {
  const rules = [...faults];
  const { manifest, queue } = world;
  if (queue.messages.size > 0) rules.push(`of ${sent} messages, ${queue.messages.size} were left`);
  if (queue.mostReceives >= MOST_RECEIVES) rules.push(`a message came ${queue.mostReceives} times`);
  const counts = await manifest.counts();
  if (counts.started > 0) rules.push(`${counts.started} runs are at work for ever`);

  const { items: runs } = await manifest.runs({ limit: 1000 });
  const ids = new Set<string>(runs.map(({ id }) => id));
  for (const id of world.servers.fake.executions.keys())
    if (!ids.has(id)) rules.push(`execution ${id} has no run`);

  for (const delivery of answered)
    if (!runs.some((run) => run.delivery === delivery))
      rules.push(`messages were answered, and delivery ${delivery} has no run`);

  const last = world.delivery();
  const ofLast = runs.filter(({ delivery, state }) => delivery === last && state !== "superseded");
  const newest = Math.max(...world.writes);
  const done = ofLast.some(({ state, startedAt }) => state === "completed" || Date.parse(startedAt) > newest);
  if (!done) rules.push(`the last upload, delivery ${last}, has no run`);
  for (const delivery of new Set(runs.map((run) => run.delivery)))
    rules.push(
      ...repeated(
        runs.filter((run) => run.delivery === delivery && run.request.mode === "auto"),
        world.writes,
      ),
    );
  return rules;
}

/** Uploads run a delivery once; again only when it failed and was uploaded once more, or was superseded. */
function repeated(runs: readonly RunRecord[], writes: readonly number[]): readonly string[] {
  const ofAttempts = runs.toSorted((a, b) => a.attempt - b.attempt);
  return ofAttempts.slice(1).flatMap((run, index) => {
    const before = ofAttempts[index];
    if (before === undefined || before.state === "superseded") return [];
    const since = Date.parse(before.startedAt);
    const uploadedAgain = writes.some((at) => at > since && at <= Date.parse(run.startedAt));
    return before.state === "failed" && uploadedAgain
      ? []
      : [`${run.id} repeats ${before.id}, ${before.state}`];
  });
}

test("two hundred random schedules: one run for each delivery, never two at once, nothing lost, nothing stuck", async () => {
  const servers = await startServers();
  let killed = 0;
  await fc.assert(
    fc.asyncProperty(choices(fc.integer({ min: 10, max: 100 })), async (choice) => {
      const story = await play(servers, choice);
      killed += story.killed;
      expect(await broken(story)).toEqual([]);
    }),
    { numRuns: 200, examples: [[againInMidRun]] },
  );
  expect(killed, "some died").toBeGreaterThan(20);
}, 900_000);

test("the rules notice a trigger that forgets what is to come again", async () => {
  const servers = await startServers();
  const forgetful: typeof trigger = async (parts, event) => {
    const answer = await trigger(parts, event);
    return "batchItemFailures" in answer ? { batchItemFailures: [] } : answer;
  };
  const noticed: string[] = [];
  for (let seed = 0; seed < 20 && noticed.length === 0; seed += 1) {
    // One copy of each event: whatever is forgotten is lost.
    const choice = { seed, corrections: 2, events: 9, batchSize: 50, invocations: 1 };
    const story = await play(servers, { ...choice, deaths: 0, refusals: 0, calls: 0 }, forgetful);
    noticed.push(...(await broken(story)));
  }
  expect(noticed).not.toEqual([]);
}, 120_000);

test("ten thousand events of one schedule: the same", async () => {
  const servers = await startServers();
  await fc.assert(
    fc.asyncProperty(choices(fc.constant(10_000)), async (choice) => {
      const story = await play(servers, { ...choice, batchSize: 1000 });
      expect(story.sent).toBeGreaterThanOrEqual(10_000);
      expect(await broken(story)).toEqual([]);
    }),
    { numRuns: 12 },
  );
}, 900_000);
