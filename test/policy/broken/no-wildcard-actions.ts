import * as aws from "@pulumi/aws";

new aws.iam.RolePolicy("no-wildcard-actions", {
  role: "deploy",
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["s3:GetObject", "iam:*"], Resource: "arn:aws:s3:::data/gold/*" }],
  }),
});
