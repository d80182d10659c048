import type { IsoDate } from "../configs/names.ts";

/** What a step is told about the run, beside its folders. */
export interface StepParameters {
  /** Last day that may be looked at (D1). Null: the last complete month of the consumption data decides. */
  readonly asOf: IsoDate | null;
  /** Experiment (feature set) to train, for example `E5_full`. */
  readonly experiment: string;
  /** Who judges the tone of conversations (`configs/sentiment.ts`). Left out: the embedded lexicon. */
  readonly sentiment?: string;
  /** Seed of every random choice in the step. */
  readonly seed: number;
  /** Do all experiments and algorithms compete in a training? Left out: they do. */
  readonly leaderboard?: boolean;
  /** Threads the step may use. Results never depend on it. */
  readonly threads: number;
  /** Upper bound for the engine's buffers, in MB; the rest spills to disk. */
  readonly memoryLimitMb: number;
  /** The day that counts as today, where several machines must agree on one. Left out: the clock's. */
  readonly today?: IsoDate;
}

/** How far long work is; `done` and `total` count the `unit` ("rows", "trees" ...). */
export interface ProgressEvent {
  readonly task: string;
  readonly done: number;
  /** Left out where nobody knows before the end. */
  readonly total?: number;
  readonly unit: string;
}

/** Reports progress of long work. */
export type Progress = (event: ProgressEvent) => void;

/** What a step is given: folders, parameters, and the ways to report and to be stopped. */
export interface StepContext {
  /** Absolute path of each input folder, by its name in `configs/pipeline.ts`. Absent optional inputs are left out. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Absolute path of each output folder: empty at the start, visible to others only after the step succeeded. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Scratch folder, removed afterwards. */
  readonly scratch: string;
  readonly parameters: StepParameters;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Facts about what a step did, for the run report: small, JSON, without customer data. */
export type StepSummary = { readonly [fact: string]: number | string | boolean | null };

/** A step is a function from folders to folders; it knows nothing of buckets, tables or clouds. */
export type Step = (context: StepContext) => Promise<StepSummary>;

/** @throws Error when the step was started without this input: a fault of the caller, not of the user. */
export function inputFolder(context: StepContext, name: string): string {
  const folder = context.inputs[name];
  if (folder === undefined) throw new Error(`The step was started without its input "${name}".`);
  return folder;
}

/** @throws Error when the step was started without this output: a fault of the caller, not of the user. */
export function outputFolder(context: StepContext, name: string): string {
  const folder = context.outputs[name];
  if (folder === undefined) throw new Error(`The step was started without its output "${name}".`);
  return folder;
}
