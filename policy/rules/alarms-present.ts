import * as aws from "@pulumi/aws";
import type { PolicyResource } from "@pulumi/policy";
import { mightWatch, watches, watchesOf } from "../support/alarms.ts";
import { deadLetterQueuesOf } from "../support/queues.ts";
import type { Reading } from "../support/reading.ts";
import { stackRule } from "../support/rule.ts";
import type { StackView } from "../support/stack-view.ts";

/** Everything that can fail in silence has an alarm. */
export const alarmsPresent = stackRule(
  {
    name: "alarms-present",
    description:
      "A run that timed out, a message that nobody could process, a dashboard that answered with errors: only three things were watched.",
    faults: ["X11"],
    severity: "high",
    level: "mandatory",
    remedy: "Add an alarm whose metric has the dimension, and hand it to Alerts.watch",
  },
  (stack, { report, listenerOf }) => {
    const alarms = watchesOf(stack);
    for (const { resource, dimension, identity } of watchable(stack)) {
      if (alarms.some((alarm) => watches(alarm, dimension, resource, identity))) continue;
      if (alarms.some((alarm) => mightWatch(alarm, dimension, identity))) {
        listenerOf(resource.urn).unknown(identity.path);
      } else {
        report("", `has no alarm with the dimension ${dimension}`, resource.urn);
      }
    }
  },
);

interface Watchable {
  readonly resource: PolicyResource;
  /** The dimension of CloudWatch's metrics about it. */
  readonly dimension: string;
  /** The dimension's value. */
  readonly identity: Reading<string>;
}

function watchable(stack: StackView): readonly Watchable[] {
  return [
    ...stack
      .of(aws.sfn.StateMachine)
      .map(({ resource, quiet }) => ({ resource, dimension: "StateMachineArn", identity: quiet.get("arn") })),
    ...stack
      .of(aws.lambda.Function)
      .map(({ resource, quiet }) => ({ resource, dimension: "FunctionName", identity: quiet.get("name") })),
    ...deadLetterQueuesOf(stack).map(({ resource, quiet }) => ({
      resource,
      dimension: "QueueName",
      identity: quiet.get("name"),
    })),
    ...stack.of(aws.lb.LoadBalancer).map(({ resource, quiet }) => ({
      resource,
      dimension: "LoadBalancer",
      identity: quiet.get("arnSuffix"),
    })),
    ...stack
      .of(aws.dynamodb.Table)
      .map(({ resource, quiet }) => ({ resource, dimension: "TableName", identity: quiet.get("name") })),
  ];
}
