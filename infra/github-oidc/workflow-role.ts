import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import { policyDocument, type Statement } from "../iam/statement.ts";
import type { Stack } from "../stack.ts";

/** Who acts in the role, and what for. */
export interface WorkflowRoleArgs {
  readonly stack: Stack;
  /** Last part of its name: `<prefix>-github-<purpose>-role`. Changing it replaces the role. */
  readonly purpose: string;
  readonly description: string;
  /** The trust document. */
  readonly trust: pulumi.Input<string>;
  /** What it may do, by area: each is a policy of its own, as AWS bounds the size of one. */
  readonly areas: Readonly<Record<string, readonly Statement[]>>;
  /** How long one sign-in lasts. */
  readonly sessionSeconds: number;
}

/**
 * A role that a workflow acts in. It and its policies lie in the folder `github/`, which nothing that the stack
 * itself may change matches: only an administrator changes them.
 */
export class WorkflowRole extends Component {
  readonly arn: pulumi.Output<string>;
  readonly nodes: { readonly role: aws.iam.Role };

  constructor(name: string, args: WorkflowRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("github-oidc", "WorkflowRole", name, opts);
    const { stack, purpose, description, trust, areas, sessionSeconds } = args;
    const path = `/${stack.project}/github/`;
    const role = new aws.iam.Role(
      name,
      {
        name: `${stack.prefix}-github-${purpose}-role`,
        path,
        description,
        assumeRolePolicy: trust,
        maxSessionDuration: sessionSeconds,
      },
      this.child(),
    );
    for (const [area, statements] of Object.entries(areas)) {
      const policy = new aws.iam.Policy(
        `${name}-${area}`,
        {
          name: `${stack.prefix}-github-${purpose}-${area}`,
          path,
          description: `${description} (${area})`,
          policy: policyDocument(statements),
        },
        this.child(),
      );
      new aws.iam.RolePolicyAttachment(
        `${name}-${area}-attached`,
        { role: role.name, policyArn: policy.arn },
        this.child(),
      );
    }
    this.nodes = { role };
    this.arn = role.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
