import * as pulumi from "@pulumi/pulumi";
import type { UnscopedAction } from "./unscoped-actions.ts";

/** An action with its service, for example `s3:GetObject`. Wildcards are refused when the document is made. */
export type Action = `${string}:${string}`;

/** Conditions by operator and key, for example `{ StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } }`. */
export type Conditions = Readonly<
  Record<string, Readonly<Record<string, pulumi.Input<string | readonly string[]>>>>
>;

/** What a role may do with resources that are named. */
export interface ScopedStatement {
  /** Says what it is for: letters and digits only. */
  readonly sid?: string;
  readonly actions: readonly Action[];
  readonly resources: readonly pulumi.Input<string>[];
  readonly conditions?: Conditions;
}

/** What a role may do where the service knows no resources: `unscoped-actions.ts` says why of each action. */
export interface UnscopedStatement {
  readonly sid?: string;
  readonly unscoped: readonly UnscopedAction[];
  readonly conditions?: Conditions;
}

/** What a role may never do outside of what is named, whoever allows it. */
export interface Denial {
  readonly sid: string;
  readonly denied: readonly Action[];
  readonly outside: readonly pulumi.Input<string>[];
}

/** What a role may do. Nothing else is allowed, and nothing is denied: who needs a denial asks for it by name. */
export type Statement = ScopedStatement | UnscopedStatement;

/** @throws RangeError when an action holds a wildcard: name every action. */
function refuseWildcards(actions: readonly string[]): void {
  const wild = actions.filter((action) => action.includes("*"));
  if (wild.length > 0) throw new RangeError(`${wild.join(", ")}: name every action instead of a wildcard.`);
}

function element(statement: Statement) {
  const { sid, conditions } = statement;
  const actions = "unscoped" in statement ? statement.unscoped : statement.actions;
  refuseWildcards(actions);
  return {
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: "Allow",
    Action: [...actions].sort(),
    Resource: "unscoped" in statement ? "*" : statement.resources,
    ...(conditions === undefined ? {} : { Condition: conditions }),
  };
}

function denial({ sid, denied, outside }: Denial) {
  refuseWildcards(denied);
  return { Sid: sid, Effect: "Deny", Action: [...denied].sort(), NotResource: outside };
}

/** The policy document of these statements, as JSON. The order of actions is fixed, so that no update differs by chance. */
export function policyDocument(
  statements: readonly Statement[],
  denials: readonly Denial[] = [],
): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [...statements.map(element), ...denials.map(denial)],
  });
}
