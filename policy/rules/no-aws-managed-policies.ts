import * as aws from "@pulumi/aws";
import { isAwsPolicy } from "../support/iam-document.ts";
import type { Reading } from "../support/reading.ts";
import { on, type Reporter, resourceRule } from "../support/rule.ts";

/** What a role may do stands in the program. */
export const noAwsManagedPolicies = resourceRule(
  {
    name: "no-aws-managed-policies",
    description:
      "A policy of AWS is written for everybody: it allows its actions on every resource, and changes without a word.",
    faults: ["X6"],
    severity: "high",
    level: "mandatory",
    remedy: "Grant the few actions that are needed, on the resources that are meant (Role.allow)",
  },
  [
    on(aws.iam.RolePolicyAttachment, (attachment, session) => {
      judge(attachment.quietly().get("policyArn"), session);
    }),
    on(aws.iam.PolicyAttachment, (attachment, session) => {
      judge(attachment.quietly().get("policyArn"), session);
    }),
    on(aws.iam.RolePolicyAttachmentsExclusive, (attachments, session) => {
      for (const arn of attachments.quietly().get("policyArns").items()) judge(arn, session);
    }),
    on(aws.iam.UserPolicyAttachment, (attachment, session) => {
      judge(attachment.quietly().get("policyArn"), session);
    }),
    on(aws.iam.GroupPolicyAttachment, (attachment, session) => {
      judge(attachment.quietly().get("policyArn"), session);
    }),
    on(aws.iam.Role, (role, session) => {
      for (const arn of role.quietly().get("managedPolicyArns").items()) judge(arn, session);
    }),
  ],
);

/** An ARN that is unknown is that of a policy which the program makes: those of AWS are known to everybody. */
function judge(arn: Reading<string>, { report }: Reporter): void {
  if (arn.is(isAwsPolicy)) report(arn, `is AWS's own ${arn.value}`);
}
