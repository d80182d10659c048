import { unscopedWhenDeploying } from "./unscoped-when-deploying.ts";
import { unscopedWhenRunning } from "./unscoped-when-running.ts";

/**
 * The only actions that are allowed on every resource, each with the reason. A test holds the list against the
 * services' own lists of actions: none of them takes a resource, or the resource's name cannot be known.
 */
export const unscopedActions = {
  "ecr:GetAuthorizationToken":
    "The token is the registry's, not a repository's: the action takes no resource.",
  ...unscopedWhenDeploying,
  ...unscopedWhenRunning,
} as const satisfies Readonly<Record<`${string}:${string}`, string>>;

/** An action that may stand without a resource. */
export type UnscopedAction = keyof typeof unscopedActions;
