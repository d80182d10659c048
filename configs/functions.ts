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
  /** Address of the queue that tells of uploads. */
  uploadsQueueUrl: "UPLOADS_QUEUE_URL",
  /** Name of the group that models are registered in. */
  modelPackageGroup: "MODEL_PACKAGE_GROUP",
  /** Name of the parameter that holds the champion's version. */
  championParameter: "CHAMPION_PARAMETER",
  /** Topic that people are told by. */
  alertsTopicArn: "ALERTS_TOPIC_ARN",
  /** The stack's environment, which metrics of our own carry. */
  environment: "ENVIRONMENT",
  /** Who judges the tone of conversations in the runs that are started (`sentiment.ts`). */
  sentiment: "SENTIMENT",
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
    variables: [
      "BUCKET",
      "MANIFEST_TABLE",
      "STATE_MACHINE_ARN",
      "UPLOADS_QUEUE_URL",
      "RUNTIME_IMAGE",
      "SENTIMENT",
      "ENVIRONMENT",
    ],
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

/** An upload in parts that began longer ago was abandoned: nobody waits for it, in seconds. */
export const ABANDONED_SECONDS = 6 * 3600;

/** How long an upload that lacks data sets waits for them, in seconds without a new file, before people hear of it. */
export const COMPLETION_SECONDS = 3600;

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
  /** ResolveDelivery also prepares who sums the readings before the bronze step, where a stack has that done. */
  readonly prepareScan?: PreparedScan["by"];
  /** The most machines that may share the readings. @default 1 */
  readonly machines?: number;
}

/** What ResolveDelivery prepares: a query, or machines that share the readings, this many at most. */
export type PreparedScan = { readonly by: "athena" } | { readonly by: "shards"; readonly machines: number };

/** The payload of a control task's call, in the Amazon States Language. */
export function controlPayload(state: ControlState, prepared?: PreparedScan): { [key: string]: Json } {
  return {
    state,
    "execution.$": "$",
    ...(prepared === undefined ? {} : { prepareScan: prepared.by }),
    ...(prepared?.by === "shards" ? { machines: prepared.machines } : {}),
  };
}

/** What is also kept of ResolveDelivery's answer where it has prepared a scan. */
export function preparedResult({ by }: PreparedScan): Record<string, string> {
  const scanner = { "scanner.$": "$.Payload.scanner" };
  switch (by) {
    case "athena":
      return scanner;
    case "shards":
      return { ...scanner, "machines.$": "$.Payload.machines", "today.$": "$.Payload.today" };
  }
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
    case "AlertFindings":
    case "Complete":
    case "MarkFailed":
    case "Notify":
      return undefined;
  }
}
