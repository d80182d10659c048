import * as aws from "@pulumi/aws";

new aws.dynamodb.Table("deletion-protection-in-prod", {
  billingMode: "PAY_PER_REQUEST",
  hashKey: "pk",
  attributes: [{ name: "pk", type: "S" }],
  pointInTimeRecovery: { enabled: true },
});
