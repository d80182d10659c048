import * as pulumi from "@pulumi/pulumi";
import { arnOf, type Stack } from "../stack.ts";

/**
 * Who may publish: this stack's alarms and this account's budgets. Roles of the stack need no word here, their own
 * policies allow it. What comes without TLS is refused, whoever sends it.
 */
export function topicPolicy(stack: Stack, topicArn: pulumi.Output<string>): pulumi.Output<string> {
  const publisher = (sid: string, service: string, source: string) => ({
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sns:Publish",
    Resource: topicArn,
    Condition: {
      StringEquals: { "aws:SourceAccount": stack.accountId },
      ArnLike: { "aws:SourceArn": source },
    },
  });
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      publisher(
        "AlarmsOfThisStack",
        "cloudwatch.amazonaws.com",
        arnOf(stack, "cloudwatch", `alarm:${stack.prefix}-*`),
      ),
      // Budgets name themselves by their account alone: the service documents this form.
      publisher("BudgetsOfThisAccount", "budgets.amazonaws.com", `arn:aws:budgets::${stack.accountId}:*`),
      {
        Sid: "OnlyOverTls",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: topicArn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
}
