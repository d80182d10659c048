import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import { keyPolicy } from "../iam/key-policy.ts";
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
        policy: keyPolicy(stack, [
          { sid: "ObjectsThroughS3", when: { "kms:ViaService": `s3.${stack.region}.amazonaws.com` } },
        ]),
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
