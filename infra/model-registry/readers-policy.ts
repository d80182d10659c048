import * as pulumi from "@pulumi/pulumi";

/** Other accounts may see the group and its versions. */
export function readersPolicy(
  accounts: readonly string[],
  groupArn: pulumi.Input<string>,
  packagesArn: string,
): pulumi.Output<string> {
  const readers = { AWS: accounts.map((account) => `arn:aws:iam::${account}:root`) };
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "SeeGroup",
        Effect: "Allow",
        Principal: readers,
        Action: "sagemaker:DescribeModelPackageGroup",
        Resource: groupArn,
      },
      {
        Sid: "SeeVersions",
        Effect: "Allow",
        Principal: readers,
        Action: ["sagemaker:DescribeModelPackage", "sagemaker:ListModelPackages"],
        Resource: packagesArn,
      },
    ],
  });
}
