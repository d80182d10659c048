import * as aws from "@pulumi/aws";
import { BUCKET, options, prefix } from "./names.ts";

/** The original's bucket, books and repositories. */

const bucket = new aws.s3.Bucket("data", { bucket: BUCKET }, options);
new aws.s3.BucketVersioning(
  "data",
  { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
  options,
);
new aws.s3.BucketServerSideEncryptionConfiguration(
  "data",
  {
    bucket: bucket.bucket,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  },
  options,
);
new aws.s3.BucketPublicAccessBlock(
  "data",
  {
    bucket: bucket.bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  },
  options,
);
new aws.s3.BucketLifecycleConfiguration(
  "data",
  {
    bucket: bucket.bucket,
    rules: [
      {
        id: "archive-bronze",
        status: "Enabled",
        filter: { prefix: "bronze/" },
        transitions: [{ days: 90, storageClass: "STANDARD_IA" }],
      },
      {
        id: "expire-scored",
        status: "Enabled",
        filter: { prefix: "scored/" },
        expiration: { days: 365 },
      },
    ],
  },
  options,
);

new aws.dynamodb.Table(
  "manifest",
  {
    name: `${prefix}-pipeline-manifest`,
    hashKey: "file_key",
    attributes: [{ name: "file_key", type: "S" }],
    billingMode: "PAY_PER_REQUEST",
    pointInTimeRecovery: { enabled: true },
  },
  options,
);

for (const name of ["lambda", "processing", "streamlit"])
  new aws.ecr.Repository(
    name,
    {
      name: `${prefix}-${name}`,
      imageTagMutability: "MUTABLE",
      forceDelete: true,
      imageScanningConfiguration: { scanOnPush: true },
    },
    options,
  );

/** An image by the tag that every build moves. */
export const imageOf = (name: string) =>
  `000000000000.dkr.ecr.eu-west-1.amazonaws.com/${prefix}-${name}:latest`;
export { bucket };
