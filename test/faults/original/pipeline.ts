import * as aws from "@pulumi/aws";
import { bucket, imageOf } from "./data.ts";
import { allow, serviceRole } from "./iam.ts";
import {
  arn,
  BUCKET,
  bucketArns,
  jobRoleArn,
  options,
  prefix,
  tableArn,
  topicArn,
  WRITE_LOGS,
} from "./names.ts";
import { originalStateMachine } from "./state-machine.ts";

/** The original's trigger, state machine, roles and alarms. */

const machineArn = arn("states", `stateMachine:${prefix}-pipeline`);

const triggerRole = serviceRole("lambda", "lambda.amazonaws.com", [
  allow("arn:aws:logs:*:*:*", ...WRITE_LOGS),
  allow(bucketArns, "s3:GetObject", "s3:ListBucket"),
  allow(tableArn, "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
  allow(machineArn, "states:StartExecution"),
]);

const machineRole = serviceRole("sfn", "states.amazonaws.com", [
  allow(
    "*",
    "sagemaker:CreateProcessingJob",
    "sagemaker:DescribeProcessingJob",
    "sagemaker:CreateTrainingJob",
    "sagemaker:DescribeTrainingJob",
    "sagemaker:AddTags",
  ),
  allow(jobRoleArn, "iam:PassRole"),
  allow(tableArn, "dynamodb:UpdateItem"),
  allow(topicArn, "sns:Publish"),
]);

serviceRole("sagemaker", "sagemaker.amazonaws.com", [
  allow(bucketArns, "s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:DeleteObject"),
  allow("arn:aws:logs:*:*:*", ...WRITE_LOGS),
  allow("*", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage", "ecr:GetAuthorizationToken"),
  allow(
    "*",
    "sagemaker:CreateModelPackage",
    "sagemaker:UpdateModelPackage",
    "sagemaker:ListModelPackages",
    "sagemaker:DescribeModelPackage",
  ),
  allow("*", "cloudwatch:PutMetricData"),
  allow(topicArn, "sns:Publish"),
]);

const trigger = new aws.lambda.Function(
  "trigger",
  {
    name: `${prefix}-pipeline-trigger`,
    packageType: "Image",
    imageUri: imageOf("lambda"),
    memorySize: 512,
    timeout: 60,
    role: triggerRole.arn,
    environment: { variables: { S3_BUCKET: BUCKET, STEP_FUNCTIONS_ARN: machineArn } },
  },
  options,
);
const permission = new aws.lambda.Permission(
  "trigger",
  {
    statementId: "AllowS3Invoke",
    action: "lambda:InvokeFunction",
    function: trigger.name,
    principal: "s3.amazonaws.com",
    sourceArn: `arn:aws:s3:::${BUCKET}`,
  },
  options,
);
new aws.s3.BucketNotification(
  "uploads",
  {
    bucket: bucket.bucket,
    lambdaFunctions: [
      { lambdaFunctionArn: trigger.arn, events: ["s3:ObjectCreated:*"], filterPrefix: "raw/" },
    ],
  },
  { ...options, dependsOn: [permission] },
);

const machine = new aws.sfn.StateMachine(
  "pipeline",
  {
    name: `${prefix}-pipeline`,
    roleArn: machineRole.arn,
    definition: JSON.stringify(originalStateMachine()),
  },
  options,
);
new aws.sagemaker.ModelPackageGroup(
  "models",
  {
    modelPackageGroupName: `${prefix}-churn`,
    modelPackageGroupDescription: "SpanishGas churn prediction models",
  },
  options,
);

// An address only in dev: in staging and in prod nobody was told.
const alerts = new aws.sns.Topic("alerts", { name: `${prefix}-alerts` }, options);
const alarm = (
  name: string,
  args: Omit<aws.cloudwatch.MetricAlarmArgs, "comparisonOperator" | "evaluationPeriods">,
) =>
  new aws.cloudwatch.MetricAlarm(
    name,
    {
      name: `${prefix}-${name}`,
      comparisonOperator: "GreaterThanThreshold",
      evaluationPeriods: 1,
      threshold: 0,
      alarmActions: [alerts.arn],
      ...args,
    },
    options,
  );
alarm("lambda-errors", {
  namespace: "AWS/Lambda",
  metricName: "Errors",
  statistic: "Sum",
  period: 300,
  dimensions: { FunctionName: trigger.name },
});
alarm("sfn-failures", {
  namespace: "AWS/States",
  metricName: "ExecutionsFailed",
  statistic: "Sum",
  period: 300,
  dimensions: { StateMachineArn: machine.arn },
});
alarm("drift-detected", {
  namespace: "SpanishGas/MLOps",
  metricName: "DriftDetected",
  statistic: "Maximum",
  period: 3600,
});
