import * as aws from "@pulumi/aws";
import { on, resourceRule } from "../support/rule.ts";

const problem = "is a person's or a machine's standing access";

/** Nobody has a key that does not expire. */
export const noIamUsers = resourceRule(
  {
    name: "no-iam-users",
    description:
      "A user's access keys are valid until somebody remembers them; those of an administrator were committed.",
    faults: ["X14"],
    severity: "critical",
    level: "mandatory",
    remedy: "Let people sign in through IAM Identity Center, and machines act in roles",
  },
  [
    on(aws.iam.User, (_, { report }) => report("", problem)),
    on(aws.iam.AccessKey, (_, { report }) => report("", problem)),
    on(aws.iam.UserLoginProfile, (_, { report }) => report("", problem)),
  ],
);
