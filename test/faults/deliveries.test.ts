import { expect, test } from "vitest";
import { runId } from "../../configs/names.ts";
import { RUN_TIMEOUT_SECONDS } from "../../configs/state-machine.ts";
import { control } from "../../runtime/control/control.ts";
import { contentOf } from "../../runtime/trigger/event.ts";
import { trigger } from "../../runtime/trigger/trigger.ts";
import { batchOf, type Cloud, newCloud, STATE_MACHINE, wholeDelivery } from "../support/cloud.ts";
import { OriginalTrigger } from "./original/trigger.ts";

/**
 * K1 to K6: the same things happen to the original's trigger and to ours, which runs on loopback over S3, DynamoDB and
 * a stand-in for Step Functions. What the original makes of them is part of each test.
 */

const keys = Object.keys(wholeDelivery).map((name) => `raw/${name}`);
const LABELS = "raw/churn_label.csv";
const PRICES = "raw/price_history.csv";

/** Uploads are over, and their messages arrive. @returns the messages that are to come again */
async function arrive(cloud: Cloud, of: readonly string[] = keys): Promise<readonly string[]> {
  cloud.clock.now += 1_000_000;
  const answer = await trigger(cloud.trigger, batchOf(cloud.bucket, of));
  if (!("batchItemFailures" in answer)) throw new Error("A batch has a batch's answer.");
  return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

async function uploaded(): Promise<Cloud> {
  const cloud = await newCloud();
  await cloud.upload();
  await arrive(cloud);
  return cloud;
}

const executionsOf = ({ fake }: Cloud) => [...fake.executions.keys()];

/** The newest execution dies, its run being at work; EventBridge tells the control function. @returns its run */
async function die(cloud: Cloud): Promise<string> {
  const id = executionsOf(cloud).at(-1) ?? "";
  const execution = cloud.fake.executions.get(id);
  if (execution === undefined) throw new Error("Nothing was started.");
  execution.status = "FAILED";
  await control(cloud.control, {
    "detail-type": "Step Functions Execution Status Change",
    detail: {
      executionArn: `${STATE_MACHINE.replace(":stateMachine:", ":execution:")}:${id}`,
      stateMachineArn: STATE_MACHINE,
      name: id,
      status: "TIMED_OUT",
      input: execution.input,
    },
  });
  return id;
}

/** The books of the newest run are closed well. */
async function complete(cloud: Cloud): Promise<void> {
  const id = executionsOf(cloud).at(-1) ?? "";
  const lease = await cloud.manifest.leaseOf(runId(id));
  if (lease === undefined) throw new Error(`Run ${id} has no lease.`);
  await cloud.manifest.finish(lease, { state: "completed" });
}

test("K1: seven uploads are one run, and a second delivery waits until the first is done", async () => {
  const original = new OriginalTrigger();
  for (const key of keys) original.handle(key);
  expect(original.executions).toHaveLength(7);

  const cloud = await uploaded();
  expect(executionsOf(cloud)).toHaveLength(1);
  await cloud.upload({ "price_history.csv": "corrected" });
  expect(await arrive(cloud, [PRICES]), "its message comes again").toEqual(["m0"]);
  expect(executionsOf(cloud)).toHaveLength(1);
  await complete(cloud);
  await arrive(cloud, [PRICES]);
  expect(executionsOf(cloud)).toHaveLength(2);
});

test("K2: a run that failed can be asked for again, and a dead one keeps nobody waiting", async () => {
  const original = new OriginalTrigger();
  original.handle(LABELS);
  expect(original.handle(LABELS), "for ever: its run has failed").toBe("in_progress");

  const cloud = await uploaded();
  const dead = await die(cloud);
  expect(await cloud.manifest.holder(), "the lease is free").toBeUndefined();
  expect(await trigger(cloud.trigger, { source: "retrain", mode: "train", force: true })).toEqual({
    status: "started",
    run_id: dead.replace(/-1$/, "-2"),
  });

  const untold = await uploaded();
  await untold.upload({ "price_history.csv": "corrected" });
  untold.clock.now += 2 * RUN_TIMEOUT_SECONDS * 1000;
  await arrive(untold, [PRICES]);
  expect(executionsOf(untold), "nobody told of the end; the lease has ended").toHaveLength(2);
});

test("K3: a run that died stands in the books as failed, with its cause; late writes of it are refused", async () => {
  const original = new OriginalTrigger();
  original.handle(LABELS);
  expect(original.books.get(LABELS)?.status, "its run has failed, and nothing writes that").toBe("started");
  original.updateManifest("retrain/1");
  expect(original.books.get("retrain/1"), "an item without a run").toEqual({
    run_id: "",
    status: "completed",
  });

  const cloud = await uploaded();
  const [id = ""] = executionsOf(cloud);
  const lease = await cloud.manifest.leaseOf(runId(id));
  if (lease === undefined) throw new Error("The run is at work.");
  await die(cloud);
  const record = await cloud.manifest.run(runId(id));
  expect(record).toMatchObject({ id, state: "failed", startedAt: expect.any(String) });
  expect(record?.cause).not.toBe("");
  await trigger(cloud.trigger, { source: "retrain", mode: "train", force: true });
  await expect(cloud.manifest.finish(lease, { state: "completed" })).rejects.toThrow();
  expect(await cloud.manifest.run(runId(id))).toMatchObject({ state: "failed" });
});

test("K4: a corrected file under its old name is a delivery of its own", async () => {
  const original = new OriginalTrigger();
  original.handle(PRICES);
  original.updateManifest(PRICES);
  expect(original.handle(PRICES), "whatever the file holds by now").toBe("skipped");

  const cloud = await uploaded();
  await complete(cloud);
  await arrive(cloud, [PRICES]);
  expect(executionsOf(cloud), "the same content is the same delivery").toHaveLength(1);
  await cloud.upload({ "price_history.csv": "corrected" });
  await arrive(cloud, [PRICES]);
  const [first = "", second = ""] = executionsOf(cloud);
  expect(second).toMatch(/-1$/);
  expect(second).not.toBe(first);
});

test("K5: an execution that cannot be started is started when its message comes again", async () => {
  const original = new OriginalTrigger();
  original.failing = true;
  expect(() => original.handle(LABELS)).toThrow("ThrottlingException");
  original.failing = false;
  expect(original.handle(LABELS), "the second try finds the lock of the first").toBe("in_progress");
  expect(original.executions).toEqual([]);

  const cloud = await newCloud();
  await cloud.upload();
  cloud.fake.failing.set("StartExecution", "ThrottlingException");
  expect(await arrive(cloud, [LABELS])).toEqual(["m0"]);
  cloud.fake.failing.clear();
  expect(await arrive(cloud, [LABELS])).toEqual([]);
  const started = executionsOf(cloud);
  expect(started).toHaveLength(1);
  expect(await arrive(cloud, [LABELS]), "once more, and nothing more").toEqual([]);
  expect(executionsOf(cloud)).toEqual(started);
});

/** A space and an accent, as S3 writes them in its own notifications. */
const ENCODED = "raw/churn_label/parte+a%C3%B1o.csv";

test("K6: keys are decoded, and only files of a delivery start a run", async () => {
  const original = new OriginalTrigger();
  for (const key of ["raw/README.md", "raw/", ENCODED]) expect(original.handle(key)).toBe("started");
  expect(original.executions.map(({ file_key }) => file_key)).toContain(ENCODED);

  const cloud = await newCloud();
  await cloud.upload();
  expect(await arrive(cloud, ["raw/README.md", "raw/", "raw/.keep", "raw/invoice.pdf"])).toEqual([]);
  expect(executionsOf(cloud)).toEqual([]);
  await cloud.put("raw/churn_label/parte año.csv", "more rows");
  const notification = {
    eventSource: "aws:sqs",
    messageId: "m0",
    body: JSON.stringify({
      Records: [{ eventSource: "aws:s3", s3: { bucket: { name: cloud.bucket }, object: { key: ENCODED } } }],
    }),
  };
  expect(contentOf(notification)).toMatchObject({
    objects: [{ bucket: cloud.bucket, key: "raw/churn_label/parte año.csv" }],
  });
  cloud.clock.now += 1_000_000;
  await trigger(cloud.trigger, { Records: [notification] });
  const [id = ""] = executionsOf(cloud);
  const record = await cloud.manifest.run(runId(id));
  const delivery = record && (await cloud.manifest.delivery(record.delivery));
  expect(delivery?.files.map(({ name }) => name)).toContain("churn_label/parte año.csv");
});
