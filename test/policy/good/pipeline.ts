import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { account, digest, document, opts, permissionsBoundary } from "./common.ts";
import { bucket, repository } from "./data.ts";

const role = new aws.iam.Role(
  "role",
  {
    permissionsBoundary,
    assumeRolePolicy: document([
      {
        Effect: "Allow",
        Principal: { Service: "states.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": account } },
      },
    ]),
  },
  opts,
);
new aws.iam.RolePolicy(
  "permissions",
  {
    role: role.name,
    policy: document([
      { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
      {
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: `arn:aws:iam::${account}:role/spanishgas/jobs`,
        Condition: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
      },
      { Effect: "Deny", Action: "*", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
    ]),
  },
  opts,
);
new aws.iam.Role(
  "deploy",
  {
    permissionsBoundary,
    assumeRolePolicy: document([
      {
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": [
              "repo:example-org/spanishgas:environment:prod",
              "repo:example-org@1/spanishgas@2:environment:prod",
            ],
          },
        },
      },
    ]),
  },
  opts,
);

export const deadLetters = new aws.sqs.Queue(
  "dead-letters",
  { name: "dead", sqsManagedSseEnabled: true },
  opts,
);
const queue = new aws.sqs.Queue(
  "queue",
  {
    sqsManagedSseEnabled: true,
    redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 5 }),
  },
  opts,
);
const group = new aws.cloudwatch.LogGroup(
  "function-logs",
  { name: "/aws/lambda/trigger", retentionInDays: 365 },
  opts,
);
const trigger = new aws.lambda.Function(
  "trigger",
  {
    name: "trigger",
    role: role.arn,
    runtime: "nodejs24.x",
    handler: "index.handler",
    s3Bucket: "code",
    s3Key: "trigger.zip",
    environment: {
      variables: { QUEUE_URL: queue.url, API_TOKEN_ARN: "arn:aws:secretsmanager:eu-south-2:0:secret:a" },
    },
  },
  { ...opts, dependsOn: [group] },
);
new aws.lambda.Permission(
  "permission",
  {
    action: "lambda:InvokeFunction",
    function: trigger.name,
    principal: "s3.amazonaws.com",
    sourceArn: bucket.arn,
    sourceAccount: account,
  },
  opts,
);
export const machine = new aws.sfn.StateMachine(
  "machine",
  {
    roleArn: role.arn,
    definition: pulumi.jsonStringify({
      StartAt: "Bronze",
      TimeoutSeconds: 3600,
      States: {
        Bronze: {
          Type: "Task",
          Resource: "arn:aws:states:::sagemaker:createProcessingJob.sync",
          Parameters: {
            AppSpecification: { ImageUri: pulumi.interpolate`${repository.repositoryUrl}@${digest}` },
            StoppingCondition: { MaxRuntimeInSeconds: 3600 },
            NetworkConfig: {
              EnableNetworkIsolation: true,
              VpcConfig: { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1"] },
            },
          },
          Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 2 }],
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "Failed", ResultPath: "$.error" }],
          End: true,
        },
        Failed: { Type: "Fail" },
      },
    }),
    loggingConfiguration: {
      level: "ERROR",
      logDestination: pulumi.interpolate`${new aws.cloudwatch.LogGroup("machine-logs", { retentionInDays: 365 }, opts).arn}:*`,
    },
    tracingConfiguration: { enabled: true },
  },
  opts,
);
