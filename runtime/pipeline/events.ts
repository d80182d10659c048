import type { AlertKind } from "../../configs/alerts.ts";
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

/** Words for people. */
export interface AlertMessage {
  readonly kind: AlertKind;
  /** ASCII, one line, at most `SUBJECT_CHARACTERS`. */
  readonly subject: string;
  /** What happened, what to do, where to look; no customer data. */
  readonly text: string;
}

/** A way to tell people, beside the alert's file in the lake. */
export interface AlertPublisher {
  /** Must come to an end within `PUBLISH_MS` (`alerts.ts`). @throws Error when nobody could be told. */
  publish(message: AlertMessage): Promise<void>;
}

/** Is told of everything that happens in a run. */
export type Watcher = (event: PipelineEvent) => void;
