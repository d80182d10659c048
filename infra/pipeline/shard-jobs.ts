import type { Json } from "../../configs/asl.ts";
import { containerInput, SHARD_OUTPUT, SHARD_READINGS, SHARED_TODAY } from "../../configs/container.ts";
import { AGAIN_ATTEMPT, scanFiles, scanFolders } from "../../configs/hourly-scan.ts";
import { places, steps } from "../../configs/pipeline.ts";
import type { Job } from "./job.ts";
import { jobInput, jobOutput } from "./job-files.ts";
import type { Try } from "./job-name.ts";
import { inputUri } from "./place-paths.ts";
import type { StepSize } from "./sizes.ts";
import { placeInput, stepJob, stepOutputs } from "./step-job.ts";

/** What the jobs around a shared bronze step are made of. */
export interface ShardJobArgs {
  readonly bucket: string;
  readonly size: StepSize;
  readonly attempt: Try;
  /** Role of the bronze step, and of the machines that share its readings. */
  readonly roleArn: string;
  readonly shardRoleArn: string;
}

/** All machines of a run mean the same day by today, whatever their clocks say around midnight. */
const today = { [`${SHARED_TODAY}.$`]: "$.plan.today" };

/**
 * The machines that share the readings: each is given the delivery's other files, and the readings' files that fall to it
 * by their keys. They are as many as the control function has found worth it.
 */
export function shardJob({ bucket, size, attempt, shardRoleArn }: ShardJobArgs): Job {
  return {
    title: "shards",
    attempt,
    program: "bronze-shard",
    timeoutSeconds: steps.bronze.timeoutSeconds,
    roleArn: shardRoleArn,
    size,
    machinesPath: "$.plan.machines",
    inputs: [
      otherFiles(bucket),
      jobInput({
        name: "readings",
        uri: listUri(bucket, scanFiles.readingsManifest),
        folder: SHARD_READINGS,
        listed: true,
        shared: true,
      }),
    ],
    outputs: [jobOutput("shards", shardsUri(bucket, attempt), SHARD_OUTPUT)],
    variables: today,
  };
}

/** The bronze step that adds up what the machines have made; the readings themselves stay where they are. */
export function mergeJob({ bucket, size, attempt, roleArn }: ShardJobArgs): Job {
  return {
    ...stepJob({ bucket, step: "bronze", roleArn, size, attempt }),
    inputs: [otherFiles(bucket), placeInput(bucket, "consumption")],
    outputs: stepOutputs(bucket, "bronze"),
    variables: today,
  };
}

/** The bronze step on one machine, over everything. */
export function wholeJob({ bucket, size, attempt, roleArn }: ShardJobArgs): Job {
  return {
    ...stepJob({ bucket, step: "bronze", roleArn, size, attempt }),
    title: "whole",
    variables: today,
  };
}

/** The delivery without its readings, in the folder where the whole would lie. */
function otherFiles(bucket: string): Json {
  return jobInput({
    name: "delivery",
    uri: listUri(bucket, scanFiles.othersManifest),
    folder: containerInput("delivery"),
    listed: true,
  });
}

function listUri(bucket: string, file: string): string {
  return inputUri(bucket, `${places.consumption}${file}`);
}

/** A folder for each attempt (`hourly-scan.ts`): of one that failed, the machines that ended well leave files behind. */
function shardsUri(bucket: string, attempt: Try): string {
  const retries = "$$.State.RetryCount";
  const number = attempt === "again" ? `States.MathAdd(${retries}, ${AGAIN_ATTEMPT})` : retries;
  const path = `${places.consumption.replace("<run>", "{}")}${scanFolders.shards}/{}-{}`;
  return `States.Format('s3://${bucket}/${path}', $.run_id, $$.Execution.RedriveCount, ${number})`;
}
