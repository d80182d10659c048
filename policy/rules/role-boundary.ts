import * as aws from "@pulumi/aws";
import { z } from "zod";
import { stackRule } from "../support/rule.ts";

/** Where roles have an upper bound, every role has it. */
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
    const bounded = roles.some(({ quiet }) => !quiet.get("permissionsBoundary").isAbsent);
    if (!bounded && !required) return;
    for (const { urn, quiet } of roles) {
      const boundary = quiet.get("permissionsBoundary");
      if (boundary.isAbsent) report(boundary, "is missing", urn);
    }
  },
);
