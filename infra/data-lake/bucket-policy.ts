import * as pulumi from "@pulumi/pulumi";

/** Below it, connections are refused. */
const LOWEST_TLS = "1.2";

/**
 * Who may never do what, whatever their own permissions say. It allows nothing: permissions are the roles'.
 *
 * @param keyArn the lake's key: nobody may put an object under another one, or under none
 */
export function bucketPolicy(
  bucketArn: pulumi.Output<string>,
  keyArn: pulumi.Output<string> | undefined,
): pulumi.Output<string> {
  const objects = pulumi.interpolate`${bucketArn}/*`;
  const deny = (sid: string, actions: string, resources: pulumi.Input<string>[], condition: object) => ({
    Sid: sid,
    Effect: "Deny",
    Principal: "*",
    Action: actions,
    Resource: resources,
    Condition: condition,
  });
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      // A denial of some actions would let the next new one through: these two deny all of them.
      deny("OnlyOverTls", "s3:*", [bucketArn, objects], { Bool: { "aws:SecureTransport": "false" } }),
      deny("OnlyOverCurrentTls", "s3:*", [bucketArn, objects], {
        NumericLessThan: { "s3:TlsVersion": LOWEST_TLS },
      }),
      ...(keyArn === undefined
        ? []
        : [
            // Who names no key gets the bucket's own; who names one must name this one ...
            deny("NoOtherKey", "s3:PutObject", [objects], {
              Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "false" },
              StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": keyArn },
            }),
            // ... and who asks for encryption without naming a key would get one of AWS's.
            deny("NoKeyOfAws", "s3:PutObject", [objects], {
              Null: {
                "s3:x-amz-server-side-encryption": "false",
                "s3:x-amz-server-side-encryption-aws-kms-key-id": "true",
              },
            }),
          ]),
    ],
  });
}
