import * as aws from "@pulumi/aws";
import * as docker from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";

/** A stack with one of everything that a rule looks at, as it should be: no rule has a word to say about it. */

const account = "000000000000";
const region = "eu-south-2";
const provider = new aws.Provider("aws", {
  region,
  defaultTags: { tags: { Project: "spanishgas", Environment: "prod", ManagedBy: "pulumi" } },
});
const opts = { provider };
const guarded = { provider, protect: true };
const permissionsBoundary = `arn:aws:iam::${account}:policy/boundary`;
const digest = `sha256:${"0".repeat(64)}`;
const document = (statements: readonly object[]) =>
  pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });

// Lake
const key = new aws.kms.Key("key", { enableKeyRotation: true }, opts);
const bucket = new aws.s3.Bucket("bucket", { bucket: "spanishgas-data-prod" }, guarded);
new aws.s3.BucketVersioning(
  "versioning",
  { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } },
  opts,
);
new aws.s3.BucketServerSideEncryptionConfiguration(
  "encryption",
  {
    bucket: bucket.id,
    rules: [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
        bucketKeyEnabled: true,
      },
    ],
  },
  opts,
);
new aws.s3.BucketPublicAccessBlock(
  "public-access",
  {
    bucket: bucket.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  },
  opts,
);
new aws.s3.BucketLifecycleConfiguration(
  "lifecycle",
  {
    bucket: bucket.id,
    rules: [
      {
        id: "old",
        status: "Enabled",
        noncurrentVersionExpiration: { noncurrentDays: 90 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
    ],
  },
  opts,
);
new aws.s3.BucketPolicy(
  "tls-only",
  {
    bucket: bucket.id,
    policy: document([
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]),
  },
  opts,
);

// Manifest
const table = new aws.dynamodb.Table(
  "table",
  {
    name: "manifest",
    billingMode: "PAY_PER_REQUEST",
    hashKey: "pk",
    attributes: [{ name: "pk", type: "S" }],
    pointInTimeRecovery: { enabled: true },
    deletionProtectionEnabled: true,
  },
  guarded,
);

// Images
const repository = new aws.ecr.Repository(
  "repository",
  { imageTagMutability: "IMMUTABLE", imageScanningConfiguration: { scanOnPush: true } },
  opts,
);
const image = new docker.Image("image", {
  push: true,
  platforms: ["linux/amd64"],
  tags: [pulumi.interpolate`${repository.repositoryUrl}:commit`],
});

// Roles
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

// Pipeline
const deadLetters = new aws.sqs.Queue("dead-letters", { name: "dead", sqsManagedSseEnabled: true }, opts);
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
const machine = new aws.sfn.StateMachine(
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

// Dashboard
const open = new aws.ec2.SecurityGroup("balancer-group", { vpcId: "vpc-1" }, opts);
new aws.vpc.SecurityGroupIngressRule(
  "https",
  { securityGroupId: open.id, ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" },
  opts,
);
const balancer = new aws.lb.LoadBalancer(
  "balancer",
  { securityGroups: [open.id], subnets: ["subnet-1", "subnet-2"], enableDeletionProtection: true },
  opts,
);
const pool = new aws.cognito.UserPool("pool", { deletionProtection: "ACTIVE" }, guarded);
const targets = new aws.lb.TargetGroup("targets", { port: 8080, protocol: "HTTP", vpcId: "vpc-1" }, opts);
new aws.lb.Listener(
  "listener",
  {
    loadBalancerArn: balancer.arn,
    port: 443,
    protocol: "HTTPS",
    sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    certificateArn: `arn:aws:acm:${region}:${account}:certificate/a`,
    defaultActions: [
      {
        type: "authenticate-cognito",
        order: 1,
        authenticateCognito: { userPoolArn: pool.arn, userPoolClientId: "client", userPoolDomain: "churn" },
      },
      { type: "forward", order: 2, targetGroupArn: targets.arn },
    ],
  },
  opts,
);
new aws.cloudwatch.LogGroup("task-logs", { name: "/ecs/dashboard", retentionInDays: 365 }, opts);
const task = new aws.ecs.TaskDefinition(
  "task",
  {
    family: "dashboard",
    containerDefinitions: pulumi.jsonStringify([
      {
        name: "dashboard",
        image: image.digest.apply(
          (made) => `example/dashboard@${made.startsWith("sha256:") ? made : digest}`,
        ),
        environment: [{ name: "COGNITO_CLIENT_ID", value: "client" }],
        logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/ecs/dashboard" } },
      },
    ]),
  },
  opts,
);
new aws.ecs.Service(
  "service",
  {
    taskDefinition: task.arn,
    networkConfiguration: { subnets: ["subnet-1"], assignPublicIp: false },
    deploymentCircuitBreaker: { enable: true, rollback: true },
  },
  opts,
);

// Alerts
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
