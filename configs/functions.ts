import type { Json } from "./asl.ts";
import type { PlanMode } from "./execution.ts";
import type { ControlState } from "./state-machine.ts";

/**
 * How the functions in the cloud are told where things are, and how they are called. The program that deploys them
 * sets these variables and writes these calls; the functions read them. Both take the names from here.
 */
export const functionEnvironment = {
  /** Name of the lake's bucket. */
  bucket: "BUCKET",
  /** Name of the manifest's table. */
  manifestTable: "MANIFEST_TABLE",
  stateMachineArn: "STATE_MACHINE_ARN",
  /** Name of the group that models are registered in. */
  modelPackageGroup: "MODEL_PACKAGE_GROUP",
  /** Name of the parameter that holds the champion's version. */
  championParameter: "CHAMPION_PARAMETER",
  /** Topic that people are told by. */
  alertsTopicArn: "ALERTS_TOPIC_ARN",
  /** The stack's environment, which metrics of our own carry. */
  environment: "ENVIRONMENT",
  /** The image of the data steps, `repository@sha256:…`: its digest stands for the code of a run. */
  runtimeImage: "RUNTIME_IMAGE",
} as const;

/** Name of one of the functions' variables. */
export type FunctionVariable = (typeof functionEnvironment)[keyof typeof functionEnvironment];

/** What one function is: where its code lies, and the variables that it cannot do without. */
export interface FunctionDefinition {
  /** Source file, relative to the repository; bundled into one file of the same name for Node 24, as an ES module. */
  readonly entry: string;
  /** Name of the exported handler. */
  readonly handler: string;
  readonly variables: readonly FunctionVariable[];
}

/** The functions of the pipeline. */
export const functions = {
  /** Wakes on uploads (through a queue), on the schedule and on request; starts one execution for a delivery. */
  trigger: {
    entry: "runtime/trigger/handler.ts",
    handler: "handler",
    variables: ["BUCKET", "MANIFEST_TABLE", "STATE_MACHINE_ARN", "RUNTIME_IMAGE"],
  },
  /** Does the control tasks of the state machine, and tidies up after executions that ended badly. */
  control: {
    entry: "runtime/control/handler.ts",
    handler: "handler",
    variables: [
      "BUCKET",
      "MANIFEST_TABLE",
      "STATE_MACHINE_ARN",
      "MODEL_PACKAGE_GROUP",
      "CHAMPION_PARAMETER",
      "ALERTS_TOPIC_ARN",
      "RUNTIME_IMAGE",
      "ENVIRONMENT",
    ],
  },
} as const satisfies Record<string, FunctionDefinition>;

/**
 * How long the upload must have been quiet before a delivery counts as whole, in seconds: the queue's delivery delay.
 * Seven files that arrive one after the other make one delivery, not several of which each mixes old and new.
 */
export const SETTLING_SECONDS = 60;

/** Calls of the trigger that are no upload: by the schedule, and by a person or a workflow. */
export interface DirectTrigger {
  readonly source: "schedule" | "retrain";
  readonly mode: PlanMode;
  /** Run again although the same request was completed. @default false */
  readonly force?: boolean;
}

/** What a control task is called with. */
export interface ControlCall {
  readonly state: ControlState;
  /** The execution's state as the task finds it (`$`). */
  readonly execution: Json;
  /** ResolveDelivery also prepares a query over the readings, where a stack uses one. */
  readonly prepareScan?: boolean;
}

/** The payload of a control task's call, in the Amazon States Language. */
export function controlPayload(state: ControlState, prepareScan = false): { [key: string]: Json } {
  return { state, "execution.$": "$", ...(prepareScan ? { prepareScan } : {}) };
}

/**
 * What is kept of a control task's answer, as a `ResultSelector`: `lambda:invoke` wraps it in `Payload`. Undefined
 * where the state machine keeps nothing (its result path is null).
 */
export function controlResult(state: ControlState): Record<string, string> | undefined {
  switch (state) {
    case "ResolveDelivery":
      return { "mode.$": "$.Payload.mode", "champion.$": "$.Payload.champion" };
    case "ReadDecision":
      return { "promoted.$": "$.Payload.promoted" };
    case "Register":
      return { "exists.$": "$.Payload.exists", "version.$": "$.Payload.version" };
    case "Reject":
    case "AlertRejected":
    case "MarkRejected":
    case "Publish":
    case "Complete":
    case "MarkFailed":
    case "Notify":
      return undefined;
  }
}
