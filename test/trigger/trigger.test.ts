import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { COMPLETION_SECONDS, SETTLING_SECONDS } from "../../configs/functions.ts";
import { runId } from "../../configs/names.ts";
import { deliveryIdOf } from "../../runtime/manifest/identity.ts";
import { trigger } from "../../runtime/trigger/trigger.ts";
import { lookAtUpload } from "../../runtime/trigger/upload.ts";
import { batchOf, newCloud, STATE_MACHINE, wholeDelivery } from "../support/cloud.ts";
import { deliver, end, executions } from "../support/triggered.ts";

const names = Object.keys(wholeDelivery);

test("seven uploads start one execution, named after its run, with all that the state machine needs", async () => {
  const cloud = await newCloud();
  const files = [];
  for (const [name, text] of Object.entries(wholeDelivery))
    files.push({ name, digest: await cloud.put(`raw/${name}`, text) });
  expect(await deliver(cloud)).toEqual([]);
  const delivery = deliveryIdOf(files);
  expect(executions(cloud)).toEqual([`${delivery}-1`]);
  expect(JSON.parse(cloud.fake.executions.get(`${delivery}-1`)?.input ?? "")).toEqual({
    run_id: `${delivery}-1`,
    delivery_id: delivery,
    mode: "auto",
    as_of: "auto",
    experiment: "E5_full",
    sentiment: "lexicon",
    seed: 42,
  });
});

test("an incomplete upload starts nothing; its messages wait for the rest, and not for ever", async () => {
  const cloud = await newCloud();
  const { "churn_label.csv": labels = "", ...six } = wholeDelivery;
  await cloud.upload(six);
  expect(await deliver(cloud, ["raw/price_history.csv"])).toEqual(["m0"]);
  expect([executions(cloud), cloud.metrics]).toEqual([[], []]);
  expect(cloud.lines.join()).toContain('"missing":["churn_label"]');

  cloud.clock.now += COMPLETION_SECONDS * 1000;
  expect(await deliver(cloud, ["raw/price_history.csv"])).toEqual([]);
  expect(cloud.metrics, "people hear of it").toMatchObject([{ DeliveryIncomplete: 1, Environment: "dev" }]);
  await cloud.upload({ "churn_label.csv": labels });
  expect(await deliver(cloud, ["raw/churn_label.csv"])).toEqual([]);
  expect(executions(cloud)).toHaveLength(1);
});

test("while files are still coming, the messages come again", async () => {
  const cloud = await newCloud();
  await cloud.upload();
  cloud.clock.now = Date.now() + 10_000;
  expect(await deliver(cloud, ["raw/churn_label.csv"])).toEqual(["m0"]);
  expect(executions(cloud)).toEqual([]);
});

test("the file that came last decides whether more may come, not the one that is listed last", async () => {
  const cloud = await newCloud();
  await cloud.upload();
  const uploadedAt = Date.now();
  // Times of S3 may be whole seconds.
  await sleep(2100);
  const [first = ""] = names.toSorted();
  await cloud.upload({ [first]: "written again" });
  const { client, bucket } = cloud.trigger;
  const now = uploadedAt + SETTLING_SECONDS * 1000 + 500;
  expect(await lookAtUpload(client, bucket, { all: true, now })).toEqual({ state: "unsettled" });
});

test.each(["raw/README.md", "raw/", "raw/.DS_Store", "bronze/x/churn_label.csv"])(
  "%s wakes nothing: the upload is not even looked at",
  async (key) => {
    const cloud = await newCloud();
    await cloud.upload();
    expect(await deliver(cloud, [key])).toEqual([]);
    expect([executions(cloud), cloud.lines, cloud.metrics]).toEqual([[], [], []]);
  },
);

test("a message that cannot be read comes again, and holds nobody up", async () => {
  const cloud = await newCloud();
  await cloud.upload();
  const { Records } = batchOf(cloud.bucket, ["raw/churn_label.csv"]);
  const broken = { eventSource: "aws:sqs", messageId: "broken", body: "{" };
  const answer = await trigger(cloud.trigger, { Records: [broken, ...Records] });
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "broken" }] });
  expect(executions(cloud)).toHaveLength(1);
});

test("duplicates and late messages of a delivery start nothing more, whether its run is at work, done or failed", async () => {
  const cloud = await newCloud();
  await cloud.upload();
  await deliver(cloud);
  const [id = ""] = executions(cloud);
  expect(await deliver(cloud)).toEqual([]);
  await end(cloud, id, "completed");
  expect(await deliver(cloud)).toEqual([]);
  expect(executions(cloud)).toEqual([id]);

  await cloud.upload({ "price_history.csv": "corrected" });
  cloud.clock.now += 1_000_000;
  await deliver(cloud, ["raw/price_history.csv"]);
  const [, second = ""] = executions(cloud);
  await end(cloud, second, "failed");
  expect(await deliver(cloud, ["raw/price_history.csv"])).toEqual([]);
  expect(executions(cloud)).toEqual([id, second]);
});

