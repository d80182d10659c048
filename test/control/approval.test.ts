import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { type ModelVersion, modelVersion } from "../../configs/names.ts";
import { type ControlParts, control } from "../../runtime/control/control.ts";
import type { Cloud } from "../support/cloud.ts";
import { writeModel } from "../support/models.ts";
import { eventOf, type FakeUser } from "../support/sagemaker-fake.ts";
import { evaluation, nextRun, plan, startedRun } from "../support/started-run.ts";

/** A person sets a package's status in SageMaker's console, and EventBridge tells the control function. */

const PARAMETER = "/spanishgas-dev/champion";

/** A run whose model the gate has judged, and its package. */
async function judgedRun(promoted: boolean, before?: Cloud) {
  const { cloud, id, call } = before === undefined ? await startedRun() : await nextRun(before);
  const version = modelVersion(id);
  await call("ResolveDelivery");
  await cloud.put(`models/${id}/evaluation/evaluation.json`, evaluation(promoted));
  await writeModel(cloud.lake, version);
  await call(promoted ? "Register" : "Reject", plan("train", "none"));
  const arn = await packageOf(cloud, version);
  return { cloud, version, call, arn };
}

/** The same, its books closed, so that another run may begin. */
async function endedRun(promoted: boolean, before?: Cloud) {
  const run = await judgedRun(promoted, before);
  await run.call(promoted ? "Complete" : "MarkRejected", plan("train", promoted ? run.version : "none"));
  return run;
}

async function packageOf(cloud: Cloud, version: ModelVersion): Promise<string> {
  const stored = await cloud.lake.read(`models/${version}/model_package.json`);
  return JSON.parse(stored?.text ?? "{}").arn;
}

async function decide(
  cloud: Cloud,
  arn: string,
  status: "Approved" | "Rejected",
  { words, by }: { readonly words?: string; readonly by?: FakeUser } = {},
) {
  cloud.fake.registry.decide(arn, status, words, by);
  await control(cloud.control, eventOf(arn, status));
}

const statusOf = (cloud: Cloud, arn: string) => cloud.fake.packages.get(arn)?.["ModelApprovalStatus"];
const championOf = async (cloud: Cloud) => (await cloud.control.registry.champion())?.version;
const subjects = (cloud: Cloud) => cloud.fake.published.map(({ subject }) => subject);

test("a refused model that a person approves is champion; people are told, and how to score with it", async () => {
  const { cloud, version, arn } = await endedRun(false);
  await decide(cloud, arn, "Approved", { words: "Known outage in the labels." });
  expect(await championOf(cloud)).toBe(version);
  expect(cloud.fake.parameters.get(PARAMETER)).toBe(version);
  expect((await cloud.control.registry.get(version))?.reasons.at(-1)).toMatch(
    /^Decided in SageMaker's console at \S+: Known outage in the labels\.$/,
  );
  const [{ subject, message } = { subject: "", message: "" }] = cloud.fake.published;
  expect(subject).toBe(`spanishgas dev: champion changed (${version})`);
  expect(message).toContain(`The champion is now ${version}; the next run scores with it.`);
  expect(message).toContain("What to do: ");
  // The words of a person stay out of the log.
  expect(cloud.lines.join("\n")).not.toContain("outage");
});

const iam = (Arn: string): FakeUser => ({ IamIdentity: { Arn } });

