import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";

/** A function as small as one can be that needs the AWS SDK: for the tests of bundles. */
export async function handler({ bucket }: { readonly bucket: string }) {
  const client = new S3Client({ region: "eu-west-1" });
  const { input } = new ListObjectsV2Command({ Bucket: bucket, Prefix: "raw/" });
  client.destroy();
  return input;
}
