import * as aws from "@pulumi/aws";
import { on, resourceRule } from "../support/rule.ts";

/** A service calls a function only on behalf of one resource of one account. */
export const lambdaPermissionSourceAccount = resourceRule(
  {
    name: "lambda-permission-source-account",
    description:
      "A bucket's ARN names no account: once the bucket is deleted, whoever takes its name could call the function.",
    faults: ["X7"],
    severity: "high",
    level: "mandatory",
    remedy: "Set sourceArn, and sourceAccount unless that ARN names the account",
  },
  [
    on(aws.lambda.Permission, (permission, { report }) => {
      const principal = permission.get("principal");
      if (principal.is((who) => who === "*")) report(principal, "is everybody");
      if (!principal.is((who) => /\.amazonaws\.com$/.test(who))) return;
      if (!permission.has("sourceArn")) {
        report("sourceArn", "is missing: any resource of the service may call");
      }
      if (permission.has("sourceAccount")) return;
      if (permission.get("sourceArn").isNot((arn) => /^arn:[\w-]+:[\w-]+:[\w-]*:\d{12}:/.test(arn))) {
        report("sourceAccount", "is missing, and the source's ARN names no account");
      }
    }),
  ],
);
