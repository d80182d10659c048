import * as aws from "@pulumi/aws";
import { on, resourceRule } from "../support/rule.ts";

/** Keys that encrypt data are renewed every year. */
export const kmsRotation = resourceRule(
  {
    name: "kms-rotation",
    description:
      "The longer one key has encrypted everything, the more its loss gives away; AWS renews it at no effort.",
    faults: ["X8"],
    severity: "medium",
    level: "mandatory",
    remedy: "Set enableKeyRotation to true",
  },
  [
    on(aws.kms.Key, (key, { report }) => {
      // Keys that sign, and those brought from elsewhere, cannot be rotated by AWS.
      const symmetric = key.get("customerMasterKeySpec").isNot((spec) => spec !== "SYMMETRIC_DEFAULT");
      const rotation = key.get("enableKeyRotation");
      if (symmetric && rotation.isNot((on) => on)) report(rotation, "is not true");
    }),
  ],
);
