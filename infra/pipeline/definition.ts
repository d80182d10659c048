import type { StateMachineDefinition, TaskBinding } from "../../configs/asl.ts";
import { controlPayload, controlResult, type PreparedScan, preparedResult } from "../../configs/functions.ts";
import type { JobBinding } from "../../configs/job-states.ts";
import type { StepName } from "../../configs/pipeline.ts";
import type { ReadingsBinding } from "../../configs/readings-states.ts";
import type { ScanBinding } from "../../configs/scan-states.ts";
import type { ShardBinding } from "../../configs/shard-states.ts";
import { type ControlTask, type StepTask, stateMachine } from "../../configs/state-machine.ts";
import { type Job, type JobFacts, processingJob } from "./job.ts";
import type { Try } from "./job-name.ts";
import { jobRetriers, noCapacity } from "./job-retriers.ts";
import { mergeJob, type ShardJobArgs, shardJob, wholeJob } from "./shard-jobs.ts";
import { isShared, type StepSize } from "./sizes.ts";
import { stepJob } from "./step-job.ts";

/** What the state machine has to know of the cloud. */
export interface MachineFacts extends JobFacts {
  readonly controlFunctionArn: string;
  readonly roleArns: Readonly<Record<StepName, string>>;
  /** Role of the machines that share the readings, where the bronze step has several. */
  readonly shardRoleArn?: string;
  readonly sizes: Readonly<Record<StepName, StepSize>>;
  /** A query that sums the hourly readings before the bronze step. @default the step sums them */
  readonly scan?: ScanBinding;
}

/** A machine is made, the image fetched, files copied in and out: minutes, and sometimes many. */
const START_UP_SECONDS = 1200;

/**
 * The pipeline's state machine on AWS: control tasks call a function, data steps are jobs of SageMaker Processing.
 * @throws Error when a query and several machines are both to sum the readings (`pipelineFaults` says so before)
 */
export function cloudStateMachine(facts: MachineFacts): StateMachineDefinition {
  const shards = shardBinding(facts);
  if (shards !== undefined && facts.scan !== undefined)
    throw new Error("Either a query or several machines of the bronze step sum the readings, not both.");
  const scan = shards ?? facts.scan;
  const prepared = preparedBy(facts, scan);
  return stateMachine({
    control: (task) => control(facts.controlFunctionArn, task, prepared),
    job: (task) =>
      jobBinding(facts, (attempt) =>
        task.step === "bronze" && shards !== undefined
          ? mergeJob(shardJobArgs(facts, attempt))
          : stepJob({ ...stepArgs(facts, task), attempt }),
      ),
    ...(scan === undefined ? {} : { scan }),
  });
}

/** A job as a state, and the state that makes it again. */
function jobBinding(facts: JobFacts, job: (attempt: Try) => Job): JobBinding {
  const binding = (attempt: Try): TaskBinding => ({
    Resource: "arn:aws:states:::sagemaker:createProcessingJob.sync",
    Parameters: processingJob(facts, job(attempt)),
  });
  return {
    job: binding("first"),
    again: binding("again"),
    startUpSeconds: START_UP_SECONDS,
    retriers: jobRetriers,
    full: noCapacity,
  };
}

function stepArgs({ bucket, roleArns, sizes, scan }: MachineFacts, { step }: StepTask) {
  return { bucket, step, roleArn: roleArns[step], size: sizes[step], queried: scan !== undefined };
}

function shardJobArgs({ bucket, sizes, roleArns, shardRoleArn }: MachineFacts, attempt: Try): ShardJobArgs {
  if (shardRoleArn === undefined) throw new Error("The machines that share the readings have no role.");
  return { bucket, size: sizes.bronze, attempt, roleArn: roleArns.bronze, shardRoleArn };
}

/** The jobs around a shared bronze step; undefined where it has one machine. */
function shardBinding(facts: MachineFacts): ShardBinding | undefined {
  if (!isShared(facts.sizes)) return undefined;
  return {
    by: "shards",
    shards: jobBinding(facts, (attempt) => shardJob(shardJobArgs(facts, attempt))),
    whole: jobBinding(facts, (attempt) => wholeJob(shardJobArgs(facts, attempt))),
  };
}

function preparedBy({ sizes }: MachineFacts, scan: ReadingsBinding | undefined): PreparedScan | undefined {
  switch (scan?.by) {
    case undefined:
      return undefined;
    case "athena":
      return { by: "athena" };
    case "shards":
      return { by: "shards", machines: sizes.bronze.instances };
  }
}

function control(
  functionArn: string,
  { state }: ControlTask,
  prepared: PreparedScan | undefined,
): TaskBinding {
  const prepares = state === "ResolveDelivery" ? prepared : undefined;
  const result = controlResult(state);
  return {
    Resource: "arn:aws:states:::lambda:invoke",
    Parameters: { FunctionName: functionArn, Payload: controlPayload(state, prepares) },
    ...(result === undefined
      ? {}
      : { ResultSelector: { ...result, ...(prepares === undefined ? {} : preparedResult(prepares)) } }),
  };
}
