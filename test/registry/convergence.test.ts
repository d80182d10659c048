import fc from "fast-check";
import { expect, test } from "vitest";
import { type ModelVersion, modelVersion } from "../../configs/names.ts";
import { InputError } from "../../runtime/errors.ts";
import { ChampionMoved } from "../../runtime/registry/registry.ts";
import type { Tell } from "../../runtime/registry/sagemaker-registry.ts";
import { type Mirror, newMirror, PARAMETER } from "../support/mirror.ts";
import { registration, writeModel } from "../support/models.ts";

/**
 * Whatever people, gates and faults do in whatever order: once all events have come, the lake, the packages and the
 * parameter say the same, and an approved model is champion or none is.
 */

const versions = [1, 2, 3, 4].map((number) => modelVersion(`0123456789a${number}-1`));
const version = fc.constantFrom(...versions);
const decided = fc.constantFrom("Approved" as const, "Rejected" as const, "PendingManualApproval" as const);
const tell: Tell = () => Promise.resolve();

const action = fc.oneof(
  { arbitrary: fc.record({ type: fc.constant("gate"), version, approved: fc.boolean() }), weight: 3 },
  { arbitrary: fc.record({ type: fc.constant("console"), version, status: decided }), weight: 4 },
  // An event in any order, repeated or stale: it names a package, and what is asked is what holds by then.
  { arbitrary: fc.record({ type: fc.constant("event"), version }), weight: 4 },
  { arbitrary: fc.record({ type: fc.constant("overlapping"), first: version, second: version }), weight: 2 },
  { arbitrary: fc.record({ type: fc.constant("command"), version, approved: fc.boolean() }), weight: 2 },
  { arbitrary: fc.record({ type: fc.constant("rollback") }), weight: 1 },
  { arbitrary: fc.record({ type: fc.constant("repair") }), weight: 1 },
  // The function dies after so many calls of SageMaker, or a call is refused.
  { arbitrary: fc.record({ type: fc.constant("fault"), after: fc.nat(5) }), weight: 2 },
);
type Action = typeof action extends fc.Arbitrary<infer Each> ? Each : never;

class Killed extends Error {}

/** What a person or the state machine is told; anything else is a fault of ours. */
async function orRefused(work: Promise<unknown>): Promise<void> {
  await work.catch((thrown: unknown) => {
    if (!(thrown instanceof InputError || thrown instanceof ChampionMoved || thrown instanceof Killed))
      throw thrown;
  });
}

async function perform(mirror: Mirror, done: Action): Promise<void> {
  const { registry, lakeRegistry, fake, lake } = mirror;
  const follow = async (of: ModelVersion) => orRefused(registry.follow(await mirror.arnOf(of), tell));
  switch (done.type) {
    case "gate": {
      if ((await registry.get(done.version)) !== undefined) return;
      const seen = await registry.champion();
      await writeModel(lake, done.version);
      const registered = registration(done.version, done.approved ? "approved" : "rejected");
      await orRefused(
        registry
          .register(registered)
          .then(() => (done.approved ? registry.promote(done.version, seen) : undefined)),
      );
      return;
    }
    case "console": {
      const arn = await mirror.arnOf(done.version);
      if (fake.packages.has(arn)) fake.registry.decide(arn, done.status);
      return;
    }
    case "event":
      return follow(done.version);
    case "overlapping":
      await Promise.all([follow(done.first), follow(done.second), follow(done.first)]);
      return;
    case "command":
      return orRefused(
        done.approved
          ? lakeRegistry.approve(done.version, "By command.")
          : lakeRegistry.dismiss(done.version, "By command."),
      );
    case "rollback":
      return orRefused(registry.rollback("Made up"));
    case "repair":
      return orRefused(registry.repair(tell));
    case "fault": {
      let left = done.after;
      mirror.hooks.before = () => (left-- > 0 ? Promise.resolve() : Promise.reject(new Killed()));
      return;
    }
  }
}

async function agreement(mirror: Mirror) {
  const { registry, fake, lake } = mirror;
  const champion = await registry.champion();
  expect(fake.parameters.get(PARAMETER) ?? "none").toBe(champion?.version ?? "none");
  if (champion !== undefined) expect((await registry.get(champion.version))?.decision).toBe("approved");
  for (const each of versions) {
    const decision = (await registry.get(each))?.decision;
    if (decision === undefined) continue;
    const shown = { approved: "Approved", rejected: "Rejected" }[decision];
    expect([shown, "PendingManualApproval"]).toContain(await mirror.status(each));
    expect(fake.packages.get(await mirror.arnOf(each))?.["CustomerMetadataProperties"]).toMatchObject({
      decision,
    });
  }
  // One package a version, whatever broke off.
  expect(fake.packages.size).toBe((await lake.list("models/")).items.length);
}

test("all books agree in the end, and the champion is approved at every step", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 25 }), async (actions) => {
      const mirror = await newMirror();
      // Two champions and a refused model to begin with: of an empty registry, most actions are about nothing.
      for (const [index, each] of versions.slice(0, 3).entries())
        await perform(mirror, { type: "gate", version: each, approved: index < 2 });
      for (const each of actions) {
        const faulty = mirror.hooks.before !== undefined;
        await perform(mirror, each);
        // A fault concerns the action that follows it.
        if (faulty) delete mirror.hooks.before;
        const champion = await mirror.registry.champion();
        if (champion !== undefined)
          expect((await mirror.registry.get(champion.version))?.decision).toBe("approved");
      }
      delete mirror.hooks.before;
      // EventBridge has delivered everything, and the next run has begun.
      for (const each of versions) await mirror.registry.follow(await mirror.arnOf(each), tell);
      await mirror.registry.repair(tell);
      await agreement(mirror);
      // Nothing is left to be done, so that our own events end here.
      const before = mirror.fake.asked.length;
      await mirror.registry.repair(tell);
      expect(mirror.fake.asked.slice(before).filter((name) => !/^(Describe|Get)/.test(name))).toEqual([]);
    }),
    { numRuns: 40 },
  );
}, 240_000);
