import * as aws from "@pulumi/aws";
import { deadLetterQueuesOf } from "../support/queues.ts";
import { stackRule } from "../support/rule.ts";
import { refersTo } from "../support/stack-view.ts";

/** What a queue's reader cannot process goes to a second queue, after some attempts. */
export const queueDeadLetter = stackRule(
  {
    name: "queue-dead-letter",
    description: "When a run could not be started, the upload's event was lost, and nobody heard of it.",
    faults: ["K5"],
    severity: "high",
    level: "mandatory",
    remedy: "Set redrivePolicy with the ARN of a queue for what fails, and a maxReceiveCount",
  },
  (stack, { report }) => {
    const deadLetters = new Set(deadLetterQueuesOf(stack).map(({ urn }) => urn));
    const redrives = stack.of(aws.sqs.RedrivePolicy);
    for (const { urn, resource, properties } of stack.of(aws.sqs.Queue)) {
      if (deadLetters.has(urn)) continue;
      if (redrives.some((redrive) => refersTo(redrive.resource, "queueUrl", resource))) continue;
      // Where it is unknown it is at least given, and its queue will be in it.
      const redrive = properties.quietly().get("redrivePolicy");
      if (redrive.isNot((text) => text.includes("deadLetterTargetArn")))
        report(redrive, "names no queue", urn);
    }
  },
);
