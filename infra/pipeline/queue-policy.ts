import * as pulumi from "@pulumi/pulumi";

/** All that is done with messages. */
const messageActions = [
  "sqs:ChangeMessageVisibility",
  "sqs:DeleteMessage",
  "sqs:PurgeQueue",
  "sqs:ReceiveMessage",
  "sqs:SendMessage",
];

/**
 * Who may send into a queue: the named rules of EventBridge, and roles of the stack, whose own policies allow it. What
 * comes without TLS is refused, whoever sends or reads.
 */
export function queuePolicy(
  queueArn: pulumi.Input<string>,
  ruleArns: readonly string[],
): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "EventsOfTheseRules",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn,
        Condition: { ArnEquals: { "aws:SourceArn": ruleArns } },
      },
      {
        Sid: "OnlyOverTls",
        Effect: "Deny",
        Principal: "*",
        Action: messageActions,
        Resource: queueArn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
}
