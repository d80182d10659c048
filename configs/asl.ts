/** The part of the Amazon States Language that the pipeline uses, in its JSONPath form. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** When and how often a failed task is tried again. */
export interface Retrier {
  ErrorEquals: string[];
  MaxAttempts: number;
  IntervalSeconds?: number;
  BackoffRate?: number;
  MaxDelaySeconds?: number;
  JitterStrategy?: "FULL" | "NONE";
}

/** Where the execution goes on when a task has failed for good. */
export interface Catcher {
  ErrorEquals: string[];
  Next: string;
  ResultPath: string;
}

/** What a binding gives a task: the service that does the work, and how it is called. */
export interface TaskBinding {
  Resource: string;
  Parameters?: Json;
  ResultSelector?: Json;
}

/** A state that does work. */
export interface TaskState extends TaskBinding {
  Type: "Task";
  Comment: string;
  TimeoutSeconds: number;
  ResultPath: string | null;
  Retry: Retrier[];
  Catch: Catcher[];
  Next: string;
}

/** A look at a text, `*` standing for any part of it. */
export interface TextMatch {
  Variable: string;
  StringMatches: string;
}

/** What a choice looks at, in JSONPath. */
export type Condition =
  | { Variable: string; StringEquals: string; Next: string }
  | { Variable: string; BooleanEquals: boolean; Next: string }
  | { Or: TextMatch[]; Next: string };

/** A state that decides where the execution goes on. */
export interface ChoiceState {
  Type: "Choice";
  Comment: string;
  Choices: Condition[];
  Default: string;
}

/** A state that lets time pass. */
export interface WaitState {
  Type: "Wait";
  Comment: string;
  Seconds: number;
  Next: string;
}

/** The end of an execution that went well. */
export interface SucceedState {
  Type: "Succeed";
  Comment: string;
}

/** The end of an execution that failed. */
export interface FailState {
  Type: "Fail";
  Comment: string;
  Error: string;
  Cause: string;
}

/** A state of any kind that we use. */
export type State = TaskState | ChoiceState | WaitState | SucceedState | FailState;

/** A whole machine in the Amazon States Language. */
export interface StateMachineDefinition {
  Comment: string;
  StartAt: string;
  TimeoutSeconds: number;
  States: Record<string, State>;
}
