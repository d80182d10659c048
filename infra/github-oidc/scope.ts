import type { Conditions, ScopedStatement } from "../iam/statement.ts";
import { arnOf, type Stack } from "../stack.ts";

/** What the workflows' roles are about. */
export interface Scope {
  readonly stack: Stack;
  readonly lakeBucket: string;
  /** The dashboard's name, when it has one. */
  readonly domain?: string;
  /** The stack queries its readings (`Scale`). */
  readonly queries: boolean;
  readonly state: State;
  /** ARN of the boundary that every role of the stack carries. */
  readonly boundaryArn: string;
}

/** Where Pulumi keeps what it knows of the stack. */
export interface State {
  readonly bucket: string;
  /** The program's name in `Pulumi.yaml`. */
  readonly project: string;
  /** The stack's name. */
  readonly stackName: string;
  /** Key that the stack's secrets are encrypted with. */
  readonly secretsKeyArn?: string;
}

/** ARN pattern of everything of a kind whose name starts with the stack's prefix. */
export function named(stack: Stack, service: string, kind: string): string {
  return arnOf(stack, service, `${kind}${stack.prefix}-*`);
}

/** ARN pattern of the stack's roles that services act in. The workflows' own lie one folder deeper and do not match. */
export function roleArns(stack: Stack): string {
  return `arn:aws:iam::${stack.accountId}:role/${stack.project}/${stack.prefix}-*`;
}

/** ARN of the policy that bounds every role of the stack. Known by name, as the deploy role's conditions need it. */
export function boundaryArnOf(stack: Stack): string {
  return `arn:aws:iam::${stack.accountId}:policy/${stack.project}/${stack.prefix}-boundary`;
}

/** Holds for what carries the stack's tags: for services whose ids nobody chooses. */
export function tagged(stack: Stack): Conditions {
  return {
    StringEquals: {
      "aws:ResourceTag/Project": stack.project,
      "aws:ResourceTag/Environment": stack.environment,
    },
  };
}

/** Holds for what is made with the stack's tags. */
export function taggedAtBirth(stack: Stack): Conditions {
  return {
    StringEquals: {
      "aws:RequestTag/Project": stack.project,
      "aws:RequestTag/Environment": stack.environment,
    },
  };
}

/**
 * Holds for what is tagged while it is made, and for nothing that somebody has tagged before. Without it, who may tag
 * what is new could put the stack's tags on anything of the kind, and change it then as the stack's own.
 */
export function nobodysSoFar(stack: Stack): Conditions {
  return { ...taggedAtBirth(stack), Null: { "aws:ResourceTag/Project": "true" } };
}

/** A statement on resources by pattern. */
export function on(
  sid: string,
  resources: readonly string[],
  actions: ScopedStatement["actions"],
  conditions?: Conditions,
): ScopedStatement {
  return { sid, actions, resources, ...(conditions === undefined ? {} : { conditions }) };
}
