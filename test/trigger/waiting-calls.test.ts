import { expect, test } from "vitest";
import { trigger } from "../../runtime/trigger/trigger.ts";
import { type Cloud, newCloud } from "../support/cloud.ts";
import { again, deliver, end, executions } from "../support/triggered.ts";

/** Direct calls that find a run at work, or an upload that goes on. */

const weekly = { source: "schedule", mode: "train" } as const;
const forced = { source: "retrain", mode: "score", force: true } as const;

/** A cloud with a run at work. @returns it, and the run */
async function atWork(): Promise<{ cloud: Cloud; run: string }> {
  const cloud = await newCloud();
  await cloud.upload();
  await deliver(cloud);
  const [run = ""] = executions(cloud);
  return { cloud, run };
}

test("the weekly call that finds a run at work waits in the queue, and trains when the run has ended", async () => {
  const { cloud, run } = await atWork();
  expect(await trigger(cloud.trigger, weekly)).toEqual({ status: "queued", reason: `run ${run} is at work` });
  const messages = await cloud.queue.take();
  expect(messages.Records, "one copy").toHaveLength(1);
  const ids = messages.Records.map(({ messageId }) => messageId);

  // While the run is at work the message comes again, and no second copy is made.
  expect(again(await trigger(cloud.trigger, messages))).toEqual(ids);
  expect((await cloud.queue.take()).Records).toEqual([]);
  await end(cloud, run, "completed");
  cloud.clock.now += 400_000;
  expect(again(await trigger(cloud.trigger, messages))).toEqual([]);
  const [, second = ""] = executions(cloud);
  expect(JSON.parse(cloud.fake.executions.get(second)?.input ?? "")).toMatchObject({ mode: "train" });
});

test("a call while an upload goes on waits too", async () => {
  const cloud = await newCloud();
  await cloud.upload();
  cloud.clock.now = Date.now() + 10_000;
  expect(await trigger(cloud.trigger, weekly)).toEqual({ status: "queued", reason: "the upload goes on" });
  const messages = await cloud.queue.take();
  cloud.clock.now += 120_000;
  expect(again(await trigger(cloud.trigger, messages))).toEqual([]);
  expect(executions(cloud)).toHaveLength(1);
});

test.each(["completed", "failed"] as const)(
  "a forced call that waited makes one run, however often its message comes; it %s",
  async (ending) => {
    const { cloud, run } = await atWork();
    await trigger(cloud.trigger, forced);
    const messages = await cloud.queue.take();
    await end(cloud, run, "completed");
    cloud.clock.now += 400_000;
    expect(again(await trigger(cloud.trigger, messages))).toEqual([]);
    const [, second = ""] = executions(cloud);
    cloud.clock.now += 400_000;
    expect(again(await trigger(cloud.trigger, messages)), "while it is at work").toEqual([]);
    await end(cloud, second, ending);
    cloud.clock.now += 400_000;
    expect(again(await trigger(cloud.trigger, messages)), "when it has ended").toEqual([]);
    expect(executions(cloud)).toEqual([run, second]);
    // The same call from a person is another question: by force it runs again.
    expect(await trigger(cloud.trigger, forced)).toMatchObject({ status: "started" });
  },
);

test("uploads and calls of one batch are answered apart: an upload starts, the call comes again", async () => {
  const { cloud, run } = await atWork();
  await trigger(cloud.trigger, weekly);
  await trigger(cloud.trigger, weekly);
  await trigger(cloud.trigger, forced);
  const { Records: calls } = await cloud.queue.take();
  await end(cloud, run, "completed");
  await cloud.upload({ "price_history.csv": "corrected" });
  cloud.clock.now += 1_000_000;
  const upload = {
    eventSource: "aws:sqs",
    messageId: "upload",
    body: JSON.stringify({
      "detail-type": "Object Created",
      detail: { bucket: { name: cloud.bucket }, object: { key: "raw/price_history.csv" } },
    }),
  };
  const answer = await trigger(cloud.trigger, { Records: [...calls, upload] });
  expect(again(answer).toSorted()).toEqual(calls.map(({ messageId }) => messageId).toSorted());
  expect(executions(cloud)).toHaveLength(2);
});

test("a call that cannot be kept is an error: who called tries again", async () => {
  const { cloud } = await atWork();
  const parts = {
    ...cloud.trigger,
    waitingCalls: { put: async () => Promise.reject(new Error("The queue is away.")) },
  };
  await expect(trigger(parts, weekly)).rejects.toThrow("The queue is away.");
});
