import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import { keyPolicy } from "../iam/key-policy.ts";
import type { ScopedStatement } from "../iam/statement.ts";
import type { Stack } from "../stack.ts";

/** Which stack's topic the key is for. */
export interface AlertKeyArgs {
  readonly stack: Stack;
}

/**
 * The key that messages rest under. A key of our own, because CloudWatch and Budgets cannot publish to a topic under
 * AWS's key for SNS: that key's policy names no service, and nobody can change it.
 */
export class AlertKey extends Component {
  readonly arn: pulumi.Output<string>;
  readonly nodes: { readonly key: aws.kms.Key };
  readonly #stack: Stack;

  constructor(name: string, args: AlertKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("alerts", "AlertKey", name, opts);
    const { stack } = args;
    const key = new aws.kms.Key(
      name,
      {
        description: `Messages of ${stack.prefix}-alerts`,
        enableKeyRotation: true,
        // A message is delivered within hours: nothing is lost with the key that could be needed again.
        deletionWindowInDays: 7,
        policy: keyPolicy(stack, [
          { sid: "PublishersOfThisAccount", when: { "kms:ViaService": `sns.${stack.region}.amazonaws.com` } },
          {
            sid: "AlarmsAndBudgetsOfThisAccount",
            services: ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"],
            when: { "aws:SourceAccount": stack.accountId },
          },
        ]),
      },
      this.child(),
    );
    new aws.kms.Alias(
      `${name}-alias`,
      { name: `alias/${stack.prefix}-alerts`, targetKeyId: key.keyId },
      this.child(),
    );
    this.#stack = stack;
    this.nodes = { key };
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }

  /** What a publisher needs of the key: SNS encrypts on its behalf. */
  useThroughTopic(): ScopedStatement {
    return {
      sid: "EncryptMessages",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: [this.arn],
      conditions: { StringEquals: { "kms:ViaService": `sns.${this.#stack.region}.amazonaws.com` } },
    };
  }
}
