import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { PUBLISH_MS } from "../pipeline/alerts.ts";
import type { AlertMessage, AlertPublisher } from "../pipeline/events.ts";

/** Tells people by a topic. */
export class SnsPublisher implements AlertPublisher {
  readonly #client: SNSClient;
  readonly #topicArn: string;

  constructor(topicArn: string, client = new SNSClient()) {
    this.#client = client;
    this.#topicArn = topicArn;
  }

  async publish({ kind, subject, text }: AlertMessage): Promise<void> {
    await this.#client.send(
      new PublishCommand({
        TopicArn: this.#topicArn,
        Subject: subject,
        Message: text,
        MessageAttributes: { kind: { DataType: "String", StringValue: kind } },
      }),
      { abortSignal: AbortSignal.timeout(PUBLISH_MS) },
    );
  }
}
