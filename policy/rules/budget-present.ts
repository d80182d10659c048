import * as aws from "@pulumi/aws";
import { stackRule } from "../support/rule.ts";

/** The stack has a budget that tells somebody before it is spent. */
export const budgetPresent = stackRule(
  {
    name: "budget-present",
    description:
      "A loop of jobs costs more in a night than the system in a month; the bill comes weeks later.",
    severity: "medium",
    level: "mandatory",
    remedy: "Add an aws.budgets.Budget with a limit and a notification",
  },
  (stack, { report }) => {
    const budgets = stack.of(aws.budgets.Budget);
    if (budgets.length === 0) report("", "The stack has no budget");
    for (const { urn, properties } of budgets) {
      const notifications = properties.get("notifications");
      if (notifications.isNot((all) => all.length > 0)) report(notifications, "tell nobody", urn);
    }
  },
);
