/** The part of the Amazon States Language that the pipeline uses, in its JSONPath form. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Retrier {
  ErrorEquals: string[];
  MaxAttempts: number;
  IntervalSeconds?: number;
  BackoffRate?: number;
  MaxDelaySeconds?: number;
  JitterStrategy?: "FULL" | "NONE";
}

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

export interface TaskState extends TaskBinding {
  Type: "Task";
  Comment: string;
  TimeoutSeconds: number;
  ResultPath: string | null;
  Retry: Retrier[];
  Catch: Catcher[];
  Next: string;
}

export type Condition =
  | { Variable: string; StringEquals: string; Next: string }
  | { Variable: string; BooleanEquals: boolean; Next: string };

export interface ChoiceState {
  Type: "Choice";
  Comment: string;
  Choices: Condition[];
  Default: string;
}

export interface SucceedState {
  Type: "Succeed";
  Comment: string;
}

export interface FailState {
  Type: "Fail";
  Comment: string;
  Error: string;
  Cause: string;
}

export type State = TaskState | ChoiceState | SucceedState | FailState;

export interface StateMachineDefinition {
  Comment: string;
  StartAt: string;
  TimeoutSeconds: number;
  States: Record<string, State>;
}
