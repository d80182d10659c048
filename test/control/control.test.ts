import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { artifactFiles } from "../../configs/artifact.ts";
import { stepFactsKey } from "../../configs/container.ts";
import { modelVersion } from "../../configs/names.ts";
import { control } from "../../runtime/control/control.ts";
import { IMAGE, newCloud } from "../support/cloud.ts";
import { evaluation, nextRun, plan, startedRun } from "../support/started-run.ts";

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
          ModelDataUrl: `s3://${cloud.bucket}/models/${id}/artifact/model.tar.gz`,
          Environment: { SERVE_HOST: "0.0.0.0" },
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
  expect(cloud.metrics).toMatchObject([
    { Environment: "dev", run_id: id, DriftDetected: value, PrAuc: 0.75 },
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
  expect(subject).toBe(`spanishgas dev: model refused (${id})`);
  expect(message).toContain("PR-AUC on the holdout is 0.610, below the 0.7 asked for.");
  expect(message).toMatch(/What to do: .+\n\nWhere to look:\n- The execution: https:\/\/.+/);
  expect(await cloud.lake.read(`monitoring/alerts/${id}-model-rejected.json`)).toBeDefined();
});

test("a model that a person rolled back is not trained again by the next upload, whatever the leaderboard had chosen", async () => {
  const { cloud, id, call } = await startedRun();
  await call("ResolveDelivery");
  await cloud.put(`models/${id}/evaluation/evaluation.json`, evaluation(true));
  // Without its files no rollback would lead to it.
  for (const name of Object.values(artifactFiles))
    await cloud.put(`models/${id}/artifact/${name}`, "made up");
  await call("Register", plan("train", "none"));
  await call("Complete", plan("train", id));

  await cloud.upload({ "churn_label.csv": "new labels" });
  const second = await nextRun(cloud);
  expect(await second.call("ResolveDelivery")).toMatchObject({ mode: "train" });
  await cloud.put(`models/${second.id}/evaluation/evaluation.json`, evaluation(true, "E4_add_sentiment"));
  await second.call("Register", plan("train", id));
  await second.call("Complete", plan("train", second.id));
  expect(await cloud.control.registry.get(modelVersion(second.id))).toMatchObject({
    experiment: "E4_add_sentiment",
    asked: { experiment: "E5_full", sentiment: "lexicon" },
  });

  await cloud.control.registry.rollback("Complaints.");
  const third = await nextRun(cloud);
  expect(await third.call("ResolveDelivery")).toMatchObject({ mode: "score", champion: { version: id } });
});

test("what is neither a task nor the end of an execution is refused", async () => {
  const cloud = await newCloud();
  for (const event of [{}, { state: "Bronze", execution: {} }, { state: "toString", execution: {} }])
    await expect(control(cloud.control, event)).rejects.toThrow("neither a control task's call");
});
