import * as aws from "@pulumi/aws";
import { z } from "zod";
import { on, resourceRule } from "../support/rule.ts";

/** Every log group keeps its lines for a while, and not for ever. */
export const logRetention = resourceRule(
  {
    name: "log-retention",
    description:
      "Without a retention logs are kept, and paid for, for ever; too short a one, and the trace of an incident is gone before anybody looks.",
    faults: ["X10"],
    severity: "medium",
    level: "mandatory",
    remedy: "Set retentionInDays as the stack's settings say (stack.logRetentionDays)",
    options: z.object({
      minimumDays: z.number().int().min(1).default(30).describe("Fewest days that logs are kept."),
    }),
  },
  [
    on(aws.cloudwatch.LogGroup, (group, { report, options: { minimumDays } }) => {
      const days = group.get("retentionInDays");
      if (days.isNot((number) => number > 0)) report(days, "is not set: logs are kept for ever");
      else if (days.is((number) => number < minimumDays)) {
        report(days, `is ${days.value}, fewer than ${minimumDays}`);
      }
    }),
  ],
);
