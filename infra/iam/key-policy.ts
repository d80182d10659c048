import * as pulumi from "@pulumi/pulumi";
import type { Stack } from "../stack.ts";

/**
 * What the account's administrators may do with a key: everything but reading with it. Grants are missing, too: with
 * one, an administrator could lend reading to anybody.
 */
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

/** What encrypting and decrypting takes: S3 and SNS ask for a data key for objects and messages. */
const use = ["kms:Decrypt", "kms:GenerateDataKey"] as const;

/** In a key's policy `*` means this key alone. */
const THIS_KEY = "*";

/** Who may use a key, and under which condition. */
export interface KeyUse {
  /** Says what it is for: letters and digits only. */
  readonly sid: string;
  /** Services of AWS; left out: the account, whose IAM policies then decide who. */
  readonly services?: readonly string[];
  /** Keys of the condition, all of which must equal the value. */
  readonly when: Readonly<Record<string, string>>;
}

/**
 * The policy of a key of the stack's own: the account administers it, and only those named use it.
 *
 * @example keyPolicy(stack, [{ sid: "ObjectsThroughS3", when: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } }])
 */
export function keyPolicy(stack: Stack, uses: readonly KeyUse[]): pulumi.Output<string> {
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
      ...uses.map(({ sid, services, when }) => ({
        Sid: sid,
        Effect: "Allow",
        Principal: services === undefined ? account : { Service: services },
        Action: use,
        Resource: THIS_KEY,
        Condition: { StringEquals: when },
      })),
    ],
  });
}
