import aslValidator from "asl-validator";
import { describe, expect, test } from "vitest";
import type { Json, TaskState } from "../../configs/asl.ts";
import { CONTAINER_FACTS, containerInput, containerOutput, stepFactsKey } from "../../configs/container.ts";
import { deliveryId, modelVersion, runId } from "../../configs/names.ts";
import { type Place, type StepName, stepNames, steps } from "../../configs/pipeline.ts";
import { stepState, tasks } from "../../configs/state-machine.ts";
import { cloudStateMachine, type MachineFacts } from "../../infra/pipeline/definition.ts";
import { placePrefix as grantedPrefix } from "../../infra/pipeline/place-paths.ts";
import { stepSizes } from "../../infra/pipeline/sizes.ts";
import { placePrefix } from "../../runtime/lake/places.ts";
import { answers, executionInput, machineFacts, play } from "../support/cloud-machine.ts";
import { at, isFields } from "../support/json-at.ts";

/** What is deployed, looked at; `pipeline-execution.test.ts` executes it. */

const KEY = "arn:aws:kms:eu-west-1:000000000000:key/00000000-0000-0000-0000-000000000000";
const SHARDED: MachineFacts = {
  ...machineFacts,
  shardRoleArn: "arn:aws:iam::000000000000:role/spanishgas/spanishgas-dev-pipeline-bronze-shard-role",
  sizes: stepSizes({ bronze: { instanceType: "ml.c5.2xlarge", instances: 3, volumeGb: 100 } }),
};
const variants: Readonly<Record<string, MachineFacts>> = {
  plain: machineFacts,
  "keys of one's own": { ...machineFacts, lakeKeyArn: KEY, volumeKeyArn: KEY },
  "several machines": SHARDED,
};

type Fields = { readonly [key: string]: Json };

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function taskOf(facts: MachineFacts, name: string): TaskState {
  const state = cloudStateMachine(facts).States[name];
  if (state?.Type !== "Task") throw new Error(`${name} is no task.`);
  return state;
}

describe.each(Object.entries(variants))("with %s", (_name, facts) => {
  test("the definition is valid Amazon States Language", () => {
    const { isValid, errorsText } = aslValidator(structuredClone(cloudStateMachine(facts)), {
      checkPaths: true,
      checkArn: true,
    });
    expect(errorsText("\n")).toBe("");
    expect(isValid).toBe(true);
  });

  test("every way leads to a state, and no state is without a way to it", () => {
    const { StartAt, States } = cloudStateMachine(facts);
    const targets = [...JSON.stringify(States).matchAll(/"(?:Next|Default)":"(\w+)"/g)].map(([, to]) => to);
    expect(new Set([StartAt, ...targets])).toEqual(new Set(Object.keys(States)));
  });

  test("the same facts make the same text, which Step Functions takes", () => {
    const text = JSON.stringify(cloudStateMachine(facts));
    expect(JSON.stringify(cloudStateMachine(structuredClone(facts)))).toBe(text);
    expect(text.length, "Step Functions takes 1 MB").toBeLessThan(1_000_000);
  });
});

describe.each([...stepNames])("the job of %s", (step) => {
  const states = [stepState(step), `${stepState(step)}Again`].map(
    (name) => [name, taskOf(machineFacts, name)] as const,
  );

  test("is waited for, isolated, in the stack's subnets, limited in time, with a role of its own", () => {
    for (const [, { Resource, Parameters, TimeoutSeconds, ResultPath }] of states) {
      expect(Resource).toBe("arn:aws:states:::sagemaker:createProcessingJob.sync");
      expect(at(Parameters, "NetworkConfig")).toEqual({
        EnableNetworkIsolation: true,
        EnableInterContainerTrafficEncryption: false,
        VpcConfig: { SecurityGroupIds: ["sg-1"], Subnets: ["subnet-1", "subnet-2"] },
      });
      expect(at(Parameters, "RoleArn")).toBe(machineFacts.roleArns[step]);
      const limit = Number(at(Parameters, "StoppingCondition", "MaxRuntimeInSeconds"));
      const own = Number(at(Parameters, "Environment", "TIMEOUT_SECONDS"));
      expect(own).toBe(steps[step].timeoutSeconds);
      expect(limit, "the step ends itself first, so that it can say why").toBeGreaterThan(own);
      expect(TimeoutSeconds, "the job ends before the state gives it up").toBeGreaterThan(limit);
      expect(ResultPath).toBeNull();
    }
  });

  test("takes the image by its digest, and says which step it is", () => {
    for (const [, { Parameters }] of states)
      expect(at(Parameters, "AppSpecification")).toEqual({
        ImageUri: expect.stringMatching(/@sha256:[0-9a-f]{64}$/),
        ContainerEntrypoint: ["node", "/opt/spanishgas/runtime/container/entry.ts"],
        ContainerArguments: [step],
      });
  });

  test("is retried for faults of the service by class, never blindly, with backoff and jitter", () => {
    for (const [name, { Retry, Catch }] of states) {
      const names = Retry.flatMap(({ ErrorEquals }) => ErrorEquals);
      expect(names, name).not.toContain("States.TaskFailed");
      expect(names, name).not.toContain("States.ALL");
      expect(names, name).toContain("SageMaker.ResourceLimitExceededException");
      for (const retrier of Retry) {
        expect(retrier.JitterStrategy, name).toBe("FULL");
        expect(retrier.BackoffRate, name).toBeGreaterThan(1);
        expect(retrier.MaxDelaySeconds, name).toBeGreaterThan(retrier.IntervalSeconds ?? 0);
      }
      expect(Catch.at(-1)?.ErrorEquals, "States.ALL stands alone and last").toEqual(["States.ALL"]);
      for (const { ErrorEquals } of Catch.slice(0, -1)) expect(ErrorEquals).not.toContain("States.ALL");
    }
  });
});

