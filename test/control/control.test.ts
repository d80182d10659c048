import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import type { Json } from "../../configs/asl.ts";
import { stepFactsKey } from "../../configs/container.ts";
import { runId } from "../../configs/names.ts";
import type { ControlState } from "../../configs/state-machine.ts";
import { control } from "../../runtime/control/control.ts";
import { trigger } from "../../runtime/trigger/trigger.ts";
import { batchOf, type Cloud, IMAGE, newCloud } from "../support/cloud.ts";

/** A cloud in which an upload has started a run. */
async function startedRun(cloud?: Cloud) {
  const here = cloud ?? (await newCloud());
  if (cloud === undefined) await here.upload();
  await trigger(here.trigger, batchOf(here.bucket, ["raw/churn_label.csv"]));
  const id = runId([...here.fake.executions.keys()].at(-1) ?? "");
  const execution = JSON.parse(here.fake.executions.get(id)?.input ?? "");
  const call = (state: ControlState, more: Record<string, Json> = {}) =>
    control(here.control, { state, execution: { ...execution, ...more } });
  return { cloud: here, id, call };
}

function evaluation(promote: boolean) {
  const estimate = { value: 0.75, low: 0.7, high: 0.8 };
  return JSON.stringify({
    promote,
    reasons: [
      promote ? "PR-AUC is high enough." : "PR-AUC on the holdout is 0.610, below the 0.7 asked for.",
    ],
    experiment: "E5_full",
    asOf: "2024-12-31",
    threshold: 0.3,
    metrics: { prAuc: estimate },
  });
}

const plan = (mode: "train" | "score", version: string) => ({
  plan: { mode, champion: { exists: version !== "none", version } },
});

test("a first delivery is frozen, trains, and becomes champion: in the lake, in the registry, in the parameter", async () => {
  const { cloud, id, call } = await startedRun();
  const resolved = await call("ResolveDelivery");
  expect(resolved).toMatchObject({ mode: "train", champion: { exists: false, version: "none" } });
  const delivery = id.replace(/-1$/, "");
  expect((await cloud.lake.read(`deliveries/${delivery}/price_history.csv`))?.text).toBe(
    "rows of price_history",
  );
  const listing = JSON.parse((await cloud.lake.read(`deliveries/${delivery}/.delivery.json`))?.text ?? "");
  expect(listing).toHaveLength(7);

  await cloud.put(`models/${id}/evaluation/evaluation.json`, evaluation(true));
  expect(await call("ReadDecision", plan("train", "none"))).toEqual({ promoted: true });
  expect(await call("Register", plan("train", "none"))).toEqual({ exists: true, version: id });
  expect((await cloud.control.registry.champion())?.version).toBe(id);
  expect(cloud.fake.parameters.get("/spanishgas-dev/champion")).toBe(id);
  const [[, model] = []] = cloud.fake.packages;
  expect(model).toMatchObject({
    ModelPackageGroupName: "spanishgas-dev-churn",
    ModelApprovalStatus: "Approved",
    InferenceSpecification: {
      Containers: [
        {
          Image: IMAGE,
          ModelDataSource: {
            S3DataSource: {
              S3Uri: `s3://${cloud.bucket}/models/${id}/artifact/`,
              S3DataType: "S3Prefix",
              CompressionType: "None",
            },
          },
        },
      ],
    },
    CustomerMetadataProperties: { run_id: id, experiment: "E5_full", as_of: "2024-12-31", prAuc: "0.75" },
  });

  const facts = {
    facts: { rows: 3, as_of: "2024-12-31" },
    usage: { wallSeconds: 2, cpuSeconds: 1, peakMemoryMb: 90 },
    startedAt: "2024-12-31T12:00:00.000Z",
    endedAt: "2024-12-31T12:00:02.000Z",
  };
  await cloud.put(stepFactsKey(id, "bronze"), JSON.stringify(facts));
  await call("Publish", plan("train", id));
  await call("Complete", plan("train", id));
  expect(await cloud.manifest.run(id)).toMatchObject({ state: "completed" });
  expect(await cloud.manifest.holder()).toBeUndefined();
  const report = JSON.parse((await cloud.lake.read(`monitoring/${id}/run_report.json`))?.text ?? "");
  expect(report).toMatchObject({
    as_of: "2024-12-31",
    champion: id,
    candidate: { promoted: true },
    steps: [{ step: "bronze", seconds: 2 }],
  });
  expect(JSON.parse((await cloud.lake.read("pointers/current-run.json"))?.text ?? "")).toMatchObject({
    run: id,
  });
});

