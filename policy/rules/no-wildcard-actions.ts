import type { IamDocument } from "../support/iam-document.ts";
import {
  allowing,
  endpointPolicies,
  identityPolicies,
  resourcePolicies,
  trustPolicies,
} from "../support/iam-sources.ts";
import type { Reading } from "../support/reading.ts";
import { type Reporter, resourceRule } from "../support/rule.ts";

/** Every statement that allows something names its actions. Statements that deny may say "all". */
export const noWildcardActions = resourceRule(
  {
    name: "no-wildcard-actions",
    description:
      "A wildcard grants what nobody listed, and whatever the service adds later: the deploy role came to administer its account.",
    faults: ["X2", "X6"],
    severity: "critical",
    level: "mandatory",
    remedy: "List the actions that are needed, each by name",
  },
  [
    ...identityPolicies(judge),
    ...resourcePolicies(judge),
    ...endpointPolicies(judge),
    ...trustPolicies(judge),
  ],
);

function judge(document: Reading<IamDocument>, { report }: Reporter): void {
  for (const statement of allowing(document)) {
    for (const action of statement.get("Action").items()) {
      if (action.is((name) => /[*?]/.test(name))) report(action, `allows ${action.value}`);
    }
    const others = statement.get("NotAction");
    if (!others.isAbsent) report(others, "allows every action but a few");
  }
}
