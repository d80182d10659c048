import { StateMachine } from "aws-local-stepfunctions";
import { expect, test } from "vitest";
import type { Json } from "../../configs/asl.ts";
import { deliveryId, modelVersion, runId } from "../../configs/names.ts";
import { stepNames, steps } from "../../configs/pipeline.ts";
import { cloudStateMachine } from "../../infra/pipeline/definition.ts";
import { stepSizes } from "../../infra/pipeline/sizes.ts";
import { placePrefix } from "../../runtime/lake/places.ts";
import { answers, jobFailed, machineFacts, play, ServiceError } from "../support/cloud-machine.ts";
import { type OriginalSizes, originalStateMachine } from "./original/state-machine.ts";

/**
 * K3, K7, K8, K9, K12 and K13 as the state machine has them: the definition that is deployed and the original's are
 * executed with the same answers of the services.
 */

interface Played {
  readonly states: readonly string[];
  readonly jobs: readonly string[];
  readonly end: string;
}

/** Executes the original's machine; a state answers with nothing, or with the error that it is given. */
async function playOriginal(
  failing: Readonly<Record<string, Error>> = {},
  answering: Readonly<Record<string, Json>> = {},
): Promise<Played> {
  const states: string[] = [];
  const jobs: string[] = [];
  const definition = originalStateMachine();
  const handlers = Object.keys(definition.States).map((state) => [
    state,
    (parameters: Json) => {
      states.push(state);
      const name = JSON.stringify(parameters).match(/"ProcessingJobName":"([^"]+)"/)?.[1];
      if (name !== undefined) jobs.push(name);
      const failure = failing[state];
      if (failure !== undefined) throw failure;
      return answering[state] ?? null;
    },
  ]);
  const input = { bucket: "b", file_key: "raw/churn_label.csv", run_id: "r1", mode: "train" };
  const execution = new StateMachine(definition).run(input, {
    overrides: { taskResourceLocalHandlers: Object.fromEntries(handlers) },
  });
  const end = await execution.result.then(
    () => "Succeeded",
    () => "Failed",
  );
  return { states, jobs, end };
}

const LOST = jobFailed({ FailureReason: "InternalServerError" });
const CHAMPION = "aaaaaaaaaaaa-3";
const trainedBeside = (champion: string) => [answers.plan("train", champion)];

/** Texts of a job's outputs and inputs, or of all that a call was given. */
const text = (value: unknown): string => JSON.stringify(value) ?? "";

test("K3: whatever fails, the machine marks the run as failed, with the cause, and tells people", async () => {
  const original = await playOriginal({ SilverETL: LOST });
  expect(original.states, "no state comes after it").toEqual(["BronzeETL", "SilverETL"]);

  const tasks = Object.entries(cloudStateMachine(machineFacts).States).filter(
    ([, { Type }]) => Type === "Task",
  );
  const passedOver = ["AlertRejected", "AlertFindings", "MarkFailed", "Notify"];
  for (const [state] of tasks.filter(([name]) => !passedOver.includes(name))) {
    const broken = new ServiceError("States.TaskFailed", '{"ExitMessage":"InputError: a column is missing"}');
    const refused = ["Reject", "MarkRejected"].includes(state);
    const again = state.endsWith("Again") ? { [state.replace("Again", "")]: [LOST] } : {};
    const { calls, states, end } = await play({
      ...(refused ? { ReadDecision: [answers.decision(false)] } : {}),
      ...again,
      [state]: [broken],
    });
    expect(states.slice(-2), state).toEqual(["MarkFailed", "Notify"]);
    expect(text(calls.find((call) => call.state === "MarkFailed")?.parameters), state).toContain(
      "a column is missing",
    );
    expect(end, state).not.toBe("Succeeded");
  }
});

const names = (run: string) => ({
  run: runId(run),
  delivery: deliveryId(run.slice(0, 12)),
  champion: modelVersion(CHAMPION),
});

test("K7: two runs write to no place in common, and what readers follow is moved once, at the end", async () => {
  const original = text(originalStateMachine());
  expect(original, "places are fixed in the code of the steps").not.toContain("ProcessingOutputConfig");

  const writes = stepNames.flatMap((step) => steps[step].writes);
  const placesOf = (run: string) => writes.map((place) => placePrefix(place, names(run)) ?? "none");
  const [first, second] = [placesOf("0123456789ab-1"), placesOf("0123456789ab-2")];
  expect(
    first.filter((place) => second.some((other) => other.startsWith(place) || place.startsWith(other))),
  ).toEqual([]);
  const { calls, states } = await play({});
  for (const { state, parameters } of calls.filter(({ parameters: each }) =>
    text(each).includes("Outputs"),
  )) {
    const outputs = text(parameters).match(
      /"S3Uri":"[^"]+","LocalPath":"\/opt\/ml\/processing\/output[^"]*"/g,
    );
    for (const output of outputs ?? ["none"]) expect(output, state).toContain("0123456789ab-1");
    expect(outputs?.length, state).toBeGreaterThan(0);
  }
  expect(states.filter((state) => state === "Publish")).toHaveLength(1);
  expect(states.slice(-4)).toEqual(["Drift", "Publish", "AlertFindings", "Complete"]);
  const broken = await play({ Drift: [jobFailed({ ExitMessage: "InputError: x" })] });
  expect(broken.states, "half a run is never published").not.toContain("Publish");
});