test.each([
  ["none", 0],
  ["watch", 1],
  ["critical", 1],
])("a run whose drift is judged %s writes the metric %d that the alarm reads", async (verdict, value) => {
  const { cloud, id, call } = await startedRun();
  const at = "2024-12-31T12:00:00.000Z";
  const usage = { wallSeconds: 2, cpuSeconds: 1, peakMemoryMb: 90 };
  await call("ResolveDelivery");
  await cloud.put(`models/${id}/evaluation/evaluation.json`, evaluation(true));
  await cloud.put(
    stepFactsKey(id, "drift"),
    JSON.stringify({ facts: { verdict }, usage, startedAt: at, endedAt: at }),
  );
  await call("Register", plan("train", "none"));
  expect(cloud.metrics).toEqual([]);
  await call("Complete", plan("train", id));
  expect(cloud.metrics).toEqual([
    {
      _aws: {
        Timestamp: cloud.clock.now,
        CloudWatchMetrics: [
          {
            Namespace: "SpanishGas/MLOps",
            Dimensions: [["Environment"]],
            Metrics: [{ Name: "DriftDetected", Unit: "None" }],
          },
        ],
      },
      Environment: "dev",
      DriftDetected: value,
    },
  ]);
});

test("a task that is called again, its answer lost, gives the same answer and registers nothing twice", async () => {
  const { cloud, id, call } = await startedRun();
  await call("ResolveDelivery");
  await cloud.put(`models/${id}/evaluation/evaluation.json`, evaluation(true));
  const first = await call("Register", plan("train", "none"));
  expect(await call("Register", plan("train", "none"))).toEqual(first);
  expect(cloud.fake.packages.size).toBe(1);
  await call("Publish", plan("train", id));
  await call("Complete", plan("train", id));
  expect(await call("Complete", plan("train", id))).toBeNull();
});

test("a registration that broke off after the package was made finds it again by its token", async () => {
  const { cloud, id, call } = await startedRun();
  await call("ResolveDelivery");
  await cloud.put(`models/${id}/evaluation/evaluation.json`, evaluation(true));
  cloud.fake.failing.set("PutParameter", "InternalServerError");
  await expect(call("Register", plan("train", "none"))).rejects.toThrow();
  cloud.fake.failing.clear();
  expect(await call("Register", plan("train", "none"))).toEqual({ exists: true, version: id });
  expect(cloud.fake.packages.size).toBe(1);
  expect(cloud.fake.parameters.get("/spanishgas-dev/champion")).toBe(id);
});

test("a file that is gone after it was listed stops the run with a clear message", async () => {
  const { cloud, call } = await startedRun();
  // Removed, since the stand-in for S3 does not look at conditions; the tests of the lake show that they are sent.
  await cloud.client.send(new DeleteObjectCommand({ Bucket: cloud.bucket, Key: "raw/churn_label.csv" }));
  await expect(call("ResolveDelivery")).rejects.toMatchObject({
    name: "InputError",
    message:
      "churn_label.csv was changed while the run was starting; start again when the upload is complete.",
  });
});

test("a refused model is registered as rejected and told to people, with what to do; the champion stays", async () => {
  const { cloud, id, call } = await startedRun();
  await call("ResolveDelivery");
  await cloud.put(`models/${id}/evaluation/evaluation.json`, evaluation(false));
  await call("Reject", plan("train", "none"));
  await call("AlertRejected", plan("train", "none"));
  await call("MarkRejected", plan("train", "none"));
  expect([...cloud.fake.packages.values()]).toMatchObject([{ ModelApprovalStatus: "Rejected" }]);
  expect(cloud.fake.parameters.size).toBe(0);
  expect(await cloud.manifest.run(id)).toMatchObject({ state: "rejected", error: "ModelRejected" });
  const [{ subject, message } = { subject: "", message: "" }] = cloud.fake.published;
  expect(subject).toBe(`spanishgas: model refused (${id})`);
  expect(message).toContain("PR-AUC on the holdout is 0.610, below the 0.7 asked for.");
  expect(message).toMatch(/What to do: .+\nWhere to look: s3:\/\/.+/);
  expect(await cloud.lake.read(`monitoring/alerts/${id}-model-rejected.json`)).toBeDefined();
});

