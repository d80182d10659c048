import type * as pulumi from "@pulumi/pulumi";

/** Where the program may be deployed: a stack each, and better an account each. */
export const environments = ["dev", "staging", "prod"] as const;
export type Environment = (typeof environments)[number];

/** Spain, and the region of the original system. */
export const regions = ["eu-south-2", "eu-west-1"] as const;
export type Region = (typeof regions)[number];

/** What every component is told about the stack that it belongs to. */
export interface Stack {
  /** First part of every name. */
  readonly project: string;
  readonly environment: Environment;
  /** `<project>-<environment>`: physical names start with it. */
  readonly prefix: string;
  readonly region: Region;
  /** Twelve digits. */
  readonly accountId: string;
  /** Guards what cannot be made again (data, models, images) against deletion. True in prod. */
  readonly protect: boolean;
  /** Days that logs are kept. */
  readonly logRetentionDays: number;
  /** Upper bound of every role's permissions. Left out where nobody but an administrator deploys. */
  readonly boundaryArn?: pulumi.Input<string>;
}

/**
 * The ARN of something whose name is known before it exists, so that a policy may name it without a circle.
 *
 * @example arnOf(stack, "states", `stateMachine:${stack.prefix}-pipeline`)
 */
export function arnOf(stack: Stack, service: string, resource: string): string {
  return `arn:aws:${service}:${stack.region}:${stack.accountId}:${resource}`;
}
