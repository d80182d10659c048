import { type AlarmDefinition, type Chart, ownNamespace } from "../../infra/alerts/alarm.ts";
import { Alerts, type AlertsArgs } from "../../infra/alerts.ts";
import { account, stack } from "../support/github-access.ts";
import { type Registration, record } from "../support/pulumi-mocks.ts";

/** Alarms, charts and the component that makes them, under mocks. */

export const lambdaErrors: AlarmDefinition = {
  name: "lambda-errors",
  description: "The trigger failed. Look into /aws/lambda/spanishgas-dev-pipeline-trigger.",
  namespace: "AWS/Lambda",
  metric: "Errors",
  dimensions: { FunctionName: "spanishgas-dev-pipeline-trigger" },
  statistic: "Sum",
  periodSeconds: 300,
  evaluationPeriods: 1,
  comparison: "GreaterThanThreshold",
  threshold: 0,
  missingData: "notBreaching",
};
export const drift: AlarmDefinition = {
  ...lambdaErrors,
  name: "drift-detected",
  namespace: ownNamespace,
  metric: "DriftDetected",
  dimensions: {},
  statistic: "Maximum",
  periodSeconds: 3600,
};
export const slow: AlarmDefinition = {
  ...lambdaErrors,
  name: "slow",
  metric: "Duration",
  statistic: "p99",
  evaluationPeriods: 3,
  datapoints: 2,
};
export const chart: Chart = {
  title: "Trigger",
  unit: "count",
  metrics: [
    {
      namespace: "AWS/Lambda",
      metric: "Errors",
      dimensions: { Resource: "b", FunctionName: "a" },
      statistic: "Sum",
    },
    {
      namespace: ownNamespace,
      metric: "DriftDetected",
      dimensions: {},
      statistic: "Maximum",
      label: "Drift",
    },
  ],
};

export const TOPIC = `arn:aws:sns:eu-south-2:${account}:spanishgas-dev-alerts`;
export const KEY = `arn:aws:kms:eu-south-2:${account}:key/1234`;
export const outputs = ({ type }: Registration) => {
  if (type === "aws:sns/topic:Topic") return { arn: TOPIC };
  return type === "aws:kms/key:Key" ? { arn: KEY, keyId: "1234" } : {};
};
export const recordAlerts = (
  args: Partial<AlertsArgs> = {},
  alarms: readonly AlarmDefinition[] = [lambdaErrors, drift, slow],
  charts: readonly Chart[] = [chart, { ...chart, title: "Other" }, { ...chart, title: "Third" }],
) =>
  record(
    () => {
      new Alerts("alerts", { stack, ...args }).watch(alarms, charts);
    },
    { outputs },
  );

export const recorded = await recordAlerts({
  emails: ["data@example.com"],
  https: ["https://hooks.example.com/secret-token"],
  budgetUsd: 200,
});
