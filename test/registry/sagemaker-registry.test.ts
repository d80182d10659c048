import { expect, test } from "vitest";
import { modelVersion } from "../../configs/names.ts";
import type { Followed } from "../../runtime/registry/sagemaker-registry.ts";
import { never, newMirror, PARAMETER } from "../support/mirror.ts";
import { registration, writeModel } from "../support/models.ts";

const v1 = modelVersion("0123456789aa-1");
const v2 = modelVersion("0123456789bb-1");

test("what SageMaker does not take is left out of the request: line ends, commas, long texts, half characters", async () => {
  const { registry, fake } = await newMirror();
  await registry.register({
    ...registration(v1),
    reasons: [`PR-AUC is 0.61 (below 0.70),\nrecall "too";`, "🔥".repeat(600)],
    labels: null,
    metrics: Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`metric${index}`, index])),
  });
  // The stand-in holds the request against the reference, and refuses it otherwise.
  const [[arn, model] = ["", {}]] = fake.packages;
  expect(model).toMatchObject({
    Domain: "MACHINE_LEARNING",
    Task: "CLASSIFICATION",
    MetadataProperties: {
      GeneratedBy: `arn:aws:states:eu-west-1:000000000000:execution:spanishgas-dev-pipeline:${v1}`,
    },
    CustomerMetadataProperties: {
      version: v1,
      run_id: v1,
      delivery_id: "d1",
      decision: "approved",
      reasons: "PR-AUC is 0.61  below 0.70 recall  too",
      model_card: expect.stringMatching(/^s3:\/\/.+\/evaluation\/card\.json$/),
      metric0: "0",
    },
  });
  expect(Object.keys(Object(model["CustomerMetadataProperties"]))).toHaveLength(50);
  // The longer request of an update is taken, too.
  fake.registry.decide(arn, "Rejected", "No.");
  await registry.follow(arn, () => Promise.resolve());
  expect(fake.packages.get(arn)).toMatchObject({
    ApprovalDescription: expect.stringMatching(/^Decided in SageMaker's console at \S+: No\. /),
  });
});

test("a package whose making was interrupted is found again among others, with other words too", async () => {
  const { registry, fake, lake, lakeRegistry, hooks, arnOf } = await newMirror();
  for (let number = 1; number <= 4; number++)
    await registry.register(registration(modelVersion(`0123456789c${number}-1`)));
  hooks.after = (call) => (call === "add" ? Promise.reject(new Error("Killed.")) : Promise.resolve());
  await expect(registry.register(registration(v1))).rejects.toThrow("Killed.");
  delete hooks.after;
  expect(await lake.read(`models/${v1}/model_package.json`)).toBeUndefined();
  // Another decision meanwhile: another request, so that its token is another one.
  await lakeRegistry.dismiss(v1, "Complaints.");
  await registry.repair(never);
  expect(fake.packages.size).toBe(5);
  expect(fake.packages.get(await arnOf(v1))).toMatchObject({ ModelApprovalStatus: "Rejected" });
});

test("a rejected first champion is withdrawn from the parameter, too", async () => {
  const { registry, fake, status } = await newMirror();
  await registry.register(registration(v1));
  await registry.promote(v1, undefined);
  expect(fake.parameters.get(PARAMETER)).toBe(v1);
  await registry.reject(v1, "Complaints.");
  expect([fake.parameters.get(PARAMETER), await status(v1)]).toEqual(["none", "Rejected"]);
});

test("a decision and a champion that were changed in the lake alone are shown by the next repair", async () => {
  const { registry, lakeRegistry, lake, fake, status } = await newMirror();
  await registry.register(registration(v1));
  await registry.promote(v1, undefined);
  await lakeRegistry.register(registration(v2, "rejected"));
  await writeModel(lake, v2);
  await lakeRegistry.approve(v2, "Overruled.");
  await lakeRegistry.dismiss(v1, "Complaints.");
  await registry.repair(never);
  expect([await status(v1), await status(v2)]).toEqual(["Rejected", "Approved"]);
  expect(fake.parameters.get(PARAMETER)).toBe(v2);
  const before = fake.asked.length;
  await registry.repair(never);
  // Where all agree, it only looks.
  expect(fake.asked.slice(before)).toEqual(["DescribeModelPackage", "DescribeModelPackage", "GetParameter"]);
});

