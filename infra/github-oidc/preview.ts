import type { Statement } from "../iam/statement.ts";
import type { Scope } from "./scope.ts";
import { readState } from "./state.ts";

/**
 * What a pull request's preview needs: the state, the zones of the region, and the service's judgement of a state
 * machine. It does not refresh, so it looks at no resource, and never at data, parameters or secrets of the cloud.
 */
export function previewStatements({ state }: Scope): Statement[] {
  return [
    ...readState(state),
    {
      sid: "AskServices",
      unscoped: ["ec2:DescribeAvailabilityZones", "states:ValidateStateMachineDefinition"],
    },
  ];
}