test("K8: training writes beside the champion, whose place no job can write", async () => {
  expect(text(originalStateMachine()), "training wrote models/latest/, which its code knew").not.toContain(
    "models/",
  );

  const { calls } = await play({ ResolveDelivery: trainedBeside(CHAMPION) });
  const outputsOf = (parameters: Json) =>
    text(parameters).match(/s3:[^"]+","LocalPath":"[^"]+output[^"]*/g) ?? [];
  const written = calls.flatMap(({ parameters }) => outputsOf(parameters));
  expect(written.filter((output) => output.includes("models/0123456789ab-1/artifact")).length).toBe(1);
  expect(written.filter((output) => output.includes(CHAMPION) || output.includes("latest"))).toEqual([]);
  const refused = await play({
    ResolveDelivery: trainedBeside(CHAMPION),
    ReadDecision: [answers.decision(false)],
  });
  expect(refused.states, "only Register moves the champion").not.toContain("Register");
  expect(refused.states).toContain("Reject");
});

test("K9: a model that the gate refuses scores nobody: the champion does, or nobody at all", async () => {
  const original = await playOriginal({}, { EvaluateModel: { promoted: false } });
  expect(original.states).toContain("ScoreCustomers");

  const refused = [answers.decision(false)];
  const beside = await play({ ResolveDelivery: trainedBeside(CHAMPION), ReadDecision: refused });
  expect(beside.states).toContain("AlertRejected");
  const score = text(beside.calls.find(({ state }) => state === "Score")?.parameters);
  expect(score).toContain(`models/${CHAMPION}/artifact/`);
  expect(score).not.toContain("models/0123456789ab-1/");
  const alone = await play({ ReadDecision: refused });
  expect(alone.states).not.toContain("Score");
  expect(alone.states).not.toContain("Publish");
});

test("K12: what is lost is tried again, what hangs is stopped, and no job's name is used twice", async () => {
  const original = await playOriginal({ TrainModel: LOST });
  expect(original.end).toBe("Failed");
  expect(original.jobs, "once more, and every name is taken").toEqual(
    (await playOriginal({ TrainModel: LOST })).jobs,
  );
  expect(text(originalStateMachine())).not.toMatch(/TimeoutSeconds|StoppingCondition|Retry|Catch/);

  const { end, calls } = await play({ Train: [LOST] });
  expect(end).toBe("Succeeded");
  const redriven = await play({ Train: [LOST] }, 1);
  const jobs = [...calls, ...redriven.calls].flatMap(
    ({ parameters }) => text(parameters).match(/"ProcessingJobName":"[^"]+"/g) ?? [],
  );
  expect(jobs).toHaveLength(2 * (stepNames.length + 1));
  expect(new Set(jobs).size).toBe(jobs.length);
  const machine = cloudStateMachine(machineFacts);
  expect(machine.TimeoutSeconds).toBeGreaterThan(0);
  for (const [name, state] of Object.entries(machine.States)) {
    if (state.Type !== "Task") continue;
    expect(state.TimeoutSeconds, name).toBeGreaterThan(0);
    expect(state.Retry.length, name).toBeGreaterThan(0);
    expect(state.Catch.length, name).toBeGreaterThan(0);
    if (state.Resource.includes("createProcessingJob"))
      expect(text(state.Parameters), name).toMatch(/"MaxRuntimeInSeconds":\d+/);
  }
});

test("K13: every size that can be set changes the jobs of its step, and no others", () => {
  const usual: OriginalSizes = {
    processing: "ml.m5.xlarge",
    processingLarge: "ml.m5.xlarge",
    training: "ml.m5.xlarge",
  };
  expect(originalStateMachine({ ...usual, processingLarge: "ml.m5.12xlarge" })).toEqual(
    originalStateMachine(usual),
  );

  const statesWith = (sizes: Parameters<typeof stepSizes>[0]) =>
    cloudStateMachine({ ...machineFacts, sizes: stepSizes(sizes) }).States;
  const before = statesWith({});
  for (const step of stepNames) {
    const after = statesWith({ [step]: { instanceType: "ml.m5.12xlarge", volumeGb: 99 } });
    const changed = Object.keys(after).filter((state) => text(after[state]) !== text(before[state]));
    const own = step.charAt(0).toUpperCase() + step.slice(1);
    expect(changed.sort()).toEqual([own, `${own}Again`]);
    for (const state of changed) expect(text(after[state])).toContain('"InstanceType":"ml.m5.12xlarge"');
  }
});
