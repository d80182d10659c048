import type { Json } from "../../configs/asl.ts";
import {
  CONTAINER_FACTS,
  containerCommand,
  containerEnvironment,
  containerInput,
  containerOutput,
  FACTS_PREFIX,
} from "../../configs/container.ts";
import { instanceTypes } from "../../configs/instance-types.ts";
import { type Place, places, type StepName, steps } from "../../configs/pipeline.ts";
import type { Stack } from "../stack.ts";
import { jobNameExpression, type Try } from "./job-name.ts";
import { inputUri, outputUri } from "./place-paths.ts";
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
  /** Steps are given what a query has made for them. @default they have only what steps have made */
  readonly queried?: boolean;
}

/** One step's own part. */
export interface JobOfStep {
  readonly step: StepName;
  readonly roleArn: string;
  readonly size: StepSize;
  readonly attempt: Try;
}

/** The job ends itself after the step's own limit; this much later it is ended, so that it can still say why. */
const LAST_WORDS_SECONDS = 120;
/** Share of the memory that the engine may use for its buffers: the rest is for the system and for XGBoost. */
const BUFFERS = 0.5;
const MB_PER_GB = 1024;

/**
 * A job of SageMaker Processing: what `createProcessingJob.sync` is called with. The container has no network; SageMaker
 * copies the run's inputs in and its outputs out.
 */
export function processingJob(facts: JobFacts, { step, roleArn, size, attempt }: JobOfStep): Json {
  const { stack, bucket, image, subnetIds, securityGroupId, lakeKeyArn, volumeKeyArn } = facts;
  const { writes, timeoutSeconds } = steps[step];
  const { instanceType, instances, volumeGb } = size;
  const command = containerCommand(step);
  return {
    "ProcessingJobName.$": jobNameExpression(stack.prefix, step, attempt),
    AppSpecification: {
      ImageUri: image,
      ContainerEntrypoint: command.entryPoint,
      ContainerArguments: command.arguments,
    },
    Environment: environment(step, size),
    ProcessingInputs: inputPlaces(step, facts.queried).map((place) =>
      input(bucket, place, distribution(place, instances)),
    ),
    ProcessingOutputConfig: {
      Outputs: [
        ...writes.map((place) => output(place, outputUri(bucket, places[place]), containerOutput(place))),
        output("facts", outputUri(bucket, `${FACTS_PREFIX}<run>/`), CONTAINER_FACTS),
      ],
      ...(lakeKeyArn === undefined ? {} : { KmsKeyId: lakeKeyArn }),
    },
    ProcessingResources: {
      ClusterConfig: {
        InstanceCount: instances,
        InstanceType: instanceType,
        VolumeSizeInGB: volumeGb,
        ...(volumeKeyArn === undefined ? {} : { VolumeKmsKeyId: volumeKeyArn }),
      },
    },
    StoppingCondition: { MaxRuntimeInSeconds: timeoutSeconds + LAST_WORDS_SECONDS },
    NetworkConfig: {
      EnableNetworkIsolation: true,
      EnableInterContainerTrafficEncryption: instances > 1,
      VpcConfig: { SecurityGroupIds: [securityGroupId], Subnets: [...subnetIds] },
    },
    RoleArn: roleArn,
    Tags: [
      { Key: "Project", Value: stack.project },
      { Key: "Environment", Value: stack.environment },
      { Key: "Step", Value: step },
      { Key: "Run", "Value.$": "$.run_id" },
    ],
  };
}

/** What a step reads: in a stack with queries, what they have made for it as well. */
export function inputPlaces(step: StepName, queried = false): readonly Place[] {
  const { reads, mayRead = [] } = steps[step];
  return queried ? [...reads, ...mayRead] : reads;
}

function environment(step: StepName, { instanceType }: StepSize): { [key: string]: Json } {
  const { vcpus, memoryGb } = instanceTypes[instanceType];
  const variables = containerEnvironment;
  return {
    [`${variables.runId}.$`]: "$.run_id",
    [`${variables.asOf}.$`]: "$.as_of",
    [`${variables.experiment}.$`]: "$.experiment",
    // A number, where only texts are taken.
    [`${variables.seed}.$`]: "States.Format('{}', $.seed)",
    [`${variables.champion}.$`]: "$.plan.champion.version",
    [variables.threads]: String(vcpus),
    [variables.memoryLimitMb]: String(memoryGb * MB_PER_GB * BUFFERS),
    [variables.timeoutSeconds]: String(steps[step].timeoutSeconds),
  };
}

type Distribution = "FullyReplicated" | "ShardedByS3Key";

/** Only the delivery has many files that can be read apart from each other. */
function distribution(place: Place, instances: number): Distribution {
  return place === "delivery" && instances > 1 ? "ShardedByS3Key" : "FullyReplicated";
}

function input(bucket: string, place: Place, distributed: Distribution): Json {
  return {
    InputName: place,
    S3Input: {
      "S3Uri.$": inputUri(bucket, places[place]),
      LocalPath: containerInput(place),
      S3DataType: "S3Prefix",
      S3InputMode: "File",
      S3DataDistributionType: distributed,
      S3CompressionType: "None",
    },
  };
}

function output(name: string, uri: string, folder: string): Json {
  return {
    OutputName: name,
    S3Output: { "S3Uri.$": uri, LocalPath: folder, S3UploadMode: "EndOfJob" },
  };
}
