import * as aws from "@pulumi/aws";

const role = new aws.iam.Role("no-aws-managed-policies-role", {
  assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
});
new aws.iam.RolePolicyAttachment("no-aws-managed-policies", {
  role: role.name,
  policyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
});
