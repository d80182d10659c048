import * as aws from "@pulumi/aws";
import { bucketsOf, settingsOf } from "../support/buckets.ts";
import { stackRule } from "../support/rule.ts";

/** Every bucket says how its objects are encrypted. */
export const bucketEncryption = stackRule(
  {
    name: "bucket-encryption",
    description:
      "Customers' data rests encrypted, with the key that the program chose and not one that a default picks.",
    faults: ["X8"],
    severity: "high",
    level: "mandatory",
    remedy: "Add a BucketServerSideEncryptionConfiguration with AES256 or aws:kms",
  },
  (stack, { report }) => {
    for (const bucket of bucketsOf(stack)) {
      const settings = settingsOf(stack, bucket, aws.s3.BucketServerSideEncryptionConfiguration);
      if (settings.length === 0) report("", "has no encryption of its own", bucket.urn);
      for (const { urn, properties } of settings) {
        for (const rule of properties.get("rules").items()) {
          const algorithm = rule.get("applyServerSideEncryptionByDefault").get("sseAlgorithm");
          if (algorithm.isNot((name) => /^(AES256|aws:kms(:dsse)?)$/.test(name))) {
            report(algorithm, "names no encryption", urn);
          }
        }
      }
    }
  },
);
