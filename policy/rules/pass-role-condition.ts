import { actionMatches, demandsOf } from "../support/iam-document.ts";
import { allowing, identityPolicies } from "../support/iam-sources.ts";
import { resourceRule } from "../support/rule.ts";
import { isEverything } from "./no-wildcard-resources.ts";

/** Who may hand a role to a service says which role, and to which service. */
export const passRoleCondition = resourceRule(
  {
    name: "pass-role-condition",
    description:
      "Who may pass a role to any service acts in that role by way of a service that runs their code; the deploy role could pass every role of the account.",
    faults: ["X2", "X6"],
    severity: "critical",
    level: "mandatory",
    remedy: "Name the role and add the condition StringEquals iam:PassedToService with the service",
  },
  identityPolicies((document, { report }) => {
    for (const statement of allowing(document)) {
      const passing = statement
        .get("Action")
        .items()
        .find((action) => action.is(passesRoles));
      if (passing === undefined) continue;
      for (const resource of statement.get("Resource").items()) {
        if (resource.is((arn) => isEverything(arn) || /:role\/\*$/.test(arn))) {
          report(resource, "lets every role be passed");
        }
      }
      if (!statement.is((each) => demandsOf(each).some(namesServices))) {
        report(passing, "is allowed for any service");
      }
    }
  }),
);

const passesRoles = (action: string): boolean => actionMatches(action, "iam:PassRole");

/** Also `ForAnyValue:StringEquals`; a pattern counts only when it names a service and not all of them. */
function namesServices({ operator, key, values }: ReturnType<typeof demandsOf>[number]): boolean {
  return (
    key === "iam:passedtoservice" &&
    /StringEquals|StringLike/.test(operator) &&
    !/Not/.test(operator) &&
    values.every((service) => /^[\w.-]+$/.test(service))
  );
}
