import type { Catcher, Condition, Retrier, State, TaskBinding, TextMatch } from "./asl.ts";
import type { StepDefinition } from "./pipeline.ts";

/**
 * How a data step runs as a job of a service that hides the names of errors: whatever the container died of, the
 * state machine sees `States.TaskFailed`, and the error's class stands in the cause only.
 *
 *     Bronze ──> Silver
 *       │  job failed
 *     BronzeFault ── a person has to act ──> MarkFailed
 *       │       └── no machine was free ──> BronzeFull, a while later ──┐
 *       │  the machine may be to blame                                  │
 *     BronzeAgain ──> Silver    <───────────────────────────────────────┘
 *       │  failed again
 *     MarkFailed
 *
 * So bad input costs one job and never a second, and a lost machine costs the run nothing but time. A service that has no
 * machine left has none a moment later either, so that the second try waits: once, since a step is tried twice in all. An
 * error that another way leads around (`detour`) is looked for first, at the second try too (`BronzeAgainFault`).
 */

/** A step as a job. */
export interface JobBinding {
  readonly job: TaskBinding;
  /** The same job under another name: names of jobs are never used twice. */
  readonly again: TaskBinding;
  /** What the service needs before the step begins and after it has ended, in seconds. */
  readonly startUpSeconds: number;
  /** Faults of the service itself, by its names: no job has failed, none may even have begun. */
  readonly retriers: readonly Retrier[];
  /** A job that failed because the service had no machine for it. */
  readonly full: FullService;
}

/** How a service says that it has no machine left, and how long it is given. */
export interface FullService {
  /** Class of the error, in the service's words. */
  readonly error: string;
  readonly waitSeconds: number;
}

/** Where the ways out of a job lead. */
export interface JobWays {
  readonly next: string;
  readonly failed: string;
  /** Classes of errors that come back however often the job is repeated. */
  readonly unrepairable: readonly string[];
  /** A class of errors after which the execution goes on elsewhere. @default there is none */
  readonly detour?: Detour;
}

/** Another way to the same end. */
export interface Detour {
  /** Class of the error that leads there. */
  readonly error: string;
  readonly to: string;
}

/** The states of one step: the job, the look at its fault, the wait for a machine, and the job again. */
export function jobStates(
  {
    state,
    definition,
  }: {
    readonly state: string;
    readonly definition: Pick<StepDefinition, "description" | "timeoutSeconds">;
  },
  { job, again, startUpSeconds, retriers, full }: JobBinding,
  { next, failed, unrepairable, detour }: JobWays,
): Record<string, State> {
  const fault = `${state}Fault`;
  const repeated = `${state}Again`;
  const waiting = `${state}Full`;
  const work = {
    Type: "Task",
    TimeoutSeconds: definition.timeoutSeconds + startUpSeconds,
    ResultPath: null,
    Retry: structuredClone([...retriers]),
    Next: next,
  } as const;
  const giveUp = { Next: failed, ResultPath: "$.error" };
  const lookAt = (faultState: string): Catcher[] => [
    // First: `States.TaskFailed` stands for every name but `States.Timeout`, these included, and they have been
    // waited for long enough.
    { ErrorEquals: retriers.flatMap(({ ErrorEquals }) => ErrorEquals), ...giveUp },
    { ErrorEquals: ["States.TaskFailed"], Next: faultState, ResultPath: "$.error" },
    { ErrorEquals: ["States.ALL"], ...giveUp },
  ];
  const around: Condition[] = detour === undefined ? [] : [{ Or: [saidBy(detour.error)], Next: detour.to }];
  return {
    [state]: { ...work, Comment: definition.description, ...job, Catch: lookAt(fault) },
    [fault]: {
      Type: "Choice",
      Comment: "What a person has to repair is not tried again; a machine's fault is, once",
      Choices: [
        ...around,
        { Or: unrepairable.map(saidBy), Next: failed },
        { Or: [saidBy(full.error)], Next: waiting },
      ],
      Default: repeated,
    },
    [waiting]: {
      Type: "Wait",
      Comment: "The service had no machine left; others have to finish first",
      Seconds: full.waitSeconds,
      Next: repeated,
    },
    [repeated]: {
      ...work,
      Comment: `${definition.description}: again, on another machine`,
      ...again,
      Retry: structuredClone([...retriers]),
      Catch: detour === undefined ? [{ ErrorEquals: ["States.ALL"], ...giveUp }] : lookAt(`${repeated}Fault`),
    },
    ...(detour === undefined
      ? {}
      : {
          [`${repeated}Fault`]: {
            Type: "Choice",
            Comment: "Another way may lead around what failed again",
            Choices: around,
            Default: failed,
          },
        }),
  };
}

/** Does the cause of a failed job begin with this class of errors? It stands within other words of the service. */
function saidBy(name: string): TextMatch {
  return { Variable: "$.error.Cause", StringMatches: `*${name}:*` };
}
