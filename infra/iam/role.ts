import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { Stack } from "../stack.ts";
import { type Conditions, policyDocument, type Statement } from "./statement.ts";

/** Services of AWS that may act in a role of ours. */
export type ServicePrincipal =
  | "lambda.amazonaws.com"
  | "states.amazonaws.com"
  | "sagemaker.amazonaws.com"
  | "scheduler.amazonaws.com"
  | "events.amazonaws.com"
  | "ecs-tasks.amazonaws.com"
  | "vpc-flow-logs.amazonaws.com";

/** Who may act in the role, and what for. */
export interface RoleArgs {
  readonly stack: Stack;
  /** Last part of the role's name: `<project>-<environment>-<purpose>-role`. Changing it replaces the role. */
  readonly purpose: string;
  /** For people who read the list of roles. */
  readonly description: string;
  /** The service that acts in the role, on behalf of this account only. */
  readonly service: ServicePrincipal;
  /**
   * ARN patterns of the service's resources that may act in it.
   * @default any of this account
   */
  readonly sources?: readonly pulumi.Input<string>[];
}

/**
 * A role that one service acts in. It starts without any permission: each is granted by the component that owns the
 * resource, as a policy of its own that says what it is for.
 *
 * @example
 * const role = new Role("bronze", { stack, purpose: "bronze", description: "…", service: "sagemaker.amazonaws.com" });
 * lake.grantRead(role, ["deliveries/"]);
 */
export class Role extends Component {
  readonly arn: pulumi.Output<string>;
  /** The role's physical name. */
  readonly roleName: pulumi.Output<string>;
  readonly nodes: { readonly role: aws.iam.Role };
  readonly #name: string;

  constructor(name: string, args: RoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("iam", "Role", name, opts);
    const { stack, purpose, description, service, sources } = args;
    const role = new aws.iam.Role(
      name,
      {
        name: `${stack.prefix}-${purpose}-role`,
        path: `/${stack.project}/`,
        description,
        assumeRolePolicy: trust(service, {
          StringEquals: { "aws:SourceAccount": stack.accountId },
          ...(sources === undefined ? {} : { ArnLike: { "aws:SourceArn": pulumi.all([...sources]) } }),
        }),
        ...(stack.boundaryArn === undefined ? {} : { permissionsBoundary: stack.boundaryArn }),
      },
      this.child(),
    );
    this.#name = name;
    this.nodes = { role };
    this.arn = role.arn;
    this.roleName = role.name;
    this.registerOutputs({ arn: this.arn });
  }

  /**
   * Allows something, as a policy of the role named after what it is for (`read-gold`).
   * For components that own resources: everybody else calls their grant methods.
   */
  allow(what: string, statements: readonly Statement[]): void {
    new aws.iam.RolePolicy(
      `${this.#name}-${what}`,
      { name: what, role: this.roleName, policy: policyDocument(statements) },
      this.child(),
    );
  }
}

function trust(service: ServicePrincipal, conditions: Conditions): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole", Condition: conditions },
    ],
  });
}
