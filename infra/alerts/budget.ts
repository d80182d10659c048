import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component, type Fault, throwIfAny } from "../component.ts";
import type { Stack } from "../stack.ts";

/** What a month may cost, and who is warned. */
export interface BudgetArgs {
  readonly stack: Stack;
  /** Limit of a month in US dollars, for the whole account: an account per stack makes it the stack's. */
  readonly monthlyUsd: number;
  /**
   * Who is warned by mail, at most ten. The topic is left out then: its readers would be told twice.
   * @default nobody: the topic is told
   */
  readonly emails?: readonly string[];
  /** Topic that is told when no mail address is given. */
  readonly topicArn: pulumi.Input<string>;
}

/**
 * Warns when a month's cost is forecast to pass its limit, when four fifths are spent, and when all is. It stops nothing.
 *
 * @example new Budget("budget", { stack, monthlyUsd: 200, emails: ["data@example.com"], topicArn: topicArn });
 */
export class Budget extends Component {
  readonly budgetName: pulumi.Output<string>;
  readonly nodes: { readonly budget: aws.budgets.Budget };

  /** @throws pulumi.RunError when the limit or the number of addresses is not what AWS takes */
  constructor(name: string, args: BudgetArgs, opts?: pulumi.ComponentResourceOptions) {
    super("alerts", "Budget", name, opts);
    const { stack, monthlyUsd, emails = [], topicArn } = args;
    throwIfAny(`Budget ${name}`, budgetFaults(monthlyUsd, emails));

    const subscribers =
      emails.length > 0 ? { subscriberEmailAddresses: [...emails] } : { subscriberSnsTopicArns: [topicArn] };
    const budget = new aws.budgets.Budget(
      `${name}-monthly`,
      {
        name: `${stack.prefix}-monthly`,
        accountId: stack.accountId,
        budgetType: "COST",
        timeUnit: "MONTHLY",
        limitAmount: monthlyUsd.toFixed(2),
        limitUnit: "USD",
        notifications: warnings.map(({ notificationType, percent }) => ({
          notificationType,
          comparisonOperator: "GREATER_THAN",
          thresholdType: "PERCENTAGE",
          threshold: percent,
          ...subscribers,
        })),
      },
      this.child(),
    );
    this.nodes = { budget };
    this.budgetName = budget.name;
    this.registerOutputs({ budgetName: this.budgetName });
  }
}

/** When people are warned: the forecast comes first, as it still leaves time. */
const warnings = [
  { notificationType: "FORECASTED", percent: 100 },
  { notificationType: "ACTUAL", percent: 80 },
  { notificationType: "ACTUAL", percent: 100 },
] as const;

/** AWS's own limit of addresses in a warning. */
const MAX_EMAILS = 10;

function budgetFaults(monthlyUsd: number, emails: readonly string[]): Fault[] {
  const found: (Fault | false)[] = [
    !(Number.isFinite(monthlyUsd) && monthlyUsd > 0) && {
      path: "monthlyUsd",
      message: "must be a number of dollars above 0",
    },
    emails.length > MAX_EMAILS && {
      path: "emails",
      message: `must be at most ${MAX_EMAILS}: subscribe more people to the topic`,
    },
  ];
  return found.filter((fault) => fault !== false);
}
