import * as aws from "@pulumi/aws";

// A budget that tells nobody: it is spent in silence.
new aws.budgets.Budget("budget-present", {
  budgetType: "COST",
  limitAmount: "100",
  limitUnit: "USD",
  timeUnit: "MONTHLY",
});
