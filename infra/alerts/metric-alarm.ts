import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Stack } from "../stack.ts";
import { type AlarmDefinition, type Metric, ownNamespace } from "./alarm.ts";

/** A metric's dimensions; our own metrics are told apart by environment, so that one stack's do not set off another's. */
export function dimensionsOf(stack: Stack, metric: Metric): Readonly<Record<string, pulumi.Input<string>>> {
  return metric.namespace === ownNamespace
    ? { ...metric.dimensions, Environment: stack.environment }
    : metric.dimensions;
}

/** The arguments of an alarm: it speaks to the topic when it starts, and again when it is over. */
export function metricAlarm(
  stack: Stack,
  topicArn: pulumi.Output<string>,
  alarm: AlarmDefinition,
): aws.cloudwatch.MetricAlarmArgs {
  return {
    name: `${stack.prefix}-${alarm.name}`,
    alarmDescription: alarm.description,
    namespace: alarm.namespace,
    metricName: alarm.metric,
    dimensions: dimensionsOf(stack, alarm),
    ...statisticOf(alarm),
    period: alarm.periodSeconds,
    evaluationPeriods: alarm.evaluationPeriods,
    datapointsToAlarm: alarm.datapoints ?? alarm.evaluationPeriods,
    comparisonOperator: alarm.comparison,
    threshold: alarm.threshold,
    treatMissingData: alarm.missingData,
    alarmActions: [topicArn],
    okActions: [topicArn],
  };
}

/** Percentiles of few values say little: they leave the alarm as it is. */
function statisticOf({ statistic }: AlarmDefinition): Partial<aws.cloudwatch.MetricAlarmArgs> {
  switch (statistic) {
    case "Sum":
    case "Average":
    case "Minimum":
    case "Maximum":
    case "SampleCount":
      return { statistic };
    default:
      return { extendedStatistic: statistic, evaluateLowSampleCountPercentiles: "ignore" };
  }
}
