import * as aws from "@pulumi/aws";

const table = new aws.dynamodb.Table("alarms-present", {
  name: "watched-by-nobody",
  billingMode: "PAY_PER_REQUEST",
  hashKey: "pk",
  attributes: [{ name: "pk", type: "S" }],
});
// An alarm on another table of the same service is no alarm on this one.
new aws.cloudwatch.MetricAlarm("alarms-present-elsewhere", {
  comparisonOperator: "GreaterThanThreshold",
  evaluationPeriods: 1,
  namespace: "AWS/DynamoDB",
  metricName: "SystemErrors",
  dimensions: { TableName: "another", Operation: table.name },
  statistic: "Sum",
  period: 300,
  threshold: 0,
});
