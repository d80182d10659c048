import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { Stack } from "../stack.ts";

/** Which stack's lake the key is for. */
export interface LakeKeyArgs {
  readonly stack: Stack;
}

/**
 * The key that the lake's objects rest under, renewed every year. Without it no object can be read again, so its
 * deletion waits as long as AWS allows.
 */
export class LakeKey extends Component {
  readonly arn: pulumi.Output<string>;
  readonly nodes: { readonly key: aws.kms.Key; readonly alias: aws.kms.Alias };

  constructor(name: string, args: LakeKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("data-lake", "LakeKey", name, opts);
    const { stack } = args;
    const key = new aws.kms.Key(
      name,
      {
        description: `Objects of the data lake of ${stack.prefix}`,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: keyPolicy(stack),
      },
      this.child({ protect: stack.protect }),
    );
    const alias = new aws.kms.Alias(
      `${name}-alias`,
      { name: `alias/${stack.prefix}-data`, targetKeyId: key.keyId },
      this.child(),
    );
    this.nodes = { key, alias };
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

/** What the account's administrators may do with the key: everything but reading with it. */
const administration = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
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
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
] as const;

/** In a key's policy `*` means this key alone. */
const THIS_KEY = "*";

function keyPolicy(stack: Stack): pulumi.Output<string> {
  // The account as principal: its IAM policies then decide who.
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
        Sid: "ObjectsThroughS3",
        Effect: "Allow",
        Principal: account,
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: THIS_KEY,
        Condition: { StringEquals: { "kms:ViaService": `s3.${stack.region}.amazonaws.com` } },
      },
    ],
  });
}
