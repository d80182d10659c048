import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { functions } from "../../configs/functions.ts";
import { Component } from "../component.ts";
import type { DataLake } from "../data-lake.ts";
import type { Images } from "../images.ts";
import type { Manifest } from "../manifest.ts";
import type { Stack } from "../stack.ts";
import type { DeadLetters } from "./dead-letters.ts";
import { LambdaFunction } from "./lambda-function.ts";
import { BATCHING_SECONDS, Uploads } from "./uploads.ts";

/** Arguments of the trigger. */
export interface TriggerArgs {
  readonly stack: Stack;
  readonly lake: Pick<DataLake, "bucketName" | "grantList" | "grantListUnfinished">;
  readonly manifest: Pick<Manifest, "tableName" | "grantReadWrite">;
  readonly images: Pick<Images, "runtime">;
  readonly stateMachineArn: pulumi.Input<string>;
  readonly deadLetters: DeadLetters;
  /** Who judges the tone of conversations in the runs that it starts (`configs/sentiment.ts`). */
  readonly sentiment: string;
  /** Keep a share of the account's functions free for it. */
  readonly reserveConcurrency: boolean;
}

const TIMEOUT_SECONDS = 60;
const MEMORY_MB = 256;
/** The least that Lambda lets a queue have: the lease in the manifest lets one of them through. */
const QUEUE_CONCURRENCY = 2;
/** The queue's two, and one for the schedule or a person. */
const RESERVED_CONCURRENCY = QUEUE_CONCURRENCY + 1;
/** All of them ask for the same, and are answered by one look. Lambda allows 10,000 where it collects them for a while. */
const MESSAGES_AT_ONCE = 100;

/**
 * What wakes the pipeline: the queue of uploads and the function that looks whether a delivery is whole, claims it in
 * the manifest and starts one execution for it. The function sees names and ETags; it cannot read a file. A call of the
 * schedule or of a person that finds a run at work waits in the same queue.
 */
export class Trigger extends Component {
  readonly function: LambdaFunction<(typeof functions)["trigger"]["variables"][number]>;
  readonly uploads: Uploads;
  readonly nodes: { readonly mapping: aws.lambda.EventSourceMapping };

  constructor(name: string, args: TriggerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipeline", "Trigger", name, opts);
    const { stack, lake, deadLetters } = args;

    this.uploads = new Uploads(
      `${name}-uploads`,
      { stack, lake, deadLetters, readerSeconds: TIMEOUT_SECONDS },
      { parent: this },
    );
    this.function = this.#createFunction(name, args);
    this.#grant(args);
    const mapping = new aws.lambda.EventSourceMapping(
      `${name}-mapping`,
      {
        eventSourceArn: this.uploads.queueArn,
        functionName: this.function.functionName,
        batchSize: MESSAGES_AT_ONCE,
        maximumBatchingWindowInSeconds: BATCHING_SECONDS,
        functionResponseTypes: ["ReportBatchItemFailures"],
        scalingConfig: { maximumConcurrency: QUEUE_CONCURRENCY },
      },
      // Lambda tries whether the role may read the queue.
      this.child({ dependsOn: [this.function] }),
    );

    this.nodes = { mapping };
    this.registerOutputs({ functionArn: this.function.arn });
  }

  #createFunction(name: string, args: TriggerArgs): Trigger["function"] {
    const { stack, lake, manifest, images, stateMachineArn, sentiment, deadLetters, reserveConcurrency } =
      args;
    return new LambdaFunction(
      `${name}-function`,
      {
        stack,
        purpose: "pipeline-trigger",
        description: "Starts one run for each whole delivery",
        definition: functions.trigger,
        environment: {
          BUCKET: lake.bucketName,
          MANIFEST_TABLE: manifest.tableName,
          STATE_MACHINE_ARN: stateMachineArn,
          UPLOADS_QUEUE_URL: this.uploads.queueUrl,
          RUNTIME_IMAGE: images.runtime,
          SENTIMENT: sentiment,
          ENVIRONMENT: stack.environment,
        },
        memoryMb: MEMORY_MB,
        timeoutSeconds: TIMEOUT_SECONDS,
        deadLetters,
        ...(reserveConcurrency ? { reservedConcurrency: RESERVED_CONCURRENCY } : {}),
      },
      { parent: this },
    );
  }

  #grant({ lake, manifest, stateMachineArn }: TriggerArgs): void {
    const { role } = this.function;
    lake.grantList(role, ["raw/"]);
    lake.grantListUnfinished(role);
    manifest.grantReadWrite(role);
    this.uploads.grantConsume(role);
    this.uploads.grantWait(role);
    role.allow("start-pipeline", [
      { sid: "StartPipeline", actions: ["states:StartExecution"], resources: [stateMachineArn] },
    ]);
  }
}
