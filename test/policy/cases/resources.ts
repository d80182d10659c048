import type { Values } from "../../support/engine/index.ts";
import type { MadeUp } from "../made-up-stack.ts";
import type { Case } from "./case.ts";

const permission = (inputs: Values): MadeUp => ({
  type: "aws:lambda/permission:Permission",
  name: "permission",
  inputs: { principal: "events.amazonaws.com", ...inputs },
});

const lambda = (variables: Values): MadeUp => ({
  type: "aws:lambda/function:Function",
  name: "function",
  inputs: { name: "function", environment: { variables } },
});

const training = (Parameters: Values): MadeUp => ({
  type: "aws:sfn/stateMachine:StateMachine",
  name: "machine",
  inputs: {
    definition: JSON.stringify({
      States: {
        A: { Type: "Task", Resource: "arn:aws:states:::sagemaker:createTrainingJob.sync", Parameters },
      },
    }),
  },
});

const secureTransport = { Bool: { "aws:SecureTransport": "false" } };
const bucketWith = (...statements: readonly Values[]): readonly MadeUp[] => [
  { type: "aws:s3/bucket:Bucket", name: "bucket", inputs: { bucket: "data" } },
  {
    type: "aws:s3/bucketPolicy:BucketPolicy",
    name: "policy",
    inputs: { bucket: "data", policy: JSON.stringify({ Statement: statements }) },
  },
];

/** What resources are like. */
export const resourceCases: readonly Case[] = [
  {
    rule: "bucket-tls-only",
    what: "bucket and objects",
    resources: bucketWith({
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: ["arn:aws:s3:::data", "arn:aws:s3:::data/*"],
      Condition: secureTransport,
    }),
  },
  {
    rule: "bucket-tls-only",
    what: "reading only",
    resources: bucketWith({
      Effect: "Deny",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: ["arn:aws:s3:::data", "arn:aws:s3:::data/*"],
      Condition: secureTransport,
    }),
    finds: ["policy does not deny requests without TLS"],
  },
  {
    rule: "bucket-tls-only",
    what: "plain requests from one network only",
    resources: bucketWith({
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: ["arn:aws:s3:::data", "arn:aws:s3:::data/*"],
      Condition: { ...secureTransport, IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
    }),
    finds: ["policy does not deny requests without TLS"],
  },
  {
    rule: "bucket-tls-only",
    what: "the objects of one folder only",
    resources: bucketWith({
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: ["arn:aws:s3:::data", "arn:aws:s3:::data/raw/*"],
      Condition: secureTransport,
    }),
    finds: ["policy does not deny requests without TLS"],
  },
  {
    rule: "lambda-permission-source-account",
    what: "an ARN that names the account",
    resources: [permission({ sourceArn: "arn:aws:events:eu-south-2:000000000000:rule/a" })],
  },
  {
    rule: "lambda-permission-source-account",
    what: "a service without a resource",
    resources: [permission({ sourceAccount: "000000000000" })],
    finds: ["sourceArn is missing: any resource of the service may call"],
  },
  {
    rule: "secrets-not-in-environment",
    what: "where the secret is, and not what",
    resources: [lambda({ DB_PASSWORD_ARN: "x", API_TOKEN: "arn:aws:secretsmanager:a", TOKENIZER: "" })],
  },
  {
    rule: "secrets-not-in-environment",
    what: "a key under an innocent name",
    resources: [lambda({ MODE: `AKIA${"A".repeat(16)}` })],
    finds: ["environment.variables.MODE (MODE) is a secret in plain text"],
  },
  {
    rule: "secrets-not-in-environment",
    what: "an address that holds a password",
    resources: [
      lambda({ DATABASE: "postgres://app:hunter2@db.example.com/app", PAGE: "https://a.example.com:8443/b" }),
    ],
    finds: ["environment.variables.DATABASE (DATABASE) is a secret in plain text"],
  },
  {
    rule: "job-isolation",
    what: "a training job, which keeps its network among the rest",
    resources: [training({ EnableNetworkIsolation: true, VpcConfig: { Subnets: ["subnet-1"] } })],
  },
  {
    rule: "job-isolation",
    what: "a training job that reaches the internet",
    resources: [training({ NetworkConfig: { EnableNetworkIsolation: true, VpcConfig: {} } })],
    finds: [
      "definition.States.A.Parameters.EnableNetworkIsolation is not true",
      "definition.States.A.Parameters.VpcConfig is missing",
    ],
  },
  {
    rule: "image-by-digest",
    what: "an image that trains, by its tag",
    resources: [training({ AlgorithmSpecification: { TrainingImage: "repository:latest" } })],
    finds: ['definition.States.A.Parameters.AlgorithmSpecification.TrainingImage is "repository:latest"'],
  },
  {
    rule: "deletion-protection-in-prod",
    what: "a stack that may be thrown away",
    resources: [{ type: "aws:s3/bucket:Bucket", name: "bucket", inputs: { forceDestroy: true } }],
    stack: "dev",
  },
  {
    rule: "deletion-protection-in-prod",
    what: "a stack with a mistyped name is protected",
    resources: [{ type: "aws:s3/bucket:Bucket", name: "bucket", inputs: { forceDestroy: true } }],
    stack: "pord",
    finds: [
      "forceDestroy lets the bucket be deleted with its objects",
      "is not protected by Pulumi (protect)",
    ],
  },
  {
    rule: "alarm-environment",
    what: "a namespace of AWS that does not say so",
    resources: [
      {
        type: "aws:cloudwatch/metricAlarm:MetricAlarm",
        name: "tasks",
        inputs: { namespace: "ECS/ContainerInsights", dimensions: { ClusterName: "a" } },
      },
    ],
  },
  {
    rule: "image-by-digest",
    what: "an image that whoever starts the execution chooses",
    resources: [
      {
        type: "aws:sfn/stateMachine:StateMachine",
        name: "machine",
        inputs: {
          definition: JSON.stringify({
            States: { A: { Parameters: { AppSpecification: { "ImageUri.$": "$.image" } } } },
          }),
        },
      },
    ],
    finds: ['definition.States.A.Parameters.AppSpecification.ImageUri.$ is "$.image"'],
  },
];
