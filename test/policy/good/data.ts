import * as aws from "@pulumi/aws";
import * as docker from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import { document, guarded, opts } from "./common.ts";

export const key = new aws.kms.Key("key", { enableKeyRotation: true }, opts);
export const bucket = new aws.s3.Bucket("bucket", { bucket: "spanishgas-data-prod" }, guarded);
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

export const table = new aws.dynamodb.Table(
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

export const repository = new aws.ecr.Repository(
  "repository",
  { imageTagMutability: "IMMUTABLE", imageScanningConfiguration: { scanOnPush: true } },
  opts,
);
export const image = new docker.Image("image", {
  push: true,
  platforms: ["linux/amd64"],
  tags: [pulumi.interpolate`${repository.repositoryUrl}:commit`],
});
