import * as aws from "@pulumi/aws";
import type { ResolvedResource } from "@pulumi/pulumi/queryable/index.js";
import { type Member, refersTo, type StackView } from "./stack-view.ts";

export type Queue = Member<ResolvedResource<aws.sqs.Queue>>;

/** Properties by which something names the queue for what it could not deliver. */
const deadLetterProperties = ["redrivePolicy", "deadLetterConfig"];

/** The queues that take what could not be processed: those of other queues, functions, rules and schedules. */
export function deadLetterQueuesOf(stack: StackView): readonly Queue[] {
  const schedules = new Set(
    stack
      .of(aws.scheduler.Schedule)
      .filter(({ quiet }) => !quiet.get("target").get("deadLetterConfig").isAbsent)
      .map(({ urn }) => urn),
  );
  return stack
    .of(aws.sqs.Queue)
    .filter((queue) =>
      stack.resources.some(
        (other) =>
          other.urn !== queue.urn &&
          (deadLetterProperties.some((property) => refersTo(other, property, queue.resource)) ||
            (schedules.has(other.urn) && refersTo(other, "target", queue.resource))),
      ),
    );
}
