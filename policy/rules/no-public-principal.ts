import * as aws from "@pulumi/aws";
import { type IamDocument, isNarrowedBy } from "../support/iam-document.ts";
import { allowing, resourcePolicies, trustPolicies } from "../support/iam-sources.ts";
import type { Reading } from "../support/reading.ts";
import { on, type Reporter, resourceRule } from "../support/rule.ts";

/** No resource and no role is open to everybody. */
export const noPublicPrincipal = resourceRule(
  {
    name: "no-public-principal",
    description: "A policy that allows every principal makes the bucket, queue, topic, image or role public.",
    severity: "critical",
    level: "mandatory",
    remedy:
      "Name accounts, roles or services, or bind the statement to this account or organisation by a condition",
  },
  [
    ...resourcePolicies(judge),
    ...trustPolicies(judge),
    on(aws.lambda.FunctionUrl, (url, { report }) => {
      const login = url.get("authorizationType");
      if (login.isNot((type) => type === "AWS_IAM")) report(login, "lets everybody call the function");
    }),
    on(aws.lambda.LayerVersionPermission, (permission, { report }) => {
      const who = permission.get("principal");
      if (who.is((name) => name === "*") && !permission.has("organizationId"))
        report(who, "allows everybody");
    }),
  ],
);

function judge(document: Reading<IamDocument>, { report }: Reporter): void {
  for (const statement of allowing(document)) {
    if (statement.is((each) => isNarrowedBy(each, boundaries))) continue;
    for (const [, names] of statement.get("Principal").entries()) {
      for (const name of names.items()) {
        if (name.is((principal) => principal === "*")) report(name, "allows everybody");
      }
    }
    const others = statement.get("NotPrincipal");
    if (!others.isAbsent) report(others, "allows everybody but a few");
  }
}

const boundaries = new Set([
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceorgid",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:sourcevpce",
  "aws:sourcevpc",
]);
