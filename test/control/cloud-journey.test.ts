import { join } from "node:path";
import { StateMachine } from "aws-local-stepfunctions";
import { beforeAll, expect, test } from "vitest";
import { runId } from "../../configs/names.ts";
import { stateMachine, tasks } from "../../configs/state-machine.ts";
import { control } from "../../runtime/control/control.ts";
import { runPipeline } from "../../runtime/pipeline/run-pipeline.ts";
import { runReportSchema } from "../../runtime/pipeline/run-report.ts";
import { trigger } from "../../runtime/trigger/trigger.ts";
import { batchOf, type Cloud, newCloud } from "../support/cloud.ts";
import { digestsBelow } from "../support/digests.ts";
import { download, runJob, upload } from "../support/fake-jobs.ts";
import { sharedFolder } from "../support/folders.ts";
import { cutReadings, makeDelivery } from "../support/journey-delivery.ts";

/**
 * A delivery's way through the cloud on loopback: S3 and DynamoDB are real servers, the state machine is the real one,
 * its control tasks are the real function and its steps the real container entry, each in a process of its own.
 */

const folder = sharedFolder("spanishgas-cloud-");
const raw = join(folder, "raw");
// The stand-in for S3 takes 10 MB in one request, so that the readings come in parts.
beforeAll(async () => {
  await makeDelivery(raw, { customers: 400, seed: 11 });
  await cutReadings(raw, 4);
});

/** Executes the state machine on an execution's input, as Step Functions would. */
async function execute(cloud: Cloud, input: string): Promise<void> {
  const machine = new StateMachine(
    stateMachine(({ state }) => ({ Resource: `arn:aws:states:::activity:${state}` })),
  );
  const handlers = tasks.map((task) => [
    task.state,
    (state: unknown) =>
      task.kind === "step"
        ? runJob(cloud, folder, task.step, state)
        : control(cloud.control, { state: task.state, execution: state }),
  ]);
  const execution = machine.run(JSON.parse(input), {
    overrides: { taskResourceLocalHandlers: Object.fromEntries(handlers) },
  });
  await execution.result;
}

test("uploaded files are trained on, promoted, scored and published, with the bytes of a local run", async () => {
  const cloud = await newCloud();
  await upload(cloud, raw, "raw/");
  await trigger(cloud.trigger, batchOf(cloud.bucket, ["raw/churn_label.csv"]));
  const [[id = "", { input } = { input: "" }] = []] = cloud.fake.executions;
  await execute(cloud, input);

  expect(await cloud.manifest.run(runId(id))).toMatchObject({ state: "completed", cause: null });
  expect((await cloud.control.registry.champion())?.version).toBe(id);
  expect(cloud.fake.parameters.get("/spanishgas-dev/champion")).toBe(id);
  const report = JSON.parse((await cloud.lake.read(`monitoring/${id}/run_report.json`))?.text ?? "");
  expect(runReportSchema.parse(report).steps).toHaveLength(7);

  const here = join(folder, "here");
  const { run } = await runPipeline({
    raw,
    lake: here,
    request: { mode: "auto", asOf: null, experiment: "E5_full", seed: 42 },
    force: false,
    threads: 1,
  });
  for (const place of [
    "bronze/<run>",
    "silver/<run>",
    "gold/<run>",
    "models/<run>/artifact",
    "scored/<run>",
  ]) {
    const there = join(folder, "there", place);
    await download(cloud, `${place.replace("<run>", id)}/`, there);
    const local = digestsBelow(join(here, place.replace("<run>", run.id)));
    expect(Object.keys(local).length, place).toBeGreaterThan(0);
    expect(digestsBelow(there), place).toEqual(local);
  }
}, 180_000);
