import { z } from "zod";
import { scopeOf } from "../support/actions.ts";
import { allowing, identityPolicies } from "../support/iam-sources.ts";
import { resourceRule } from "../support/rule.ts";

/**
 * Every permission names what it is for. Whether an action can be limited at all is AWS's own list to say, so that no
 * list of ours can be stretched; a company adds those whose resources cannot be named beforehand, with the reason.
 *
 * Policies of keys are left out: there `*` means the key itself.
 */
export const noWildcardResources = resourceRule(
  {
    name: "no-wildcard-resources",
    description:
      "A role that may act on everything reaches other systems of the account: roles could create jobs, write logs and read models that were not theirs.",
    faults: ["X2", "X6"],
    severity: "critical",
    level: "mandatory",
    remedy:
      "Name the ARNs, at least up to the stack's prefix; actions that take no resource stand in a statement of their own",
    options: z.object({
      unscopedActions: z
        .record(z.string(), z.string().min(10))
        .default({})
        .describe("Actions that may stand on every resource although they take one, each with the reason."),
    }),
  },
  identityPolicies(async (document, { report, options }) => {
    for (const statement of allowing(document)) {
      const others = statement.get("NotResource");
      if (!others.isAbsent) report(others, "allows every resource but a few");
      const wide = statement
        .get("Resource")
        .items()
        .filter((resource) => resource.is(isEverything));
      if (wide.length === 0) continue;
      for (const action of statement.get("Action").items()) {
        const name = action.value ?? "";
        if (name.includes("*") || name in options.unscopedActions) continue;
        const scope = await scopeOf(name);
        if (scope === "takes no resource") continue;
        const why =
          scope === "unknown action" ? "is no action that AWS knows" : "can be limited to resources";
        for (const resource of wide) report(resource, `is ${resource.value}, but ${name} ${why}`);
      }
    }
  }),
);

/**
 * `*`, or an ARN whose resource is nothing but wildcards: `arn:aws:logs:*:*:*`. A wildcard at the end of an ARN's part
 * goes on beyond it, so that `arn:aws:s3*` is everything, too.
 */
export function isEverything(resource: string): boolean {
  const [, , , , , ...rest] = resource.split(":");
  return rest.length === 0 ? /[*?]/.test(resource) : /^[*?:/]+$/.test(rest.join(":"));
}
