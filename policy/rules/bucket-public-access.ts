import * as aws from "@pulumi/aws";
import { bucketsOf, settingsOf } from "../support/buckets.ts";
import { stackRule } from "../support/rule.ts";

const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

/** Every bucket refuses public access in all four ways. */
export const bucketPublicAccess = stackRule(
  {
    name: "bucket-public-access",
    description:
      "A bucket without the block is one policy or one object's access list away from being public.",
    severity: "critical",
    level: "mandatory",
    remedy: `Add a BucketPublicAccessBlock with ${flags.join(", ")} true`,
  },
  (stack, { report }) => {
    for (const bucket of bucketsOf(stack)) {
      const blocks = settingsOf(stack, bucket, aws.s3.BucketPublicAccessBlock);
      if (blocks.length === 0) report("", "does not block public access", bucket.urn);
      for (const { urn, properties } of blocks) {
        for (const flag of flags) {
          if (properties.get(flag).isNot((on) => on)) report(flag, "is not true", urn);
        }
      }
    }
  },
);