test("repair looks at the newest versions and the champion, however many there are", async () => {
  const { registry, fake } = await newMirror();
  const versions = Array.from({ length: 14 }, (_, index) =>
    modelVersion(`0123456789${String(index).padStart(2, "0")}-1`),
  );
  for (const [index, version] of versions.entries())
    await registry.register({
      ...registration(version),
      registeredAt: `2024-12-31T12:00:${String(index).padStart(2, "0")}.000Z`,
    });
  await registry.promote(versions[0] ?? v1, undefined);
  const before = fake.asked.length;
  await registry.repair(never);
  expect(fake.asked.slice(before).filter((name) => name === "DescribeModelPackage")).toHaveLength(11);
});

test("two packages of one version: the one that the lake names is ours, the other one is followed by nobody", async () => {
  const mirror = await newMirror();
  const { registry, fake } = mirror;
  await registry.register(registration(v1, "rejected"));
  const copy = mirror.copy(v1);
  fake.registry.decide(copy, "Approved");
  const told: Followed[] = [];
  expect(await registry.follow(copy, async (followed) => void told.push(followed))).toBe(false);
  expect(told).toMatchObject([{ outcome: "refused", version: v1, why: expect.stringContaining(copy) }]);
  expect((await registry.get(v1))?.decision).toBe("rejected");
});

test.each([
  [1, "followed"],
  [2, "refused"],
] as const)(
  "a champion that moves %d times while a decision is followed: it is %s",
  async (moves, outcome) => {
    const { registry, lakeRegistry, lake, fake, hooks, arnOf, status } = await newMirror();
    await registry.register(registration(v1));
    await registry.promote(v1, undefined);
    await registry.register(registration(v2, "rejected"));
    await writeModel(lake, v2);
    const arn = await arnOf(v2);
    fake.registry.decide(arn, "Approved", "Known outage.");
    // The first look only finds out which version it is; the others are followed by an approval.
    let looks = 0;
    hooks.after = async (call) => {
      if (call !== "describe" || looks++ === 0 || looks > moves + 1) return;
      const next = modelVersion(`0123456789d${looks}-1`);
      await lakeRegistry.register(registration(next));
      await lakeRegistry.promote(next, await lakeRegistry.champion());
    };
    const told: Followed[] = [];
    await registry.follow(arn, async (followed) => void told.push(followed));
    expect(told).toMatchObject([{ outcome }]);
    expect(await status(v2)).toBe("Approved");
    expect((await registry.champion())?.version === v2).toBe(outcome === "followed");
    expect(fake.parameters.get(PARAMETER)).toBe((await registry.champion())?.version);
    delete hooks.after;
    await registry.follow(arn, never);
  },
);

test("a decision that broke off before it was shown is followed again, told again, and noted once", async () => {
  const { registry, lake, fake, hooks, arnOf } = await newMirror();
  await registry.register(registration(v2));
  await registry.promote(v2, undefined);
  await registry.register(registration(v1, "rejected"));
  await writeModel(lake, v1);
  const arn = await arnOf(v1);
  fake.registry.decide(arn, "Approved", "Known outage.");
  hooks.before = (call) => (call === "show" ? Promise.reject(new Error("Throttled.")) : Promise.resolve());
  const told: Followed[] = [];
  const tell = async (followed: Followed) => void told.push(followed);
  await expect(registry.follow(arn, tell)).rejects.toThrow("Throttled.");
  delete hooks.before;
  await registry.follow(arn, tell);
  await registry.follow(arn, never);
  expect(told).toMatchObject([
    { before: v2, now: v1 },
    { before: v2, now: v1 },
  ]);
  expect((await registry.get(v1))?.reasons).toEqual([
    "PR-AUC is high enough.",
    expect.stringMatching(/^Decided in SageMaker's console at \d{4}-\S+Z: Known outage\.$/),
  ]);
});

test("the event of a package that comes before its ARN is kept tells nobody: nobody has decided anything", async () => {
  const { registry, lakeRegistry, packages } = await newMirror();
  await lakeRegistry.register(registration(v1));
  const arn = await packages.add(registration(v1));
  expect(await registry.follow(arn, never)).toBe(false);
});

test("a package that a person has deleted stays deleted, and a status that waits is no decision", async () => {
  const { registry, fake, arnOf, status } = await newMirror();
  await registry.register(registration(v1));
  await registry.register(registration(v2));
  fake.registry.decide(await arnOf(v2), "PendingManualApproval");
  fake.packages.delete(await arnOf(v1));
  await registry.repair(never);
  expect(fake.packages.size).toBe(1);
  expect(await status(v2)).toBe("PendingManualApproval");
  expect((await registry.get(v2))?.decision).toBe("approved");
});
