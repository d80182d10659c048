import type { Catcher, Retrier, State, StateMachineDefinition, TaskBinding } from "./asl.ts";
import { choiceStates } from "./choice-states.ts";
import { endStates } from "./end-states.ts";
import { type JobBinding, jobStates } from "./job-states.ts";
import { type StepDefinition, type StepName, stepNames, steps } from "./pipeline.ts";
import { type ReadingsBinding, readingsStates } from "./readings-states.ts";
import { overlapping } from "./shard-states.ts";

/**
 * The pipeline as a state machine in the Amazon States Language:
 *
 *     ResolveDelivery -> Bronze -> Silver -> Gold -> TrainOrScore -+-> Train -> Evaluate -> ReadDecision
 *                                                                  |                            |
 *                                                                  |         Register <- yes - Promoted - no -> Reject -> AlertRejected
 *                                                                  |             |                                            |
 *     AlertFindings <- Publish <- Drift <- Score <-----------------+-------------+------------- yes - ChampionExists - no -> MarkRejected -> Rejected
 *           |
 *       Complete -> Completed
 *
 * From any task, what cannot be repaired leads to MarkFailed -> Notify -> Failed.
 *
 * Data steps return nothing to the machine: what later states need is read back from the lake by a control task,
 * so that a step may run as a job of any service.
 */

interface ControlDefinition {
  readonly description: string;
  readonly timeoutSeconds: number;
  /** Where the task's result goes in the execution's state; null: nowhere. */
  readonly resultPath: string | null;
  readonly next: string;
  /** Where an error leads that no retry repairs. @default "MarkFailed" */
  readonly onError?: string;
}

/** The tasks that keep the books: they read and write the manifest, the registry and the pointers. */
const controls = {
  ResolveDelivery: {
    description: "Freezes the delivery's files, finds the champion, decides between training and scoring",
    timeoutSeconds: 1800,
    resultPath: "$.plan",
    next: "Bronze",
  },
  ReadDecision: {
    description: "Reads the gate's decision from the evaluation",
    timeoutSeconds: 60,
    resultPath: "$.decision",
    next: "Promoted",
  },
  Register: {
    description: "Registers the candidate as approved and makes it the champion",
    timeoutSeconds: 300,
    resultPath: "$.plan.champion",
    next: "Score",
  },
  Reject: {
    description: "Registers the candidate as rejected; the champion stays",
    timeoutSeconds: 300,
    resultPath: null,
    next: "AlertRejected",
  },
  AlertRejected: {
    description: "Tells people that the gate refused a model",
    timeoutSeconds: 60,
    resultPath: null,
    next: "ChampionExists",
    onError: "ChampionExists",
  },
  MarkRejected: {
    description: "Ends a run whose model was refused when there is no champion to score with",
    timeoutSeconds: 60,
    resultPath: null,
    next: "Rejected",
  },
  Publish: {
    description: "Points readers at this run",
    timeoutSeconds: 60,
    resultPath: null,
    next: "AlertFindings",
  },
  AlertFindings: {
    description: "Tells people of drift and of rows that were set aside, and what could not be told before",
    timeoutSeconds: 60,
    resultPath: null,
    next: "Complete",
    onError: "Complete",
  },
  Complete: {
    description: "Writes the run report and marks the delivery as done",
    timeoutSeconds: 60,
    resultPath: null,
    next: "Completed",
  },
  MarkFailed: {
    description: "Marks the run as failed, with the cause",
    timeoutSeconds: 60,
    resultPath: null,
    next: "Notify",
    onError: "Notify",
  },
  Notify: {
    description: "Tells people that a run failed",
    timeoutSeconds: 60,
    resultPath: null,
    next: "Failed",
    onError: "Failed",
  },
} as const satisfies Record<string, ControlDefinition>;

export type ControlState = keyof typeof controls;
export type StepState = Capitalize<StepName>;
/** Every state that does work. */
export type TaskName = StepState | ControlState;

/** A data step, for who binds it to a service. */
export interface StepTask {
  readonly kind: "step";
  readonly state: StepState;
  readonly step: StepName;
  readonly definition: StepDefinition;
}
/** A task that keeps the books. */
export interface ControlTask {
  readonly kind: "control";
  readonly state: ControlState;
  readonly timeoutSeconds: number;
}
/** One task of the machine. */
export type Task = StepTask | ControlTask;

/** The services that do the work, where data steps run as jobs that hide their errors' names (`job-states.ts`). */
export interface JobBindings {
  readonly control: (task: ControlTask) => TaskBinding;
  readonly job: (task: StepTask) => JobBinding;
  /** Who sums the hourly readings before the bronze step. Left out: the step itself. */
  readonly scan?: ReadingsBinding;
}

const nextOfStep: Readonly<Record<StepName, string>> = {
  bronze: "Silver",
  silver: "Gold",
  gold: "TrainOrScore",
  train: "Evaluate",
  evaluate: "ReadDecision",
  score: "Drift",
  drift: "Publish",
};

