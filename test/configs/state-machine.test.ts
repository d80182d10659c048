import aslValidator from "asl-validator";
import { expect, test } from "vitest";
import type { State, StateMachineDefinition } from "../../configs/asl.ts";
import { stepNames, steps } from "../../configs/pipeline.ts";
import { neverRetried, stateMachine, tasks } from "../../configs/state-machine.ts";

const machine = () => stateMachine(({ state }) => ({ Resource: `arn:aws:states:::activity:${state}` }));

function nextOf(state: State): string[] {
  switch (state.Type) {
    case "Task":
      return [state.Next, ...state.Catch.map(({ Next }) => Next)];
    case "Choice":
      return [...state.Choices.map(({ Next }) => Next), state.Default];
    case "Wait":
      return [state.Next];
    case "Succeed":
    case "Fail":
      return [];
  }
}

function reachable({ StartAt, States }: StateMachineDefinition): Set<string> {
  const seen = new Set<string>();
  const visit = (name: string) => {
    const state = States[name];
    if (seen.has(name) || state === undefined) return;
    seen.add(name);
    for (const next of nextOf(state)) visit(next);
  };
  visit(StartAt);
  return seen;
}

test("the definition is valid Amazon States Language", () => {
  // The validator writes into what it is given.
  const { isValid, errorsText } = aslValidator(structuredClone(machine()), {
    checkPaths: true,
    checkArn: true,
  });
  expect(errorsText("\n")).toBe("");
  expect(isValid).toBe(true);
});

test("every state is reachable, and every target exists", () => {
  const definition = machine();
  const names = Object.keys(definition.States);
  expect([...reachable(definition)].sort()).toEqual(names.sort());
  for (const state of Object.values(definition.States)) {
    for (const next of nextOf(state)) expect(names).toContain(next);
  }
});

test("every data step of the pipeline is a state, with its own time limit and retries", () => {
  const { States } = machine();
  for (const task of tasks) {
    const state = States[task.state];
    expect(state?.Type).toBe("Task");
    if (state?.Type !== "Task" || task.kind !== "step") continue;
    expect(state.TimeoutSeconds).toBe(steps[task.step].timeoutSeconds);
    expect(state.Retry.at(-1)?.MaxAttempts).toBe(steps[task.step].retries);
    expect(state.ResultPath, "a job of a service returns nothing to the machine").toBeNull();
  }
  expect(tasks.filter(({ kind }) => kind === "step")).toHaveLength(stepNames.length);
});

test("every task has a time limit, retries with backoff and jitter, and a way out", () => {
  for (const [name, state] of Object.entries(machine().States)) {
    if (state.Type !== "Task") continue;
    expect(state.TimeoutSeconds, `${name}: the interpreter's own limit is 60 s`).toBeGreaterThan(0);
    expect(state.Retry[0], name).toEqual({ ErrorEquals: [...neverRetried], MaxAttempts: 0 });
    for (const retrier of state.Retry.slice(1)) {
      expect(retrier.BackoffRate, name).toBeGreaterThan(1);
      expect(retrier.JitterStrategy, name).toBe("FULL");
      expect(retrier.MaxDelaySeconds, name).toBeGreaterThan(retrier.IntervalSeconds ?? 0);
    }
    expect(state.Catch, name).toHaveLength(1);
    expect(state.Catch[0]?.ErrorEquals, name).toEqual(["States.ALL"]);
  }
});

test("States.ALL stands alone and last in every Retry, which the validator does not check", () => {
  for (const [name, state] of Object.entries(machine().States)) {
    if (state.Type !== "Task") continue;
    const wild = state.Retry.map(({ ErrorEquals }) => ErrorEquals.includes("States.ALL"));
    expect(wild.indexOf(true), name).toBe(state.Retry.length - 1);
    expect(state.Retry.at(-1)?.ErrorEquals, name).toEqual(["States.ALL"]);
  }
});

test("a failure leads to MarkFailed, Notify and Failed; a failing alert never stops a run", () => {
  const { States } = machine();
  const wayOut = (name: string) => {
    const state = States[name];
    return state?.Type === "Task" ? state.Catch[0]?.Next : undefined;
  };
  const own: Record<string, string> = {
    MarkFailed: "Notify",
    Notify: "Failed",
    AlertRejected: "ChampionExists",
    AlertFindings: "Complete",
  };
  for (const { state } of tasks) expect(wayOut(state), state).toBe(own[state] ?? "MarkFailed");
});

test("the scores come from a champion only: no path from Train to Score avoids the gate", () => {
  const definition = machine();
  const without = structuredClone(definition);
  delete without.States["Promoted"];
  const fromTrain = reachable({ ...without, StartAt: "Train" });
  expect(fromTrain.has("Score")).toBe(false);
});

test("a binding reaches its task as it is", () => {
  const { States } = stateMachine((task) => ({
    Resource: "arn:aws:states:::sagemaker:createProcessingJob.sync",
    Parameters: { "ProcessingJobName.$": `States.Format('${task.state}-{}', $.run_id)` },
  }));
  expect(States["Bronze"]).toMatchObject({
    Resource: "arn:aws:states:::sagemaker:createProcessingJob.sync",
    Parameters: { "ProcessingJobName.$": "States.Format('Bronze-{}', $.run_id)" },
  });
});

test("on one machine every task is one state: looks at faults and second jobs are for services that hide errors", () => {
  const names = Object.keys(machine().States).sort();
  const ends = ["Completed", "Rejected", "Failed"];
  const choices = ["TrainOrScore", "Promoted", "ChampionExists"];
  expect(names).toEqual([...tasks.map(({ state }) => state), ...ends, ...choices].sort());
});

test("bound as jobs, each data step has three more states, and control tasks stay as they are", () => {
  const task = { Resource: "arn:aws:states:::lambda:invoke" };
  const full = { error: "NoMachine", waitSeconds: 60 };
  const jobs = stateMachine({
    control: () => task,
    job: () => ({ job: task, again: task, startUpSeconds: 60, retriers: [], full }),
  });
  const more = tasks
    .filter(({ kind }) => kind === "step")
    .flatMap(({ state }) => [`${state}Fault`, `${state}Full`, `${state}Again`]);
  const local = stateMachine(() => task);
  expect(Object.keys(jobs.States).sort()).toEqual([...Object.keys(local.States), ...more].sort());
  for (const { state, kind } of tasks)
    if (kind === "control") expect(jobs.States[state], state).toEqual(local.States[state]);
});