test("a failed step's own words reach the manifest, the alert and the topic; the lease is free", async () => {
  const { cloud, id, call } = await startedRun();
  await call("ResolveDelivery");
  const words = 'churn_label.csv has no column "churn". Add it.';
  const error = {
    Error: "States.TaskFailed",
    Cause: JSON.stringify({
      ProcessingJobStatus: "Failed",
      ExitMessage: `InputError: ${words}`,
      FailureReason: "x",
    }),
  };
  await call("MarkFailed", { error });
  await call("Notify", { error });
  expect(await cloud.manifest.run(id)).toMatchObject({ state: "failed", error: "InputError", cause: words });
  expect(await cloud.manifest.holder()).toBeUndefined();
  expect(cloud.fake.published[0]?.message).toContain(words);
  // The words may quote data: the log names the class alone.
  expect(cloud.lines.join("\n")).not.toContain("no column");
});

test("an alert that cannot be published is seen in the log and in the lake, and fails nothing", async () => {
  const { cloud, id, call } = await startedRun();
  cloud.fake.failing.set("Publish", "AuthorizationError");
  const error = { Error: "InputError", Cause: "A column is missing." };
  await call("MarkFailed", { error });
  expect(await call("Notify", { error })).toBeNull();
  expect(cloud.lines.join("\n")).toContain('"message":"Alert not published"');
  expect(await cloud.lake.read(`monitoring/alerts/${id}-run-failed.json`)).toBeDefined();
});

test("a stopped job fails its run: an execution's name is used once, so that nothing could go on", async () => {
  const { cloud, id, call } = await startedRun();
  const error = {
    Error: "States.TaskFailed",
    Cause: '{"ExitMessage":"CancelledError: The run was cancelled."}',
  };
  await call("MarkFailed", { error });
  expect(await cloud.manifest.run(id)).toMatchObject({ state: "failed", error: "CancelledError" });
});

test("a run whose place another has taken does nothing more", async () => {
  const { cloud, id, call } = await startedRun();
  const lease = await cloud.manifest.leaseOf(id);
  if (lease !== undefined) await cloud.manifest.release(lease);
  await cloud.upload({ "price_history.csv": "corrected" });
  cloud.clock.now += 1_000_000;
  await startedRun(cloud);
  await expect(call("Publish", plan("score", "m"))).rejects.toMatchObject({ name: "LeaseLost" });
  expect(await cloud.lake.read("pointers/current-run.json")).toBeUndefined();
});

function ended(name: string, status: string, more: object = {}) {
  return {
    source: "aws.states",
    "detail-type": "Step Functions Execution Status Change",
    detail: { executionArn: "arn", stateMachineArn: "arn", name, status, input: "{}", ...more },
  };
}

test.each([
  ["ABORTED", {}, "ExecutionAborted"],
  ["TIMED_OUT", {}, "States.Timeout"],
  ["FAILED", { error: "States.Runtime", cause: "A path was not found." }, "States.Runtime"],
])(
  "an execution that is %s closes its run's books, frees the lease and tells people",
  async (status, more, error) => {
    const { cloud, id } = await startedRun();
    await control(cloud.control, ended(id, status, more));
    expect(await cloud.manifest.run(id)).toMatchObject({ state: "failed", error });
    expect(await cloud.manifest.holder()).toBeUndefined();
    expect(cloud.fake.published).toHaveLength(1);
    // EventBridge may tell twice.
    await control(cloud.control, ended(id, status, more));
    expect(cloud.fake.published).toHaveLength(1);
  },
);

test("the end of an execution that has closed its books, or of none of ours, changes nothing", async () => {
  const { cloud, id, call } = await startedRun();
  await call("MarkFailed", { error: { Error: "InputError", Cause: "A column is missing." } });
  await control(cloud.control, ended(id, "FAILED", { error: "RunFailed" }));
  await control(cloud.control, ended("somebody-elses", "ABORTED"));
  expect(await cloud.manifest.run(id)).toMatchObject({ state: "failed", error: "InputError" });
  expect(cloud.fake.published).toEqual([]);
});

test("what is neither a task nor the end of an execution is refused", async () => {
  const cloud = await newCloud();
  for (const event of [{}, { state: "Bronze", execution: {} }, { state: "toString", execution: {} }])
    await expect(control(cloud.control, event)).rejects.toThrow("neither a control task's call");
});
