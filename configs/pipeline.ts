/**
 * The pipeline, written once: its data steps, what each reads and writes, and what it may use.
 * `state-machine.ts` turns this into the Amazon States Language, which AWS and the local runner both execute.
 */

/** Where a folder lies in the lake. `<run>` and `<version>` are filled in per run. */
export const places = {
  delivery: "deliveries/<delivery>/",
  /** What a query service has made of the run's readings, where a stack uses one (`hourly-scan.ts`). */
  consumption: "consumption/<run>/",
  bronze: "bronze/<run>/",
  quarantine: "quarantine/<run>/",
  silver: "silver/<run>/",
  gold: "gold/<run>/",
  /** The model that this run trained. Its version is the run's id. */
  candidate: "models/<run>/artifact/",
  evaluation: "models/<run>/evaluation/",
  /** The model that scores: the one just promoted, or the champion of before. */
  champion: "models/<champion>/artifact/",
  scored: "scored/<run>/",
  monitoring: "monitoring/<run>/",
} as const;
export type Place = keyof typeof places;

/** The data steps, in the order of the pipeline. */
export const stepNames = ["bronze", "silver", "gold", "train", "evaluate", "score", "drift"] as const;
export type StepName = (typeof stepNames)[number];

/** What a data step is told by the pipeline. Its code is named nowhere here: who runs it binds it. */
export interface StepDefinition {
  /** For people: in the state machine, in `--help`, on the run page. */
  readonly description: string;
  readonly reads: readonly Place[];
  /** Inputs that may be absent: the champion on a first run. */
  readonly optional?: readonly Place[];
  /** Inputs that only some stacks make. The step's result is the same without them; they spare it work. */
  readonly mayRead?: readonly Place[];
  /** Appear together, and only after the step has succeeded. */
  readonly writes: readonly Place[];
  /** Upper bound for the engine's buffers on one machine, in MB. */
  readonly memoryLimitMb: number;
  /** The step is stopped after this time, and tried once more. */
  readonly timeoutSeconds: number;
  /** Attempts after the first, for faults of the machine or the service; bad input is never retried. */
  readonly retries: number;
}

/** The data steps in the order in which data meets them. */
export const steps: Readonly<Record<StepName, StepDefinition>> = {
  bronze: {
    description: "Raw files against their contracts; quarantine; monthly consumption; one row per customer",
    reads: ["delivery"],
    mayRead: ["consumption"],
    writes: ["bronze", "quarantine"],
    memoryLimitMb: 400,
    timeoutSeconds: 3600,
    retries: 2,
  },
  silver: {
    description: "Segments, channels, three-level price imputation, margins",
    reads: ["bronze"],
    writes: ["silver"],
    memoryLimitMb: 700,
    timeoutSeconds: 1800,
    retries: 2,
  },
  gold: {
    description: "The feature tiers, joined to one row per customer",
    reads: ["bronze", "silver"],
    writes: ["gold"],
    memoryLimitMb: 700,
    timeoutSeconds: 1800,
    retries: 2,
  },
  train: {
    description:
      "Folds, out-of-fold calibration and threshold, the model refitted on the whole training part",
    reads: ["gold"],
    writes: ["candidate"],
    memoryLimitMb: 700,
    timeoutSeconds: 3600,
    retries: 2,
  },
  evaluate: {
    description:
      "Holdout metrics with intervals, comparison with the champion, the gate's decision, the model card",
    reads: ["gold", "candidate", "champion"],
    optional: ["champion"],
    writes: ["evaluation"],
    memoryLimitMb: 700,
    timeoutSeconds: 1800,
    retries: 2,
  },
  score: {
    description: "The champion's probabilities, risk tiers and recommendations for every active customer",
    reads: ["gold", "champion"],
    writes: ["scored"],
    memoryLimitMb: 700,
    timeoutSeconds: 1800,
    retries: 2,
  },
  drift: {
    description: "Model inputs and scores against the champion's training rows",
    reads: ["gold", "scored", "champion"],
    writes: ["monitoring"],
    memoryLimitMb: 700,
    timeoutSeconds: 1800,
    retries: 2,
  },
};
