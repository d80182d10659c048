import { expect, test } from "vitest";
import { stepNames } from "../../configs/pipeline.ts";
import { neverRetried, stepState } from "../../configs/state-machine.ts";
import { cloudStateMachine } from "../../infra/pipeline/definition.ts";
import {
  answers,
  jobFailed,
  machineFacts,
  type Played,
  play,
  ServiceError,
} from "../support/cloud-machine.ts";

/** The very definition that is deployed, executed: where it ends, and how often it tries. */

const CLOSED = ["MarkFailed", "Notify"];
const timesOf = ({ states }: Played, state: string) => states.filter((each) => each === state).length;

test("a first delivery is trained on, judged, registered, scored and published", async () => {
  const { states, end } = await play({});
  expect(states).toEqual([
    "ResolveDelivery",
    "Bronze",
    "Silver",
    "Gold",
    "Train",
    "Evaluate",
    "ReadDecision",
    "Register",
    "Score",
    "Drift",
    "Publish",
    "AlertFindings",
    "Complete",
  ]);
  expect(end).toBe("Succeeded");
});

test("a delivery without new labels is scored with the champion, and nothing is trained", async () => {
  const { states, end, calls } = await play({ ResolveDelivery: [answers.plan("score", "aaaaaaaaaaaa-3")] });
  expect(states).toEqual([
    "ResolveDelivery",
    "Bronze",
    "Silver",
    "Gold",
    "Score",
    "Drift",
    "Publish",
    "AlertFindings",
    "Complete",
  ]);
  expect(end).toBe("Succeeded");
  expect(JSON.stringify(calls.find(({ state }) => state === "Score")?.parameters)).toContain(
    "s3://spanishgas-data-dev/models/aaaaaaaaaaaa-3/artifact/",
  );
});

test("a refused model is told of, and the champion of before scores", async () => {
  const { states, end } = await play({
    ResolveDelivery: [answers.plan("train", "aaaaaaaaaaaa-3")],
    ReadDecision: [answers.decision(false)],
  });
  expect(states.slice(6)).toEqual([
    "ReadDecision",
    "Reject",
    "AlertRejected",
    "Score",
    "Drift",
    "Publish",
    "AlertFindings",
    "Complete",
  ]);
  expect(end).toBe("Succeeded");
});

test("a refused model without a champion ends the run: nothing is published", async () => {
  const { states, end } = await play({ ReadDecision: [answers.decision(false)] });
  expect(states.slice(6)).toEqual(["ReadDecision", "Reject", "AlertRejected", "MarkRejected"]);
  expect(end).toContain("no champion to score with");
});

test.each([...neverRetried])("a job that says %s is not made again", async (name) => {
  const words = `${name}: churn_label.csv line 7: "maybe" is neither 0 nor 1. Correct it.`;
  const failed = jobFailed({ ExitMessage: words, FailureReason: "AlgorithmError: See job logs" });
  const played = await play({ Bronze: [failed] });
  expect(played.states).toEqual(["ResolveDelivery", "Bronze", ...CLOSED]);
  expect(played.end).toContain("The run failed");
  const marked = played.calls.find(({ state }) => state === "MarkFailed");
  expect(marked?.parameters, "the user's words reach the books").toMatchObject({
    Payload: {
      state: "MarkFailed",
      execution: { run_id: "0123456789ab-1", error: { Error: "States.TaskFailed", Cause: failed.message } },
    },
  });
});

test.each([...stepNames])("a machine that is lost in %s costs one more job, not the run", async (step) => {
  const state = stepState(step);
  const played = await play({ [state]: [jobFailed({ FailureReason: "InternalServerError" })] });
  expect(played.end).toBe("Succeeded");
  expect(timesOf(played, state)).toBe(1);
  expect(timesOf(played, `${state}Again`)).toBe(1);
  expect(played.states).not.toContain("MarkFailed");
});

test.each([...stepNames])("a step that fails twice in %s fails the run", async (step) => {
  const state = stepState(step);
  const lost = jobFailed({ ExitMessage: "StepFault: the code has a fault" });
  const played = await play({ [state]: [lost], [`${state}Again`]: [lost] });
  expect(played.states.slice(-4)).toEqual([state, `${state}Again`, ...CLOSED]);
  expect(played.end).toContain("The run failed");
});

const capacity = jobFailed({
  FailureReason:
    "CapacityError: Unable to provision requested ML compute capacity. Please retry using a different ML instance type.",
});

