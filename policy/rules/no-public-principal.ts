import { demandsOf, type IamDocument, type IamStatement } from "../support/iam-document.ts";
import { allowing, resourcePolicies, trustPolicies } from "../support/iam-sources.ts";
import type { Reading } from "../support/reading.ts";
import { type Reporter, resourceRule } from "../support/rule.ts";

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
  [...resourcePolicies(judge), ...trustPolicies(judge)],
);

function judge(document: Reading<IamDocument>, { report }: Reporter): void {
  for (const statement of allowing(document)) {
    if (statement.is(isBound)) continue;
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

function isBound(statement: IamStatement): boolean {
  return demandsOf(statement).some(
    ({ operator, key, values }) =>
      boundaries.has(key) &&
      /Equals|Like/.test(operator) &&
      !/Not|IfExists/.test(operator) &&
      !values.includes("*"),
  );
}
