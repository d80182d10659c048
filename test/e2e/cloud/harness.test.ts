import { expect, onTestFinished, test } from "vitest";
import { CloudHarness } from "../../support/cloud-harness/harness.ts";
import type { Hooks, ServiceCall } from "../../support/cloud-harness/hooks.ts";
import type { HarnessOptions } from "../../support/cloud-harness/options.ts";
import { ServiceError } from "../../support/cloud-harness/service-error.ts";
import { toyDelivery, toyImage } from "../../support/cloud-harness/toy-image.ts";

/** The harness itself: what it plays goes wrong in the ways of the services, and the code under test answers. */

function start(hooks: Hooks, options: Partial<HarnessOptions> = {}): Promise<CloudHarness> {
  return CloudHarness.start({ atEnd: onTestFinished, image: toyImage(), hooks, ...options });
}

async function runOf(cloud: CloudHarness) {
  await cloud.upload(toyDelivery);
  await cloud.settled();
  const [run] = cloud.runs;
  if (run === undefined) throw new Error("Nothing ran.");
  return { run, book: await cloud.manifest.run(run) };
}

test("a container that is killed is started again under another name, and its run completes", async () => {
  const jobs: string[] = [];
  let killed = 0;
  const cloud = await start({
    before: (call) => void (call.service === "job" && jobs.push(call.state)),
    process: (call, process) => {
      if (call.service !== "job" || call.state !== "Gold") return;
      killed += 1;
      process.kill("SIGKILL");
    },
  });
  const { run, book } = await runOf(cloud);
  expect(killed).toBe(1);
  expect(jobs.slice(0, 4)).toEqual(["Bronze", "Silver", "Gold", "GoldAgain"]);
  expect(book).toMatchObject({ state: "completed" });
  const names = new Set(
    cloud.recording.said.map(({ place }) => place).filter((place) => place.includes(run)),
  );
  expect([...names].filter((name) => name.includes("-gold-"))).toHaveLength(1);
});

test("a function whose process dies, and one whose answer is lost, are called again", async () => {
  const failed = new Set<string>();
  const once = (call: ServiceCall, state: string) => {
    const due = call.service === "control" && call.state === state && !failed.has(state);
    if (due) failed.add(state);
    return due;
  };
  const cloud = await start({
    process: (call, process) => {
      if (once(call, "ResolveDelivery")) process.kill("SIGKILL");
    },
    after: (call) => {
      if (once(call, "Complete")) throw new ServiceError("Lambda.SdkClientException", "The answer was lost.");
    },
  });
  const { run, book } = await runOf(cloud);
  expect([...failed]).toEqual(["ResolveDelivery", "Complete"]);
  expect(cloud.endOf(run)).toEqual({ status: "SUCCEEDED" });
  expect(book).toMatchObject({ state: "completed" });
});

test("where SageMaker has no machine, the state machine's wait is short here, and the run completes", async () => {
  const cloud = await start({
    before: (call) => {
      if (call.service === "job" && call.state === "Bronze") throw noMachine;
    },
  });
  const { book } = await runOf(cloud);
  expect(book).toMatchObject({ state: "completed" });
  expect(cloud.recording.of("history").join("\n")).toContain('"name":"BronzeFull","type":"Wait"');
});

const noMachine = new ServiceError(
  "States.TaskFailed",
  JSON.stringify({ ProcessingJobStatus: "Failed", FailureReason: "CapacityError: Unable to provision it." }),
);

test("an execution that a person stops is told to the control function, which closes the run's books", async () => {
  let stopped: Promise<void> | undefined;
  const cloud = await start({
    process: (call) => {
      if (call.service === "job" && call.state === "Silver") stopped = cloud.abort(call.run);
    },
  });
  const { run, book } = await runOf(cloud);
  await stopped;
  expect(cloud.endOf(run)).toEqual({ status: "ABORTED" });
  expect(book).toMatchObject({ state: "failed", error: "ExecutionAborted" });
  expect(await cloud.manifest.holder()).toBeUndefined();
});

test("what the trigger fails at again and again is put aside, and nothing ran", async () => {
  const attempts: number[] = [];
  const cloud = await start(
    {
      before: (call) => {
        if (call.service !== "trigger") return;
        attempts.push(call.attempt);
        throw new ServiceError("Lambda.TooManyRequestsException", "Rate exceeded.");
      },
    },
    { queue: { visibilitySeconds: 1, maxReceiveCount: 2 } },
  );
  await cloud.upload({ "churn_label.csv": "customer_id,churn\n" });
  await cloud.settled();
  expect(attempts).toEqual([0, 1]);
  expect(await cloud.deadLetters()).toBe(1);
  expect(cloud.runs).toEqual([]);
});

test("an upload is waited for until it has been quiet, and the clock decides", async () => {
  const cloud = await start({}, { settleMs: 3_600_000 });
  await cloud.upload(toyDelivery);
  await expect(cloud.settled(2_500)).rejects.toThrow("does not come to rest");
  expect(cloud.runs).toEqual([]);
  cloud.advance(3_600_000);
  await cloud.settled();
  expect(cloud.runs).toHaveLength(1);
});
