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
    for (const { urn, resource, properties } of stack.of(aws.sqs.Queue)) {
      const apart = stack
        .of(aws.sqs.RedrivePolicy)
        .some((policy) => refersTo(policy.resource, "queueUrl", resource));
      if (properties.get("redrivePolicy").isAbsent && !apart && !deadLetters.has(urn)) {
        report("redrivePolicy", "is missing", urn);
      }
    }
  },
);
