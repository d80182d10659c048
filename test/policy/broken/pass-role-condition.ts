import * as aws from "@pulumi/aws";

new aws.iam.RolePolicy("pass-role-condition", {
  role: "deploy",
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "iam:PassRole", Resource: "arn:aws:iam::000000000000:role/spanishgas/jobs" },
    ],
  }),
});
