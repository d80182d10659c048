import * as aws from "@pulumi/aws";

new aws.iam.RolePolicy("no-wildcard-resources", {
  role: "jobs",
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["ecr:GetAuthorizationToken", "sagemaker:CreateProcessingJob"],
        Resource: "*",
      },
      { Effect: "Allow", Action: "logs:PutLogEvents", Resource: "arn:aws:logs:*:*:*" },
    ],
  }),
});
