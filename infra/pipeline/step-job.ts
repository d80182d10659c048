import type { Json } from "../../configs/asl.ts";
import { CONTAINER_FACTS, containerInput, containerOutput, FACTS_PREFIX } from "../../configs/container.ts";
import { type Place, places, type StepName, steps } from "../../configs/pipeline.ts";
import type { Job } from "./job.ts";
import { jobInput, jobOutput } from "./job-files.ts";
import type { Try } from "./job-name.ts";
import { inputUri, outputUri } from "./place-paths.ts";
import type { StepSize } from "./sizes.ts";

/** What tells a step's jobs of one stack from those of another. */
export interface StepJobArgs {
  readonly bucket: string;
  readonly step: StepName;
  readonly roleArn: string;
  readonly size: StepSize;
  readonly attempt: Try;
  /** The step is given what a query has made for it. @default it has only what steps have made */
  readonly queried?: boolean;
}

/** The job of a data step, on one machine: it reads what the step reads and writes what the step writes. */
export function stepJob({ bucket, step, roleArn, size, attempt, queried = false }: StepJobArgs): Job {
  return {
    title: step,
    attempt,
    program: step,
    timeoutSeconds: steps[step].timeoutSeconds,
    roleArn,
    size,
    inputs: inputPlaces(step, queried).map((place) => placeInput(bucket, place)),
    outputs: stepOutputs(bucket, step),
  };
}

/** What a step reads: in a stack where others sum the readings, what they have made for it as well. */
export function inputPlaces(step: StepName, queried: boolean): readonly Place[] {
  const { reads, mayRead = [] } = steps[step];
  return queried ? [...reads, ...mayRead] : reads;
}

/** A place of the run, whole. */
export function placeInput(bucket: string, place: Place): Json {
  return jobInput({ name: place, uri: inputUri(bucket, places[place]), folder: containerInput(place) });
}

/** What a step writes, and what it says of itself. */
export function stepOutputs(bucket: string, step: StepName): Json[] {
  return [
    ...steps[step].writes.map((place) =>
      jobOutput(place, outputUri(bucket, places[place]), containerOutput(place)),
    ),
    jobOutput("facts", outputUri(bucket, `${FACTS_PREFIX}<run>/`), CONTAINER_FACTS),
  ];
}
