import * as aws from "@pulumi/aws";

// Tells nobody, neither at its start nor at its end, and leaves open what silence means.
new aws.cloudwatch.MetricAlarm("alarm-actions", {
  comparisonOperator: "GreaterThanThreshold",
  evaluationPeriods: 1,
  namespace: "AWS/Lambda",
  metricName: "Errors",
  statistic: "Sum",
  period: 300,
  threshold: 0,
});
