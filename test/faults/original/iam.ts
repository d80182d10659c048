import * as aws from "@pulumi/aws";
import { options, prefix } from "./names.ts";

/** A role that trusts a service, without a bound and from whatever account, and one policy of its own. */
export function serviceRole(name: string, service: string, statements: readonly object[]): aws.iam.Role {
  return role(
    name,
    [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
    statements,
  );
}

export function role(name: string, trust: readonly object[], statements: readonly object[]): aws.iam.Role {
  const made = new aws.iam.Role(
    name,
    {
      name: `${prefix}-${name}-role`,
      path: "/",
      assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: trust }),
    },
    options,
  );
  if (statements.length > 0)
    new aws.iam.RolePolicy(
      name,
      {
        name: "inline",
        role: made.name,
        policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
      },
      options,
    );
  return made;
}

export const allow = (resource: string | readonly string[], ...actions: readonly string[]) => ({
  Effect: "Allow",
  Action: actions,
  Resource: resource,
});