test("a corrected file is a delivery of its own; one that arrives in mid-run waits for its turn", async () => {
  const cloud = await newCloud();
  await cloud.upload();
  await deliver(cloud);
  const [first = ""] = executions(cloud);
  await cloud.upload({ "price_history.csv": "corrected" });
  cloud.clock.now += 1_000_000;
  expect(await deliver(cloud, ["raw/price_history.csv"])).toEqual(["m0"]);
  await end(cloud, first, "completed");
  expect(await deliver(cloud, ["raw/price_history.csv"])).toEqual([]);
  expect(executions(cloud)).toHaveLength(2);
});

test("an execution that cannot be started keeps its run; the message comes again and starts it", async () => {
  const cloud = await newCloud();
  await cloud.upload();
  cloud.fake.failing.set("StartExecution", "ThrottlingException");
  expect(await deliver(cloud, ["raw/churn_label.csv"])).toEqual(["m0"]);
  expect(await cloud.manifest.holder(), "somebody else may have started it").toMatchObject({
    run: expect.stringMatching(/-1$/),
  });
  cloud.fake.failing.clear();
  expect(await deliver(cloud, ["raw/churn_label.csv"])).toEqual([]);
  expect(executions(cloud)).toEqual([expect.stringMatching(/-1$/)]);
});

test("a trigger that was killed between the claim and the start is made good by whoever comes next", async () => {
  const cloud = await newCloud();
  await cloud.upload();
  const upload = await lookAtUpload(cloud.client, cloud.bucket, { all: true, now: cloud.clock.now });
  if (upload.state !== "whole") throw new Error("The upload is whole.");
  const { files } = upload;
  // What a trigger has done until then.
  const { run } = await cloud.manifest.claim({
    delivery: { id: deliveryIdOf(files), files },
    request: { mode: "auto", asOf: null, experiment: "E5_full", seed: 42 },
    code: cloud.trigger.code,
    force: false,
    owner: { stateMachineArn: STATE_MACHINE },
  });
  // Another delivery's message comes first: it has to wait, but it sees to it that the run is started.
  await cloud.upload({ "price_history.csv": "corrected" });
  cloud.clock.now += 1_000_000;
  expect(await deliver(cloud, ["raw/price_history.csv"])).toEqual(["m0"]);
  expect(executions(cloud)).toEqual([run.id]);
});

test("the schedule trains on what is there, without waiting for labels; the same question is not asked twice", async () => {
  const cloud = await newCloud();
  const { "churn_label.csv": _, ...six } = wholeDelivery;
  await cloud.upload(six);
  const call = { source: "schedule", mode: "train" };
  const first = await trigger(cloud.trigger, call);
  expect(first).toMatchObject({ status: "started" });
  const [id = ""] = executions(cloud);
  expect(JSON.parse(cloud.fake.executions.get(id)?.input ?? "")).toMatchObject({ mode: "train", run_id: id });
  await end(cloud, id, "completed");
  expect(await trigger(cloud.trigger, call)).toEqual({ status: "skipped", run_id: id });
  expect(await trigger(cloud.trigger, { source: "retrain", mode: "train", force: true })).toMatchObject({
    status: "started",
  });
});

test("a failed delivery is tried again on request, as a new attempt under a new name", async () => {
  const cloud = await newCloud();
  await cloud.upload();
  await deliver(cloud);
  const [first = ""] = executions(cloud);
  await end(cloud, first, "failed");
  const again = await trigger(cloud.trigger, { source: "retrain", mode: "train" });
  expect(again).toEqual({ status: "started", run_id: first.replace(/1$/, "2") });
});

test("a name that an execution has used up before is passed over: the books were lost, the state machine was not", async () => {
  const cloud = await newCloud();
  await cloud.upload();
  await deliver(cloud);
  const [first = ""] = executions(cloud);
  const lost = await newCloud();
  for (const [name, text] of Object.entries(wholeDelivery)) await lost.put(`raw/${name}`, text);
  lost.fake.executions.set(first, { input: "{}", status: "SUCCEEDED" });
  await deliver(lost);
  expect(executions(lost)).toEqual([first, first.replace(/1$/, "2")]);
  expect(await lost.manifest.run(runId(first))).toMatchObject({ state: "failed", error: "ExecutionEnded" });
});

test("a request is not answered by a run whose execution has ended before its books were closed: it waits for them", async () => {
  const cloud = await newCloud();
  await cloud.upload();
  await deliver(cloud);
  const [id = ""] = executions(cloud);
  const execution = cloud.fake.executions.get(id);
  if (execution === undefined) throw new Error("The run has an execution.");
  execution.status = "ABORTED";
  expect(await deliver(cloud, ["raw/churn_label.csv"])).toEqual(["m0"]);
  await end(cloud, id, "failed");
  expect(await deliver(cloud, ["raw/churn_label.csv"])).toEqual([]);
  expect(executions(cloud)).toEqual([id]);
});

test("the log has a line of JSON for each answer, and nothing of the files' content", async () => {
  const cloud = await newCloud();
  await cloud.upload();
  await deliver(cloud);
  const [id = ""] = executions(cloud);
  const last: Record<string, unknown> = JSON.parse(cloud.lines.at(-1) ?? "");
  expect(last).toMatchObject({ level: "info", message: "Request answered", status: "started", run_id: id });
  expect(cloud.lines.join("\n")).not.toContain("rows of");
});
