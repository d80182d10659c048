import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { opts } from "./common.ts";
import { balancer } from "./dashboard.ts";
import { key, table } from "./data.ts";
import { deadLetters, machine } from "./pipeline.ts";

const topic = new aws.sns.Topic("alerts", { kmsMasterKeyId: key.arn }, opts);
new aws.budgets.Budget(
  "budget",
  {
    budgetType: "COST",
    limitAmount: "100",
    limitUnit: "USD",
    timeUnit: "MONTHLY",
    notifications: [
      {
        comparisonOperator: "GREATER_THAN",
        notificationType: "FORECASTED",
        threshold: 100,
        thresholdType: "PERCENTAGE",
        subscriberSnsTopicArns: [topic.arn],
      },
    ],
  },
  opts,
);
const watched: Readonly<
  Record<string, { readonly namespace: string; readonly dimensions: Record<string, pulumi.Input<string>> }>
> = {
  machine: { namespace: "AWS/States", dimensions: { StateMachineArn: machine.arn } },
  trigger: { namespace: "AWS/Lambda", dimensions: { FunctionName: "trigger" } },
  dead: { namespace: "AWS/SQS", dimensions: { QueueName: deadLetters.name } },
  balancer: { namespace: "AWS/ApplicationELB", dimensions: { LoadBalancer: balancer.arnSuffix } },
  table: { namespace: "AWS/DynamoDB", dimensions: { TableName: table.name } },
  drift: { namespace: "SpanishGas/MLOps", dimensions: { Environment: "prod" } },
};
for (const [name, metric] of Object.entries(watched)) {
  new aws.cloudwatch.MetricAlarm(
    `alarm-${name}`,
    {
      ...metric,
      alarmDescription: "Look into the execution's history.",
      metricName: "Failures",
      statistic: "Sum",
      period: 300,
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      treatMissingData: "notBreaching",
      alarmActions: [topic.arn],
      okActions: [topic.arn],
    },
    opts,
  );
}
