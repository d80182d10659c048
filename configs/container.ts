import type { RunId } from "./names.ts";
import { type Place, type StepName, stepNames } from "./pipeline.ts";

/**
 * How a data step is told in a container what to do, and how it answers. The state machine's binding writes these
 * folders, variables and commands into every job; the container's entry point reads them. Both take them from here.
 */

/** Where the platform puts a job's inputs, and looks for its outputs. */
const ROOT = "/opt/ml/processing";

/** Folder of an input: the files of the place, copied there before the container starts. */
export function containerInput(place: Place): string {
  return `${ROOT}/input/${place}`;
}

/** Input of `bronze-shard` beside the delivery's other files: the machine's share of the readings. */
export const SHARD_READINGS = `${ROOT}/input/readings`;

/** Where the platform says which machine this is, and which others are at work on the job. */
export const JOB_CONFIG = "/opt/ml/config";

/** Output of `bronze-shard`: a folder for each machine, named after it. */
export const SHARD_OUTPUT = `${ROOT}/output/shards`;

/** Folder of an output: what lies in it when the container has ended well is uploaded to the place. */
export function containerOutput(place: Place): string {
  return `${ROOT}/output/${place}`;
}

/**
 * File whose text becomes the job's `ExitMessage`, at most 1,024 characters. A step that fails writes
 * `<class of the error>: <message>` there: the state machine decides by the class, and people are told the message.
 */
export const EXIT_MESSAGE_FILE = "/opt/ml/output/message";
export const EXIT_MESSAGE_CHARACTERS = 1024;

/**
 * What the image runs as a job: the data steps, and one share of the readings for a bronze step that merges them
 * (`hourly-scan.ts`). Hosting starts the same image with `SERVE` instead.
 */
export const containerPrograms = [...stepNames, "bronze-shard"] as const;
export type ContainerProgram = (typeof containerPrograms)[number];

/** The argument that SageMaker hosting starts an image with. */
export const SERVE = "serve";

/** Variables of a step's container. All are texts: the platform knows nothing else. */
export const containerEnvironment = {
  runId: "RUN_ID",
  /** Name of the stack's environment: the metrics that the step writes carry it. */
  environment: "ENVIRONMENT",
  /** A day, or `auto`: the last complete month of the consumption data decides. */
  asOf: "AS_OF",
  experiment: "EXPERIMENT",
  /** Who judges the tone of conversations (`sentiment.ts`). */
  sentiment: "SENTIMENT",
  seed: "SEED",
  /** Version of the champion, or `none`: then its input holds a placeholder, and an optional input is left out. */
  champion: "CHAMPION",
  threads: "THREADS",
  memoryLimitMb: "MEMORY_LIMIT_MB",
  /** The step ends itself after this time, so that it can say why; the job's own limit is a little longer. */
  timeoutSeconds: "TIMEOUT_SECONDS",
} as const;

/**
 * Variable with the day that all machines of a run take for today, where a run has several at work on one thing. Left
 * out: the day by the machine's clock.
 */
export const SHARED_TODAY = "TODAY";

/** What the container is started with: the entry point, and the program's name as its only argument. */
export function containerCommand(program: ContainerProgram): {
  readonly entryPoint: string[];
  readonly arguments: string[];
} {
  return { entryPoint: ["node", "/opt/spanishgas/runtime/container/entry.ts"], arguments: [program] };
}

/** Folder for what a step says of itself (facts, time, memory): uploaded to `monitoring/steps/<run>/`. */
export const CONTAINER_FACTS = `${ROOT}/output/facts`;

/** Where in the lake the steps' own words lie: apart from their tables, so that who reads these sees no customer. */
export const FACTS_PREFIX = "monitoring/steps/";

/** Name of a step's file in `CONTAINER_FACTS`. */
export function stepFactsFile(step: ContainerProgram): string {
  return `${step}.json`;
}

/** Key of a step's file in the lake. */
export function stepFactsKey(run: RunId, step: StepName): string {
  return `${FACTS_PREFIX}${run}/${stepFactsFile(step)}`;
}