test.each([
  [
    "a profile of Studio",
    { ...iam("arn:aws:sts::000000000000:assumed-role/studio/SageMaker"), UserProfileName: "a-profile" },
    "a-profile",
  ],
  ["the session of a role", iam("arn:aws:sts::000000000000:assumed-role/analysts/an.analyst"), "an.analyst"],
  ["a user", iam("arn:aws:iam::000000000000:user/team/a.user"), "a.user"],
  ["the account's root", iam("arn:aws:iam::000000000000:root"), "root"],
])("who decided in the console is noted and told: %s", async (_, by, name) => {
  const { cloud, version, arn } = await endedRun(false);
  await decide(cloud, arn, "Approved", { by });
  await decide(cloud, arn, "Rejected", { by });
  expect((await cloud.control.registry.get(version))?.history).toMatchObject([
    { decision: "approved", by: name },
    { decision: "rejected", by: name },
  ]);
  expect(cloud.fake.published.map(({ message }) => message.split(". ")[0])).toEqual([
    `Model ${version} was approved in SageMaker's console by ${name}`,
    `Model ${version} was rejected in SageMaker's console by ${name}`,
  ]);
});

test("a decision of whom SageMaker does not name is noted as the console's, never as the pipeline's", async () => {
  const { cloud, version, arn } = await endedRun(false);
  await decide(cloud, arn, "Approved", { by: {} });
  expect((await cloud.control.registry.get(version))?.history).toMatchObject([{ by: "SageMaker console" }]);
  expect(cloud.fake.published[0]?.message).toContain(
    "was approved in SageMaker's console. The champion is now",
  );
});

test("the events of our own changes, repeated and stale ones change nothing and tell nobody", async () => {
  const { cloud, arn, version } = await endedRun(false);
  for (const status of ["Rejected", "Approved", "PendingManualApproval"])
    await control(cloud.control, eventOf(arn, status));
  expect(await championOf(cloud)).toBeUndefined();
  await decide(cloud, arn, "Approved");
  const asked = cloud.fake.asked.filter((name) => name === "UpdateModelPackage").length;
  for (const status of ["Approved", "Rejected", "Approved"])
    await control(cloud.control, eventOf(arn, status));
  expect(cloud.fake.asked.filter((name) => name === "UpdateModelPackage")).toHaveLength(asked);
  expect(await championOf(cloud)).toBe(version);
  expect(subjects(cloud)).toHaveLength(1);
});

test("a champion that a person rejects makes way for the one of before, and the last one for none: the next run trains", async () => {
  const first = await endedRun(true);
  const { cloud } = first;
  const second = await endedRun(true, cloud);
  expect(await championOf(cloud)).toBe(second.version);
  await decide(cloud, second.arn, "Rejected", { words: "Complaints." });
  expect(await championOf(cloud)).toBe(first.version);
  await decide(cloud, first.arn, "Rejected", { words: "Complaints." });
  expect(await championOf(cloud)).toBeUndefined();
  expect(cloud.fake.parameters.get(PARAMETER)).toBe("none");
  expect(subjects(cloud)).toEqual(
    [second.version, first.version].map((id) => `spanishgas dev: champion changed (${id})`),
  );
  expect(cloud.fake.published[1]?.message).toContain("the next run trains one");
  const { call } = await nextRun(cloud);
  expect(await call("ResolveDelivery")).toMatchObject({ mode: "train", champion: { exists: false } });
});

test("a model that is no champion is rejected without a word to anybody", async () => {
  const first = await endedRun(true);
  const { cloud } = first;
  const second = await endedRun(true, cloud);
  await decide(cloud, first.arn, "Rejected", { words: "Replaced." });
  expect((await cloud.control.registry.get(first.version))?.decision).toBe("rejected");
  expect(await championOf(cloud)).toBe(second.version);
  expect(subjects(cloud)).toEqual([]);
});

test("a model whose files are gone is not approved: its package shows so, and people are told what to do", async () => {
  const { cloud, arn, version } = await endedRun(false);
  const Key = `models/${version}/artifact/model.ubj`;
  await cloud.client.send(new DeleteObjectCommand({ Bucket: cloud.bucket, Key }));
  await decide(cloud, arn, "Approved");
  expect(await championOf(cloud)).toBeUndefined();
  expect(statusOf(cloud, arn)).toBe("Rejected");
  expect(subjects(cloud)).toEqual([`spanishgas dev: decision refused (${version})`]);
  expect(cloud.fake.published[0]?.message).toContain("Bring its files back from a backup");
  await control(cloud.control, eventOf(arn, "Rejected"));
  expect(subjects(cloud)).toHaveLength(1);
});

