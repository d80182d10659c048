import * as aws from "@pulumi/aws";

const assumeRolePolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "lambda.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:SourceAccount": "000000000000" } },
    },
  ],
});
new aws.iam.Role("role-boundary-bounded", {
  assumeRolePolicy,
  permissionsBoundary: "arn:aws:iam::000000000000:policy/boundary",
});
new aws.iam.Role("role-boundary", { assumeRolePolicy });
