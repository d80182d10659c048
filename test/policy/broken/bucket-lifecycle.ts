import * as aws from "@pulumi/aws";

const bucket = new aws.s3.Bucket("bucket-lifecycle", {});
// Both rules are there, but switched off.
new aws.s3.BucketLifecycleConfiguration("bucket-lifecycle-off", {
  bucket: bucket.id,
  rules: [
    { id: "old", status: "Disabled", noncurrentVersionExpiration: { noncurrentDays: 30 } },
    { id: "broken", status: "Disabled", abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } },
  ],
});