test("a package that somebody else made, or that is gone, is refused and logged", async () => {
  const { cloud, arn } = await endedRun(false);
  const foreign = arn.replace(/\d+$/, "77");
  cloud.fake.packages.set(foreign, {
    ModelPackageGroupName: "spanishgas-dev-churn",
    ModelApprovalStatus: "Approved",
  });
  await control(cloud.control, eventOf(foreign, "Approved"));
  await control(cloud.control, eventOf(arn.replace(/\d+$/, "78"), "Approved"));
  expect(cloud.lines.join("\n")).toContain("A package that is none of ours was changed");
  expect(await championOf(cloud)).toBeUndefined();
});

test("a model that is approved while a run is at work: the run fails, and a new one compares with the new champion", async () => {
  const refused = await endedRun(false);
  const { cloud } = refused;
  const { id, call } = await nextRun(cloud);
  await call("ResolveDelivery");
  await cloud.put(`models/${id}/evaluation/evaluation.json`, evaluation(true));
  await decide(cloud, refused.arn, "Approved");
  const registering = call("Register", plan("train", "none"));
  await expect(registering).rejects.toMatchObject({ name: "ChampionMoved" });
  expect(await championOf(cloud)).toBe(refused.version);
  await call("MarkFailed", { error: { Error: "ChampionMoved", Cause: "It moved." } });
  const again = await nextRun(cloud);
  expect(await again.call("ResolveDelivery")).toMatchObject({ champion: { version: refused.version } });
});

test("a decision whose event was lost is followed when the next run begins, before it looks at the champion", async () => {
  const { cloud, arn, version } = await endedRun(false);
  cloud.fake.registry.decide(arn, "Approved", "Known outage.");
  const { call } = await nextRun(cloud);
  expect(await call("ResolveDelivery")).toMatchObject({ champion: { exists: true, version } });
  expect(subjects(cloud)).toEqual([`spanishgas dev: champion changed (${version})`]);
});

test("a registry that does not answer keeps no run from its work", async () => {
  const { cloud, version } = await endedRun(true);
  cloud.fake.failing.set("DescribeModelPackage", "InternalFailure");
  const { call } = await nextRun(cloud);
  expect(await call("ResolveDelivery")).toMatchObject({ champion: { version } });
  expect(cloud.lines.join("\n")).toContain("The registry in SageMaker was not repaired");
});

test("an alert that cannot be kept is: the decision is taken up again, and told then", async () => {
  const { cloud, arn, version } = await endedRun(false);
  const { lake } = cloud.control;
  const full: ControlParts["lake"] = {
    location: lake.location,
    exists: (path) => lake.exists(path),
    list: (prefix, page) => lake.list(prefix, page),
    read: (path) => lake.read(path),
    write: (path, text, condition) =>
      path.includes("/alerts/")
        ? Promise.reject(new Error("No space is left."))
        : lake.write(path, text, condition),
  };
  cloud.fake.registry.decide(arn, "Approved");
  const event = eventOf(arn, "Approved");
  await expect(control({ ...cloud.control, lake: full }, event)).rejects.toThrow("No space is left.");
  expect(await championOf(cloud)).toBe(version);
  await control(cloud.control, event);
  expect(subjects(cloud)).toEqual([`spanishgas dev: champion changed (${version})`]);
});

test("an alert that cannot be published does not take the decision back", async () => {
  const { cloud, arn, version } = await endedRun(false);
  cloud.fake.failing.set("Publish", "AuthorizationError");
  await decide(cloud, arn, "Approved");
  expect(await championOf(cloud)).toBe(version);
  expect(statusOf(cloud, arn)).toBe("Approved");
  expect(cloud.lines.join("\n")).toContain("A decision's alert was not published");
});
