import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
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
        policy: keyPolicy(stack),
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

/** What the account's administrators and its IAM policies may do with the key: everything but reading with it at will. */
const administration = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:CreateGrant",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListResourceTags",
  "kms:ListRetirableGrants",
  "kms:PutKeyPolicy",
  "kms:RevokeGrant",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];

/** In a key's policy `*` means this key alone. */
const THIS_KEY = "*";

function keyPolicy(stack: Stack): pulumi.Output<string> {
  const account = { AWS: `arn:aws:iam::${stack.accountId}:root` };
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AdministrationByThisAccount",
        Effect: "Allow",
        Principal: account,
        Action: administration,
        Resource: THIS_KEY,
      },
      {
        Sid: "PublishersOfThisAccount",
        Effect: "Allow",
        Principal: account,
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: THIS_KEY,
        Condition: { StringEquals: { "kms:ViaService": `sns.${stack.region}.amazonaws.com` } },
      },
      {
        Sid: "AlarmsAndBudgetsOfThisAccount",
        Effect: "Allow",
        Principal: { Service: ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"] },
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: THIS_KEY,
        Condition: { StringEquals: { "aws:SourceAccount": stack.accountId } },
      },
    ],
  });
}
