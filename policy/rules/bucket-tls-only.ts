import * as aws from "@pulumi/aws";
import { bucketsOf, settingsOf } from "../support/buckets.ts";
import { actionMatches, demandsOf, type IamStatement, iamDocument } from "../support/iam-document.ts";
import { stackRule } from "../support/rule.ts";

/** Every bucket refuses what does not come over TLS. */
export const bucketTlsOnly = stackRule(
  {
    name: "bucket-tls-only",
    description:
      "S3 still answers plain HTTP: without a denial, data and signatures may cross the network in the open.",
    faults: ["X8"],
    severity: "high",
    level: "mandatory",
    remedy:
      "Add a BucketPolicy that denies s3:* to everybody when aws:SecureTransport is false, for the bucket and its objects",
  },
  (stack, { report }) => {
    for (const bucket of bucketsOf(stack)) {
      const policies = settingsOf(stack, bucket, aws.s3.BucketPolicy);
      if (policies.length === 0) report("", "has no policy that asks for TLS", bucket.urn);
      for (const { urn, properties } of policies) {
        const document = properties.get("policy").json(iamDocument);
        if (document.isNot(({ Statement }) => Statement.some(deniesPlain))) {
          report(document, "does not deny requests without TLS", urn);
        }
      }
    }
  },
);

/** Objects and bucket have to be named both: an action on one is not denied by the other's ARN. */
function deniesPlain(statement: IamStatement): boolean {
  const resources = statement.Resource ?? [];
  return (
    statement.Effect === "Deny" &&
    (statement.Principal?.["AWS"]?.includes("*") ?? false) &&
    (statement.Action ?? []).some((action) => actionMatches(action, "s3:GetObject")) &&
    (statement.Action ?? []).some((action) => actionMatches(action, "s3:ListBucket")) &&
    resources.some((arn) => /^[*]$|^[^/]+\/[*]$/.test(arn)) &&
    resources.some((arn) => arn === "*" || !arn.includes("/")) &&
    // A second condition would let through what meets only the first.
    demandsOf(statement).length === 1 &&
    demandsOf(statement).some(
      ({ operator, key, values }) =>
        /^Bool(IfExists)?$/.test(operator) && key === "aws:securetransport" && values.join() === "false",
    )
  );
}
