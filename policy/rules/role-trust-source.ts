import { isNarrowedBy } from "../support/iam-document.ts";
import { allowing, trustPolicies } from "../support/iam-sources.ts";
import { resourceRule } from "../support/rule.ts";

/** Services that act in a role without ever naming whom they act for. */
const nameless = new Set(["ec2.amazonaws.com"]);

/** Keys by which a service says whom it acts for. */
const sources = new Set(["aws:sourceaccount", "aws:sourcearn"]);

/** A service acts in a role only on behalf of this account. */
export const roleTrustSource = resourceRule(
  {
    name: "role-trust-source",
    description:
      "A service serves every customer of AWS: without the account in the trust, somebody else may get it to act in our role (the confused deputy).",
    faults: ["X6"],
    severity: "high",
    level: "mandatory",
    remedy: "Add the condition StringEquals aws:SourceAccount, or ArnLike aws:SourceArn, to the role's trust",
  },
  trustPolicies((document, { report }) => {
    for (const statement of allowing(document)) {
      if (statement.is((each) => isNarrowedBy(each, sources))) continue;
      for (const [kind, names] of statement.get("Principal").entries()) {
        if (kind !== "Service") continue;
        for (const name of names.items()) {
          if (name.is((service) => !nameless.has(service)))
            report(name, "may act in the role for any account");
        }
      }
    }
  }),
);