test("control tasks call the function, and keep what the machine needs of its answer", () => {
  for (const task of tasks) {
    if (task.kind === "step") continue;
    const state = taskOf(machineFacts, task.state);
    expect(state.Resource).toBe("arn:aws:states:::lambda:invoke");
    expect(state.Parameters).toEqual({
      FunctionName: machineFacts.controlFunctionArn,
      Payload: { state: task.state, "execution.$": "$" },
    });
    expect(state.ResultSelector === undefined, task.state).toBe(state.ResultPath === null);
  }
});

/** The parameters of every job of a run, as the interpreter fills them in. */
async function jobsOfRun(): Promise<ReadonlyMap<StepName, Json>> {
  const { calls } = await play({ ResolveDelivery: [answers.plan("train", "ffffffffffff-12")] });
  const found = stepNames.map((step) => {
    const call = calls.find(({ state }) => state === stepState(step));
    if (call === undefined) throw new Error(`${step} did not run.`);
    return [step, call.parameters] as const;
  });
  return new Map(found);
}

const RUN = runId(executionInput.run_id);

/** Where a place of this run lies, in the words of the runtime. */
function uri(place: Place, champion: string): string {
  const names = {
    run: RUN,
    delivery: deliveryId(executionInput.delivery_id),
    champion: modelVersion(champion),
  };
  return `s3://spanishgas-data-dev/${placePrefix(place, names)}`;
}

test("every job is given what its step reads and writes, at the places where the runtime keeps them", async () => {
  for (const [step, job] of await jobsOfRun()) {
    // From Register on, the champion is the model that this run has trained.
    const champion = step === "score" || step === "drift" ? executionInput.run_id : "ffffffffffff-12";
    const inputs = list(at(job, "ProcessingInputs"));
    expect(inputs.map((input) => at(input, "S3Input", "S3Uri"))).toEqual(
      steps[step].reads.map((place) => uri(place, champion)),
    );
    expect(inputs.map((input) => at(input, "S3Input", "LocalPath"))).toEqual(
      steps[step].reads.map(containerInput),
    );
    const outputs = list(at(job, "ProcessingOutputConfig", "Outputs"));
    const facts = `s3://spanishgas-data-dev/${stepFactsKey(RUN, step)}`;
    expect(outputs.map((output) => `${String(at(output, "S3Output", "S3Uri"))}/`)).toEqual([
      ...steps[step].writes.map((place) => uri(place, champion)),
      facts.slice(0, facts.lastIndexOf("/") + 1),
    ]);
    expect(outputs.map((output) => at(output, "S3Output", "LocalPath"))).toEqual([
      ...steps[step].writes.map(containerOutput),
      CONTAINER_FACTS,
    ]);
  }
});

test("what a job reads and writes is what its role is granted", async () => {
  const pattern = (place: Place) => new RegExp(`^s3://[^/]+/${grantedPrefix(place).replaceAll("*", ".*")}`);
  for (const [step, job] of await jobsOfRun()) {
    for (const [index, place] of steps[step].reads.entries())
      expect(at(job, "ProcessingInputs", index, "S3Input", "S3Uri")).toMatch(pattern(place));
    for (const [index, place] of steps[step].writes.entries())
      expect(`${String(at(job, "ProcessingOutputConfig", "Outputs", index, "S3Output", "S3Uri"))}/`).toMatch(
        pattern(place),
      );
  }
});

test("a container's variables are texts, and those of the execution", async () => {
  for (const [step, job] of await jobsOfRun()) {
    const variables = at(job, "Environment");
    expect(isFields(variables) && Object.values(variables).every((value) => typeof value === "string")).toBe(
      true,
    );
    expect(variables).toMatchObject({
      RUN_ID: executionInput.run_id,
      AS_OF: "auto",
      EXPERIMENT: "E5_full",
      SENTIMENT: "lexicon",
      SEED: "42",
      CHAMPION: step === "score" || step === "drift" ? executionInput.run_id : "ffffffffffff-12",
      THREADS: "4",
      MEMORY_LIMIT_MB: "8192",
    } satisfies Fields);
  }
});

test("an absent champion is version none, whose folder holds a placeholder", async () => {
  const { calls } = await play({});
  const evaluate = calls.find(({ state }) => state === "Evaluate")?.parameters;
  expect(at(evaluate, "ProcessingInputs", 2, "S3Input", "S3Uri")).toBe(
    "s3://spanishgas-data-dev/models/none/artifact/",
  );
  expect(at(evaluate, "Environment", "CHAMPION")).toBe("none");
});

test("keys of one's own are for the disks and for what is written, and are named only then", () => {
  const own = taskOf({ ...machineFacts, lakeKeyArn: KEY, volumeKeyArn: KEY }, "Gold").Parameters;
  expect(at(own, "ProcessingResources", "ClusterConfig", "VolumeKmsKeyId")).toBe(KEY);
  expect(at(own, "ProcessingOutputConfig", "KmsKeyId")).toBe(KEY);
  expect(JSON.stringify(taskOf(machineFacts, "Gold"))).not.toContain("Kms");
});
