import * as aws from "@pulumi/aws";
import type { PolicyResource } from "@pulumi/policy";
import { containerDefinitions } from "../support/containers.ts";
import { stackRule } from "../support/rule.ts";
import { refersTo } from "../support/stack-view.ts";

/** Everything that writes logs has a log group of the stack, made before the first line is written. */
export const logGroupPresent = stackRule(
  {
    name: "log-group-present",
    description:
      "A function without a group makes one itself, which has no retention and outlives the stack; and needs the right to make groups.",
    faults: ["X10"],
    severity: "medium",
    level: "mandatory",
    remedy: "Add a LogGroup of the name that is written to, and let the writer depend on it",
  },
  (stack, { report }) => {
    const groups = stack.of(aws.cloudwatch.LogGroup);
    const isGiven = (from: PolicyResource, property: string) =>
      groups.some((group) => refersTo(from, property, group.resource));
    const isMissing = (name: string) =>
      !groups.some((group) => group.quiet.get("name").is((own) => own === name)) &&
      // A group whose name is unknown may be the one.
      !groups.some((group) => group.properties.get("name").isUnknown);

    for (const { urn, resource, properties } of stack.of(aws.lambda.Function)) {
      if (isGiven(resource, "loggingConfig")) continue;
      if (groups.some((group) => refersTo(group.resource, "name", resource))) continue;
      const name = properties.get("name");
      if (name.isNot((known) => !isMissing(`/aws/lambda/${known}`))) {
        report("", `has no log group /aws/lambda/${name.value ?? "<name>"}`, urn);
      }
    }
    for (const { urn, resource, properties } of stack.of(aws.ecs.TaskDefinition)) {
      if (isGiven(resource, "containerDefinitions")) continue;
      for (const container of properties.get("containerDefinitions").json(containerDefinitions).items()) {
        const group = container.get("logConfiguration").get("options").get("awslogs-group");
        if (group.isNot((name) => !isMissing(name))) report(group, "is no log group of the stack", urn);
      }
    }
  },
);
