import type { Statement } from "../../iam/statement.ts";
import { arnOf } from "../../stack.ts";
import { named, on, type Scope } from "../scope.ts";

/** Logs, alarms, the page of charts, the topic and the budget. */
export function watch({ stack }: Scope): Statement[] {
  const logGroups = [
    ...["/aws/lambda/", "/aws/vendedlogs/states/", "/ecs/"].map((folder) =>
      named(stack, "logs", `log-group:${folder}`),
    ),
    ...["", ":*"].map((rest) => arnOf(stack, "logs", `log-group:/vpc/${stack.prefix}${rest}`)),
    // SageMaker writes all jobs of an account into this one.
    arnOf(stack, "logs", "log-group:/aws/sagemaker/ProcessingJobs*"),
  ];
  return [
    on("LogGroups", logGroups, [
      "logs:AssociateKmsKey",
      "logs:CreateLogGroup",
      "logs:DeleteLogGroup",
      "logs:DeleteRetentionPolicy",
      "logs:DisassociateKmsKey",
      "logs:ListTagsForResource",
      "logs:PutRetentionPolicy",
      "logs:TagResource",
      "logs:UntagResource",
    ]),
    on(
      "Alarms",
      [named(stack, "cloudwatch", "alarm:")],
      [
        "cloudwatch:DeleteAlarms",
        "cloudwatch:DescribeAlarms",
        "cloudwatch:ListTagsForResource",
        "cloudwatch:PutMetricAlarm",
        "cloudwatch:TagResource",
        "cloudwatch:UntagResource",
      ],
    ),
    on(
      "Charts",
      [`arn:aws:cloudwatch::${stack.accountId}:dashboard/${stack.prefix}`],
      ["cloudwatch:DeleteDashboards", "cloudwatch:GetDashboard", "cloudwatch:PutDashboard"],
    ),
    on(
      "Topics",
      [named(stack, "sns", "")],
      [
        "sns:CreateTopic",
        "sns:DeleteTopic",
        "sns:GetSubscriptionAttributes",
        "sns:GetTopicAttributes",
        "sns:ListSubscriptionsByTopic",
        "sns:ListTagsForResource",
        "sns:SetSubscriptionAttributes",
        "sns:SetTopicAttributes",
        "sns:Subscribe",
        "sns:TagResource",
        "sns:Unsubscribe",
        "sns:UntagResource",
      ],
    ),
    on(
      "Budgets",
      [`arn:aws:budgets::${stack.accountId}:budget/${stack.prefix}-*`],
      [
        "budgets:ListTagsForResource",
        "budgets:ModifyBudget",
        "budgets:TagResource",
        "budgets:UntagResource",
        "budgets:ViewBudget",
      ],
    ),
    { sid: "FindLogs", unscoped: ["logs:DescribeLogGroups"] },
  ];
}