/** Errors that come back however often the task is repeated: a person has to act, or the code has to change. */
export const neverRetried = [
  "InputError",
  "ContractError",
  "ResourceError",
  "CancelledError",
  "LeaseLost",
  "ChampionMoved",
  "ShardsOverlap",
] as const;

/** An error of the step's code without a class of its own: repeated once, in case the machine was to blame. */
export const STEP_FAULT = "StepFault";
/** A step's process that ended without a word: killed, or out of memory. */
export const STEP_LOST = "StepLost";

/** The whole run may take no longer. */
export const RUN_TIMEOUT_SECONDS = 12 * 3600;

function retriers(attempts: number): Retrier[] {
  const backoff = {
    IntervalSeconds: 2,
    BackoffRate: 2,
    MaxDelaySeconds: 60,
    JitterStrategy: "FULL",
  } as const;
  return [
    { ErrorEquals: [...neverRetried], MaxAttempts: 0 },
    { ErrorEquals: [STEP_FAULT, "States.Timeout"], MaxAttempts: 1, ...backoff },
    // Must stay last: the language allows States.ALL nowhere else, and not every validator notices.
    { ErrorEquals: ["States.ALL"], MaxAttempts: attempts, ...backoff },
  ];
}

function catchers(next: string): Catcher[] {
  return [{ ErrorEquals: ["States.ALL"], Next: next, ResultPath: "$.error" }];
}

/** The run goes on as if nothing had happened; what went wrong before stays the cause, at `$.error`. */
function passers(next: string): Catcher[] {
  return [{ ErrorEquals: ["States.ALL"], Next: next, ResultPath: "$.passed_over" }];
}

/** The state that runs a data step: `bronze` runs in `Bronze`. */
export function stepState(step: StepName): StepState {
  switch (step) {
    case "bronze":
      return "Bronze";
    case "silver":
      return "Silver";
    case "gold":
      return "Gold";
    case "train":
      return "Train";
    case "evaluate":
      return "Evaluate";
    case "score":
      return "Score";
    case "drift":
      return "Drift";
  }
}

const CONTROL_RETRIES = 3;

function controlState(state: ControlState, binding: TaskBinding): State {
  const control: ControlDefinition = controls[state];
  return {
    Type: "Task",
    Comment: control.description,
    ...binding,
    TimeoutSeconds: control.timeoutSeconds,
    ResultPath: control.resultPath,
    Retry: retriers(CONTROL_RETRIES),
    Catch: control.onError === undefined ? catchers("MarkFailed") : passers(control.onError),
    Next: control.next,
  };
}

function dataState(step: StepName, binding: TaskBinding): State {
  const definition = steps[step];
  return {
    Type: "Task",
    Comment: definition.description,
    ...binding,
    TimeoutSeconds: definition.timeoutSeconds,
    ResultPath: null,
    Retry: retriers(definition.retries),
    Catch: catchers("MarkFailed"),
    Next: nextOfStep[step],
  };
}

const controlStates = Object.keys(controls).filter((name): name is ControlState => name in controls);

/** Every task of the machine. */
export const tasks: readonly Task[] = [
  ...stepNames.map((step): Task => ({ kind: "step", state: stepState(step), step, definition: steps[step] })),
  ...controlStates.map(
    (state): Task => ({ kind: "control", state, timeoutSeconds: controls[state].timeoutSeconds }),
  ),
];

const outOfJobs = { failed: "MarkFailed", unrepairable: neverRetried };

function statesOf(task: Task, bind: ((task: Task) => TaskBinding) | JobBindings): Record<string, State> {
  if (task.kind === "control") {
    const binding = typeof bind === "function" ? bind(task) : bind.control(task);
    return { [task.state]: controlState(task.state, binding) };
  }
  if (typeof bind === "function") return { [task.state]: dataState(task.step, bind(task)) };
  const merges = task.step === "bronze" && bind.scan?.by === "shards";
  return jobStates(task, bind.job(task), {
    ...outOfJobs,
    next: nextOfStep[task.step],
    ...(merges ? { detour: overlapping } : {}),
  });
}

/**
 * The state machine, its tasks bound to the services that do the work. Bound as jobs, each data step has three more
 * states: `<Step>Fault`, `<Step>Full` and `<Step>Again`.
 *
 * @example
 * stateMachine((task) => ({ Resource: `arn:aws:states:::activity:${task.state}` }));
 */
export function stateMachine(bind: ((task: Task) => TaskBinding) | JobBindings): StateMachineDefinition {
  const states: Record<string, State> = {};
  for (const task of tasks) Object.assign(states, statesOf(task, bind));
  if (typeof bind !== "function" && bind.scan !== undefined) {
    const ways = { ...outOfJobs, merge: stepState("bronze"), next: nextOfStep.bronze };
    Object.assign(states, readingsStates(states["ResolveDelivery"], bind.scan, ways));
  }
  return {
    Comment: "From seven raw files to scored customers",
    StartAt: "ResolveDelivery",
    TimeoutSeconds: RUN_TIMEOUT_SECONDS,
    States: {
      ...states,
      ...structuredClone(choiceStates),
      ...structuredClone(endStates),
    },
  };
}
