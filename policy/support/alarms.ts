import * as aws from "@pulumi/aws";
import type { PolicyResource } from "@pulumi/policy";
import type { Reading } from "./reading.ts";
import type { StackView } from "./stack-view.ts";

/** An alarm of the stack: what its metrics are about. */
export interface Watch {
  readonly resource: PolicyResource;
  /** Dimensions of its metric, and of those that it computes with. */
  readonly dimensions: readonly Reading<Readonly<Record<string, string>>>[];
}

/** All alarms of a stack. */
export function watchesOf(stack: StackView): readonly Watch[] {
  return stack.of(aws.cloudwatch.MetricAlarm).map(({ resource, properties }) => {
    const alarm = properties.quietly();
    const queries = alarm.get("metricQueries").items();
    return {
      resource,
      dimensions: [alarm.get("dimensions"), ...queries.map((query) => query.get("metric").get("dimensions"))],
    };
  });
}

/**
 * Whether an alarm watches a resource: a dimension of that name is the resource's, by its value or, where a preview
 * cannot know it, by the dependency that Pulumi recorded.
 */
export function watches(
  alarm: Watch,
  dimension: string,
  of: PolicyResource,
  identity: Reading<string>,
): boolean {
  const depends = ["dimensions", "metricQueries"].some(
    (property) => alarm.resource.propertyDependencies[property]?.some(({ urn }) => urn === of.urn) ?? false,
  );
  return alarm.dimensions.some((dimensions) => {
    if (dimensions.isUnknown) return depends;
    const value = dimensionOf(dimensions, dimension);
    if (value === undefined) return false;
    if (value.isUnknown || identity.isUnknown) return depends;
    return identity.is((known) => known === value.value);
  });
}

/** Whether an alarm may turn out to watch a resource: its dimensions are unknown, or one is a literal and the name is not. */
export function mightWatch(alarm: Watch, dimension: string, identity: Reading<string>): boolean {
  return alarm.dimensions.some(
    (dimensions) =>
      dimensions.isUnknown || (identity.isUnknown && dimensionOf(dimensions, dimension)?.value !== undefined),
  );
}

function dimensionOf(dimensions: Watch["dimensions"][number], name: string): Reading<string> | undefined {
  return dimensions.entries().find(([each]) => each === name)?.[1];
}
