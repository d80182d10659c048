import * as aws from "@pulumi/aws";
import { z } from "zod";
import { iamDocument } from "../support/iam-document.ts";
import { allowing } from "../support/iam-sources.ts";
import { stackRule } from "../support/rule.ts";

/**
 * Where roles have an upper bound, every role that a service acts in has it. Roles that somebody signs in to from
 * elsewhere are an administrator's matter: what they may do is wider, and `oidc-subject-exact` says who.
 */
export const roleBoundary = stackRule(
  {
    name: "role-boundary",
    description:
      "Who may make roles gives itself what it likes by way of a new one; the boundary ends that only if no role goes without.",
    faults: ["X2"],
    severity: "high",
    level: "mandatory",
    remedy: "Set permissionsBoundary to the stack's boundary (stack.boundaryArn)",
    options: z.object({
      required: z
        .boolean()
        .default(false)
        .describe("Whether every role needs a boundary even in a stack where none has one."),
    }),
  },
  (stack, { report, options: { required } }) => {
    const roles = stack.of(aws.iam.Role);
    const bounded = roles.some(({ properties }) => properties.has("permissionsBoundary"));
    if (!bounded && !required) return;
    for (const { urn, properties } of roles) {
      const statements = allowing(properties.get("assumeRolePolicy").json(iamDocument));
      const isForService = statements.some(({ value }) => value?.Principal?.["Service"] !== undefined);
      if (isForService && !properties.has("permissionsBoundary"))
        report("permissionsBoundary", "is missing", urn);
    }
  },
);
