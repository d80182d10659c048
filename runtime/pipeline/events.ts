import type { TaskName } from "../../configs/state-machine.ts";
import type { RunRecord, TaskUsage } from "../manifest/manifest.ts";
import type { ProgressEvent, StepSummary } from "../step.ts";

/** What happens in a run, for who watches it. */
export type PipelineEvent =
  | { readonly type: "claimed"; readonly run: RunRecord; readonly resumed: boolean }
  | { readonly type: "task-started"; readonly state: TaskName }
  | { readonly type: "progress"; readonly state: TaskName | "Identify"; readonly progress: ProgressEvent }
  | {
      readonly type: "task-ended";
      readonly state: TaskName;
      readonly usage: TaskUsage;
      /** Facts of a data step. */
      readonly summary: StepSummary | null;
      /** The task was done before the run was interrupted. */
      readonly resumed: boolean;
    }
  | {
      readonly type: "task-failed";
      readonly state: TaskName;
      readonly error: string;
      readonly message: string;
    }
  | { readonly type: "alert"; readonly kind: AlertKind; readonly message: string }
  /** People could not be told; the alert lies in the lake. */
  | { readonly type: "alert-unpublished"; readonly kind: AlertKind; readonly message: string };

/** What people are told about. */
export type AlertKind = "run-failed" | "model-rejected";

/** Something that people should know, and what it is about. */
export interface Alert {
  readonly kind: AlertKind;
  readonly run: RunRecord;
  /** What happened, in one or two sentences; no customer data. */
  readonly message: string;
}

/** A way to tell people, beside the alert's file in the lake. */
export interface AlertPublisher {
  /** @throws Error when nobody could be told. */
  publish(alert: Alert): Promise<void>;
}

/** Is told of everything that happens in a run. */
export type Watcher = (event: PipelineEvent) => void;
