import * as aws from "@pulumi/aws";

const bucket = new aws.s3.Bucket("bucket-versioning", {});
new aws.s3.BucketVersioning("bucket-versioning-off", {
  bucket: bucket.id,
  versioningConfiguration: { status: "Suspended" },
});
