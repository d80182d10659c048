import type { Statement } from "../iam/statement.ts";
import { findZone, readPrefixLists } from "./lookups.ts";
import type { Scope } from "./scope.ts";
import { readState } from "./state.ts";

/**
 * What a pull request's preview needs: the state, and the answers to what the program asks while it runs. It does not
 * refresh, so it looks at no resource of the stack, and never at data, parameters or secrets in the cloud.
 *
 * Pulumi cannot read a state that holds secrets without their key. So whoever may push a branch to the repository can
 * read those secrets: the workflow that acts in this role is part of the branch. A fork's pull request gets no token.
 */
export function previewStatements({ stack, state, domain }: Scope): Statement[] {
  return [
    ...readState(state),
    {
      sid: "AskServices",
      unscoped: ["ec2:DescribeAvailabilityZones", "states:ValidateStateMachineDefinition"],
    },
    ...readPrefixLists(stack),
    ...(domain === undefined ? [] : findZone()),
  ];
}
