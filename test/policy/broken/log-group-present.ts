import * as aws from "@pulumi/aws";

new aws.lambda.Function("log-group-present", {
  name: "writes-somewhere",
  role: "arn:aws:iam::000000000000:role/trigger",
  runtime: "nodejs24.x",
  handler: "index.handler",
  s3Bucket: "code",
  s3Key: "trigger.zip",
});
