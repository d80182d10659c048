import * as aws from "@pulumi/aws";
import { bucketsOf, settingsOf } from "../support/buckets.ts";
import { stackRule } from "../support/rule.ts";

/** Every bucket lets old versions and broken uploads go. */
export const bucketLifecycle = stackRule(
  {
    name: "bucket-lifecycle",
    description:
      "Old versions and the parts of uploads that broke off were kept, and paid for, for ever; and data of customers longer than needed.",
    faults: ["X8"],
    severity: "medium",
    level: "mandatory",
    remedy:
      "Add a BucketLifecycleConfiguration that expires old versions and aborts incomplete uploads after some days",
  },
  (stack, { report }) => {
    for (const bucket of bucketsOf(stack)) {
      const settings = settingsOf(stack, bucket, aws.s3.BucketLifecycleConfiguration);
      if (settings.length === 0) report("", "has no lifecycle", bucket.urn);
      for (const { urn, properties } of settings) {
        const rules = properties.get("rules");
        if (rules.isUnknown) continue;
        const active = rules
          .items()
          .filter((rule) => rule.get("status").is((status) => status === "Enabled"));
        if (active.every((rule) => rule.get("noncurrentVersionExpiration").isAbsent)) {
          report(rules, "keep old versions for ever", urn);
        }
        if (active.every((rule) => rule.get("abortIncompleteMultipartUpload").isAbsent)) {
          report(rules, "keep uploads that broke off", urn);
        }
      }
    }
  },
);
