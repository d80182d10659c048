import * as aws from "@pulumi/aws";
import { z } from "zod";
import { iamDocument, isAwsPolicy } from "../support/iam-document.ts";
import { allowing } from "../support/iam-sources.ts";
import { stackRule } from "../support/rule.ts";

/**
 * Where roles have an upper bound, every role that a service or somebody of an account acts in has it. Roles that
 * workflows sign in to are an administrator's matter: what they may do is wider, and `oidc-subject-exact` says who.
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
      const kinds = statements.flatMap(({ value }) => Object.keys(value?.Principal ?? {}));
      const isForOthers = kinds.some((kind) => kind !== "Federated");
      if (isForOthers && !properties.has("permissionsBoundary"))
        report("permissionsBoundary", "is missing", urn);
      const boundary = properties.quietly().get("permissionsBoundary");
      if (boundary.is(isAwsPolicy)) report(boundary, `is AWS's own ${boundary.value}`, urn);
    }
  },
);
