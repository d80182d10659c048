import { demandsOf } from "../support/iam-document.ts";
import { allowing, trustPolicies } from "../support/iam-sources.ts";
import { resourceRule } from "../support/rule.ts";

const ISSUER = "token.actions.githubusercontent.com";

/** A role for GitHub's workflows names which of them: repository, and branch or environment. */
export const oidcSubjectExact = resourceRule(
  {
    name: "oidc-subject-exact",
    description:
      "A subject with a wildcard lets every branch, tag and pull request of the repository deploy, that of a stranger included.",
    faults: ["X3"],
    severity: "critical",
    level: "mandatory",
    remedy: `Add the condition StringEquals with ${ISSUER}:sub as whole subjects and ${ISSUER}:aud as sts.amazonaws.com`,
  },
  trustPolicies((document, { report }) => {
    for (const statement of allowing(document)) {
      const federated = statement.get("Principal").get("Federated").items();
      const github = federated.find((name) => name.is((arn) => arn.endsWith(ISSUER)));
      if (github === undefined || statement.value === undefined) continue;
      for (const claim of ["sub", "aud"]) {
        const demands = demandsOf(statement.value).filter(({ key }) => key === `${ISSUER}:${claim}`);
        const exact = demands.filter(
          ({ operator, values }) =>
            /^(ForAnyValue:)?StringEquals(IgnoreCase)?$/.test(operator) &&
            !values.some((value) => /[*?]/.test(value)),
        );
        if (exact.length > 0) continue;
        const [loose] = demands;
        report(
          github,
          loose === undefined
            ? `may act with any ${claim}`
            : `may act with a ${claim} like ${loose.values.join(", ")}`,
        );
      }
    }
  }),
);
