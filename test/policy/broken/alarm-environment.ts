import * as aws from "@pulumi/aws";

new aws.cloudwatch.MetricAlarm("alarm-environment", {
  comparisonOperator: "GreaterThanThreshold",
  evaluationPeriods: 1,
  namespace: "SpanishGas/MLOps",
  metricName: "DriftDetected",
  statistic: "Maximum",
  period: 3600,
  threshold: 0,
});
