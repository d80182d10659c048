import * as aws from "@pulumi/aws";

new aws.dynamodb.Table("table-recovery", {
  billingMode: "PAY_PER_REQUEST",
  hashKey: "pk",
  attributes: [{ name: "pk", type: "S" }],
});
