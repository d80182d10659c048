import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { SETTLING_SECONDS } from "../../configs/functions.ts";
import { RUN_TIMEOUT_SECONDS } from "../../configs/state-machine.ts";
import { Component } from "../component.ts";
import type { DataLake } from "../data-lake.ts";
import type { Role } from "../iam/role.ts";
import type { Stack } from "../stack.ts";
import type { DeadLetters } from "./dead-letters.ts";
import { namesOf } from "./names.ts";
import { queuePolicy } from "./queue-policy.ts";

/** Arguments of the queue of uploads. */
export interface UploadsArgs {
  readonly stack: Stack;
  readonly lake: Pick<DataLake, "bucketName">;
  readonly deadLetters: DeadLetters;
  /** Time limit of the function that reads the queue. */
  readonly readerSeconds: number;
}

/** Uploads that come within this time wake the function together. */
export const BATCHING_SECONDS = 20;
/** Lambda asks for six times the function's time, beside the time in which it collects. */
const TIMES_OF_READER = 6;
const KEPT_SECONDS = 4 * 24 * 3600;

/**
 * The uploads that nobody has looked at yet: S3 tells EventBridge, a rule puts what arrives below `raw/` into a queue,
 * where it rests until the upload has been quiet for a while.
 *
 * A delivery that arrives while a run is at work waits here: the function hands the message back until the run's lease
 * is free. That may last as long as a run may, so a message is given up only after more tries than fit into that time.
 * A newer upload that comes meanwhile takes its place: the function always looks at what lies there, and the newest
 * counts. Calls that found a run at work wait here too.
 */
export class Uploads extends Component {
  readonly queueArn: pulumi.Output<string>;
  readonly queueUrl: pulumi.Output<string>;
  readonly queueName: pulumi.Output<string>;
  readonly nodes: { readonly queue: aws.sqs.Queue; readonly rule: aws.cloudwatch.EventRule };

  constructor(name: string, args: UploadsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipeline", "Uploads", name, opts);
    const { stack, lake, deadLetters, readerSeconds } = args;
    const names = namesOf(stack);
    const hiddenSeconds = TIMES_OF_READER * readerSeconds + BATCHING_SECONDS;

    const queue = new aws.sqs.Queue(
      name,
      {
        name: names.uploads.name,
        delaySeconds: SETTLING_SECONDS,
        visibilityTimeoutSeconds: hiddenSeconds,
        messageRetentionSeconds: KEPT_SECONDS,
        receiveWaitTimeSeconds: 20,
        sqsManagedSseEnabled: true,
        redrivePolicy: pulumi.jsonStringify({
          deadLetterTargetArn: deadLetters.queueArn,
          maxReceiveCount: Math.ceil(RUN_TIMEOUT_SECONDS / hiddenSeconds) + 1,
        }),
      },
      this.child(),
    );
    const policy = new aws.sqs.QueuePolicy(
      `${name}-policy`,
      { queueUrl: queue.url, policy: queuePolicy(queue.arn, [names.uploadRule.arn]) },
      this.child(),
    );
    const rule = new aws.cloudwatch.EventRule(
      `${name}-rule`,
      {
        name: names.uploadRule.name,
        description: "Files that are uploaded below raw/",
        eventPattern: uploadPattern(lake.bucketName),
      },
      this.child(),
    );
    new aws.cloudwatch.EventTarget(
      `${name}-target`,
      {
        rule: rule.name,
        targetId: "uploads",
        arn: queue.arn,
        deadLetterConfig: { arn: deadLetters.queueArn },
      },
      // What is sent before the queue lets it in is lost.
      this.child({ dependsOn: [policy, deadLetters.nodes.policy] }),
    );

    this.nodes = { queue, rule };
    this.queueArn = queue.arn;
    this.queueUrl = queue.url;
    this.queueName = queue.name;
    this.registerOutputs({ queueUrl: this.queueUrl });
  }

  /** Lets a role take messages from the queue. */
  grantConsume(role: Role): void {
    role.allow("take-uploads", [
      {
        sid: "TakeUploads",
        actions: [
          "sqs:ChangeMessageVisibility",
          "sqs:DeleteMessage",
          "sqs:GetQueueAttributes",
          "sqs:ReceiveMessage",
        ],
        resources: [this.queueArn],
      },
    ]);
  }

  /** Lets a role leave here what it cannot answer now: it comes back to whoever reads the queue. */
  grantWait(role: Role): void {
    role.allow("wait-in-uploads", [
      { sid: "WaitInUploads", actions: ["sqs:SendMessage"], resources: [this.queueArn] },
    ]);
  }
}

function uploadPattern(bucketName: pulumi.Output<string>): pulumi.Output<string> {
  return pulumi.jsonStringify({
    source: ["aws.s3"],
    "detail-type": ["Object Created"],
    detail: { bucket: { name: [bucketName] }, object: { key: [{ prefix: "raw/" }] } },
  });
}
