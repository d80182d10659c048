import * as aws from "@pulumi/aws";
import { on, resourceRule } from "../support/rule.ts";

/** Every table can be set back to any second of the last weeks. */
export const tableRecovery = resourceRule(
  {
    name: "table-recovery",
    description:
      "A table that a faulty release has filled with nonsense can only be had back by point-in-time recovery.",
    faults: ["X12"],
    severity: "high",
    level: "mandatory",
    remedy: "Set pointInTimeRecovery.enabled to true",
  },
  [
    on(aws.dynamodb.Table, (table, { report }) => {
      const enabled = table.get("pointInTimeRecovery").get("enabled");
      if (enabled.isNot((on) => on)) report(enabled, "is not true");
    }),
  ],
);
