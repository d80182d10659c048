import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { Role } from "../iam/role.ts";
import type { Stack } from "../stack.ts";
import { namesOf } from "./names.ts";
import { queuePolicy } from "./queue-policy.ts";

/** As long as SQS keeps anything: people have to find the time to look. */
const KEPT_SECONDS = 14 * 24 * 3600;

/**
 * What could not be delivered: uploads, scheduled calls, ends of executions and decisions on models that nobody took in
 * spite of all repetitions. An alarm watches that it is empty.
 */
export class DeadLetters extends Component {
  readonly queueArn: pulumi.Output<string>;
  readonly queueName: pulumi.Output<string>;
  readonly nodes: { readonly queue: aws.sqs.Queue; readonly policy: aws.sqs.QueuePolicy };

  constructor(name: string, { stack }: { readonly stack: Stack }, opts?: pulumi.ComponentResourceOptions) {
    super("pipeline", "DeadLetters", name, opts);
    const names = namesOf(stack);

    const queue = new aws.sqs.Queue(
      name,
      {
        name: names.deadLetters.name,
        messageRetentionSeconds: KEPT_SECONDS,
        sqsManagedSseEnabled: true,
        redriveAllowPolicy: pulumi.jsonStringify({
          redrivePermission: "byQueue",
          sourceQueueArns: [names.uploads.arn],
        }),
      },
      this.child(),
    );
    const policy = new aws.sqs.QueuePolicy(
      `${name}-policy`,
      {
        queueUrl: queue.url,
        policy: queuePolicy(queue.arn, [names.uploadRule.arn, names.failureRule.arn, names.decisionRule.arn]),
      },
      this.child(),
    );

    this.nodes = { queue, policy };
    this.queueArn = queue.arn;
    this.queueName = queue.name;
    this.registerOutputs({ queueArn: this.queueArn });
  }

  /** Lets a role leave here what it could not deliver. */
  grantSend(role: Role): void {
    role.allow("send-dead-letters", [
      { sid: "LeaveDeadLetters", actions: ["sqs:SendMessage"], resources: [this.queueArn] },
    ]);
  }
}
