import * as aws from "@pulumi/aws";

const bucket = new aws.s3.Bucket("bucket-public-access", {});
new aws.s3.BucketPublicAccessBlock("bucket-public-access-half", {
  bucket: bucket.id,
  blockPublicAcls: true,
  blockPublicPolicy: false,
  ignorePublicAcls: true,
});