test.each([...stepNames])(
  "a region without machines for %s is waited for before the second job",
  async (step) => {
    const state = stepState(step);
    const played = await play({ [state]: [capacity] });
    expect(played.waited).toEqual([`${state}Full`]);
    expect(timesOf(played, `${state}Again`)).toBe(1);
    expect(played.end).toBe("Succeeded");
    expect(cloudStateMachine(machineFacts).States[`${state}Full`]).toMatchObject({
      Type: "Wait",
      Seconds: 900,
    });
  },
);

test("a region that stays without machines fails the run, with SageMaker's words; any other fault waits for nothing", async () => {
  const full = await play({ Train: [capacity], TrainAgain: [capacity] });
  expect(full.waited).toEqual(["TrainFull"]);
  expect(full.states.slice(-4)).toEqual(["Train", "TrainAgain", ...CLOSED]);
  expect(JSON.stringify(full.calls.at(-1)?.parameters)).toContain("Unable to provision");
  for (const words of ["InternalServerError", "AlgorithmError: exit code 137"])
    expect((await play({ Train: [jobFailed({ FailureReason: words })] })).waited).toEqual([]);
  const input = await play({ Train: [jobFailed({ ExitMessage: "InputError: CapacityError: no number" })] });
  expect([input.waited, input.states.slice(-2)]).toEqual([[], CLOSED]);
});

test("bad input that shows only at the second try is not tried a third time", async () => {
  const played = await play({
    Bronze: [jobFailed({})],
    BronzeAgain: [jobFailed({ ExitMessage: "InputError: no such column" })],
  });
  expect(played.states).toEqual(["ResolveDelivery", "Bronze", "BronzeAgain", ...CLOSED]);
});

const quota = new ServiceError("SageMaker.ResourceLimitExceededException", "The account-level limit is 1");
const throttled = new ServiceError("SageMaker.AmazonSageMakerException", "Rate exceeded");

test("a full quota is waited for, many times, and each try has a name of its own", async () => {
  const played = await play({ Train: [...Array.from({ length: 20 }, () => quota), answers.nothing] });
  expect(timesOf(played, "Train")).toBe(21);
  expect(played.states).not.toContain("TrainAgain");
  expect(played.end).toBe("Succeeded");
  const names = played.calls.filter(({ state }) => state === "Train").map(jobName);
  expect(new Set(names).size).toBe(21);
  expect(names.at(-1)).toBe("spanishgas-dev-0123456789ab-1-train-0-20");
});

test("a quota that stays full fails the run, without the whole wait once more", async () => {
  const played = await play({ Bronze: [quota] });
  expect(timesOf(played, "Bronze")).toBe(41);
  expect(played.states.slice(-2)).toEqual(CLOSED);
  expect(played.states).not.toContain("BronzeAgain");
});

test("a service that throttles is tried again", async () => {
  const played = await play({ Gold: [throttled, throttled, answers.nothing] });
  expect(timesOf(played, "Gold")).toBe(3);
  expect(played.end).toBe("Succeeded");
});

test("a job that was never heard of again is made once more, then the run fails", async () => {
  const played = await play({ Silver: [new ServiceError("States.Timeout", "")] });
  expect(timesOf(played, "Silver")).toBe(2);
  expect(played.states.slice(-2)).toEqual(CLOSED);
});

test("a redriven execution makes its jobs under other names", async () => {
  const [first, again] = [await play({}), await play({}, 1)];
  const namesOf = ({ calls }: Played) => calls.map(jobName).filter((name) => name !== undefined);
  expect(namesOf(first)).toHaveLength(stepNames.length);
  expect(namesOf(first).filter((name) => namesOf(again).includes(name))).toEqual([]);
});

test("bad input that a control task finds is not asked for again", async () => {
  const bad = new ServiceError("InputError", JSON.stringify({ errorType: "InputError", errorMessage: "x" }));
  const played = await play({ ResolveDelivery: [bad] });
  expect(played.states).toEqual(["ResolveDelivery", ...CLOSED]);
});

test("an alert that cannot be sent neither stops a run nor hides why one failed", async () => {
  const broken = new ServiceError("Error", "no topic");
  const refused = await play({
    ResolveDelivery: [answers.plan("train", "aaaaaaaaaaaa-3")],
    ReadDecision: [answers.decision(false)],
    AlertRejected: [broken],
  });
  expect(refused.end).toBe("Succeeded");
  const failed = await play({ Bronze: [jobFailed({ ExitMessage: "InputError: x" })], Notify: [broken] });
  expect(failed.end).toContain("The run failed");
});

function jobName({ parameters }: Played["calls"][number]): string | undefined {
  if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters)) return undefined;
  const name = parameters["ProcessingJobName"];
  return typeof name === "string" ? name : undefined;
}
