import * as aws from "@pulumi/aws";
import { on, resourceRule } from "../support/rule.ts";

/** Queues and topics encrypt what rests in them. */
export const messagesEncrypted = resourceRule(
  {
    name: "messages-encrypted",
    description: "Messages name customers' files and failures; a topic without a key keeps them as they are.",
    severity: "medium",
    level: "mandatory",
    remedy: "Set sqsManagedSseEnabled to true, or kmsMasterKeyId to a key",
  },
  [
    on(aws.sqs.Queue, (queue, { report }) => {
      if (queue.has("kmsMasterKeyId")) return;
      const managed = queue.get("sqsManagedSseEnabled");
      if (managed.isNot((on) => on)) report(managed, "is not true");
    }),
    on(aws.sns.Topic, (topic, { report }) => {
      if (!topic.has("kmsMasterKeyId")) report("kmsMasterKeyId", "is missing");
    }),
  ],
);
