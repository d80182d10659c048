import * as aws from "@pulumi/aws";
import { bucketsOf, settingsOf } from "../support/buckets.ts";
import { stackRule } from "../support/rule.ts";

/** Every bucket keeps the versions that were overwritten or deleted. */
export const bucketVersioning = stackRule(
  {
    name: "bucket-versioning",
    description:
      "What is overwritten or deleted by mistake can be had back; training once overwrote the model that was in use.",
    faults: ["K8"],
    severity: "medium",
    level: "mandatory",
    remedy: "Add a BucketVersioning with the status Enabled",
  },
  (stack, { report }) => {
    for (const bucket of bucketsOf(stack)) {
      const settings = settingsOf(stack, bucket, aws.s3.BucketVersioning);
      if (settings.length === 0) report("", "keeps no old versions", bucket.urn);
      for (const { urn, properties } of settings) {
        const status = properties.get("versioningConfiguration").get("status");
        if (status.isNot((name) => name === "Enabled")) report(status, "is not Enabled", urn);
      }
    }
  },
);
