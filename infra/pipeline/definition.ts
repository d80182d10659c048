import type { StateMachineDefinition, TaskBinding } from "../../configs/asl.ts";
import { controlPayload, controlResult } from "../../configs/functions.ts";
import type { StepName } from "../../configs/pipeline.ts";
import type { ScanBinding } from "../../configs/scan-states.ts";
import { type ControlTask, type StepTask, stateMachine } from "../../configs/state-machine.ts";
import { type JobFacts, processingJob } from "./job.ts";
import type { Try } from "./job-name.ts";
import { jobRetriers } from "./job-retriers.ts";
import type { StepSize } from "./sizes.ts";

/** What the state machine has to know of the cloud. */
export interface MachineFacts extends JobFacts {
  readonly controlFunctionArn: string;
  readonly roleArns: Readonly<Record<StepName, string>>;
  readonly sizes: Readonly<Record<StepName, StepSize>>;
  /** A query that sums the hourly readings before the bronze step. @default the step sums them */
  readonly scan?: ScanBinding;
}

/** A machine is made, the image fetched, files copied in and out: minutes, and sometimes many. */
const START_UP_SECONDS = 1200;

/** The pipeline's state machine on AWS: control tasks call a function, data steps are jobs of SageMaker Processing. */
export function cloudStateMachine(facts: MachineFacts): StateMachineDefinition {
  const { scan } = facts;
  const jobFacts: JobFacts = { ...facts, queried: scan !== undefined };
  const job = ({ step }: StepTask, attempt: Try): TaskBinding => ({
    Resource: "arn:aws:states:::sagemaker:createProcessingJob.sync",
    Parameters: processingJob(jobFacts, {
      step,
      attempt,
      roleArn: facts.roleArns[step],
      size: facts.sizes[step],
    }),
  });
  return stateMachine({
    control: (task) => control(facts.controlFunctionArn, task, scan !== undefined),
    job: (task) => ({
      job: job(task, "first"),
      again: job(task, "again"),
      startUpSeconds: START_UP_SECONDS,
      retriers: jobRetriers,
    }),
    ...(scan === undefined ? {} : { scan }),
  });
}

function control(functionArn: string, { state }: ControlTask, queried: boolean): TaskBinding {
  const prepares = queried && state === "ResolveDelivery";
  const result = controlResult(state);
  return {
    Resource: "arn:aws:states:::lambda:invoke",
    Parameters: { FunctionName: functionArn, Payload: controlPayload(state, prepares) },
    ...(result === undefined
      ? {}
      : { ResultSelector: prepares ? { ...result, "scanner.$": "$.Payload.scanner" } : result }),
  };
}
