import * as aws from "@pulumi/aws";

const bucket = new aws.s3.Bucket("bucket-tls-only", { bucket: "plain" });
// Denies objects without TLS, but leaves the list of their names open.
new aws.s3.BucketPolicy("bucket-tls-only-objects", {
  bucket: bucket.bucket,
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: "arn:aws:s3:::plain/*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  }),
});
