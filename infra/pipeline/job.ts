import type { Json } from "../../configs/asl.ts";
import { type ContainerProgram, containerCommand, containerEnvironment } from "../../configs/container.ts";
import { instanceTypes } from "../../configs/instance-types.ts";
import type { Stack } from "../stack.ts";
import { type JobTitle, jobNameExpression, type Try } from "./job-name.ts";
import type { StepSize } from "./sizes.ts";

/** What all jobs of a stack have in common. */
export interface JobFacts {
  readonly stack: Pick<Stack, "prefix" | "project" | "environment">;
  readonly bucket: string;
  /** `repository@sha256:…`. */
  readonly image: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  /** Key of the lake's objects; undefined where S3's own are used. */
  readonly lakeKeyArn: string | undefined;
  /** Key of the machines' disks; undefined where SageMaker's own is used. */
  readonly volumeKeyArn: string | undefined;
}

/** One job's own part. */
export interface Job {
  /** What the job is called, in its name and its tag. */
  readonly title: JobTitle;
  readonly attempt: Try;
  readonly program: ContainerProgram;
  readonly timeoutSeconds: number;
  readonly roleArn: string;
  readonly size: Pick<StepSize, "instanceType" | "volumeGb">;
  /** Path in the execution's state to the number of machines. @default one machine */
  readonly machinesPath?: string;
  readonly inputs: readonly Json[];
  readonly outputs: readonly Json[];
  /** Variables beside those that every program is given. */
  readonly variables?: { readonly [key: string]: Json };
}

/** The job ends itself after the program's own limit; this much later it is ended, so that it can still say why. */
const LAST_WORDS_SECONDS = 120;
/** Share of the memory that the engine may use for its buffers: the rest is for the system and for XGBoost. */
const BUFFERS = 0.5;
const MB_PER_GB = 1024;

/**
 * A job of SageMaker Processing: what `createProcessingJob.sync` is called with. The container has no network; SageMaker
 * copies the run's inputs in and its outputs out. Several machines of a job say nothing to each other: the security group
 * lets nothing in, so that there is no traffic to encrypt, and encrypting it would want two rules that let some in.
 */
export function processingJob(facts: JobFacts, job: Job): Json {
  const { stack, image, subnetIds, securityGroupId, lakeKeyArn, volumeKeyArn } = facts;
  const { title, attempt, roleArn, size, inputs, outputs, machinesPath, timeoutSeconds } = job;
  const command = containerCommand(job.program);
  return {
    "ProcessingJobName.$": jobNameExpression(stack.prefix, title, attempt),
    AppSpecification: {
      ImageUri: image,
      ContainerEntrypoint: command.entryPoint,
      ContainerArguments: command.arguments,
    },
    Environment: { ...environment(stack, job), ...job.variables },
    ProcessingInputs: [...inputs],
    ProcessingOutputConfig: {
      Outputs: [...outputs],
      ...(lakeKeyArn === undefined ? {} : { KmsKeyId: lakeKeyArn }),
    },
    ProcessingResources: {
      ClusterConfig: {
        ...(machinesPath === undefined ? { InstanceCount: 1 } : { "InstanceCount.$": machinesPath }),
        InstanceType: size.instanceType,
        VolumeSizeInGB: size.volumeGb,
        ...(volumeKeyArn === undefined ? {} : { VolumeKmsKeyId: volumeKeyArn }),
      },
    },
    StoppingCondition: { MaxRuntimeInSeconds: timeoutSeconds + LAST_WORDS_SECONDS },
    NetworkConfig: {
      EnableNetworkIsolation: true,
      EnableInterContainerTrafficEncryption: false,
      VpcConfig: { SecurityGroupIds: [securityGroupId], Subnets: [...subnetIds] },
    },
    RoleArn: roleArn,
    Tags: [
      { Key: "Project", Value: stack.project },
      { Key: "Environment", Value: stack.environment },
      { Key: "Step", Value: title },
      { Key: "Run", "Value.$": "$.run_id" },
    ],
  };
}

function environment(
  stack: JobFacts["stack"],
  { size, timeoutSeconds }: Pick<Job, "size" | "timeoutSeconds">,
): { [key: string]: Json } {
  const { vcpus, memoryGb } = instanceTypes[size.instanceType];
  const variables = containerEnvironment;
  return {
    [`${variables.runId}.$`]: "$.run_id",
    [`${variables.asOf}.$`]: "$.as_of",
    [`${variables.experiment}.$`]: "$.experiment",
    [`${variables.sentiment}.$`]: "$.sentiment",
    // A number, where only texts are taken.
    [`${variables.seed}.$`]: "States.Format('{}', $.seed)",
    [`${variables.champion}.$`]: "$.plan.champion.version",
    [variables.environment]: stack.environment,
    [variables.threads]: String(vcpus),
    [variables.memoryLimitMb]: String(memoryGb * MB_PER_GB * BUFFERS),
    [variables.timeoutSeconds]: String(timeoutSeconds),
  };
}
