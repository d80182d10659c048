import { randomUUID } from "node:crypto";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { s3Endpoint, testAccount } from "./s3.ts";

/** A new queue, for one test. */
export interface TestQueue {
  readonly client: SQSClient;
  readonly url: string;
  /** Takes what waits in it, as Lambda hands it to a function. */
  take(): Promise<{ readonly Records: readonly QueueRecord[] }>;
}

/** A message as Lambda hands it on, as far as anybody here reads it. */
export interface QueueRecord {
  readonly eventSource: "aws:sqs";
  readonly messageId: string;
  readonly body: string;
}

/** Makes a queue on the loopback server that also serves S3. */
export async function newQueue(): Promise<TestQueue> {
  const client = new SQSClient({ ...testAccount, endpoint: await s3Endpoint() });
  const { QueueUrl: url = "" } = await client.send(
    new CreateQueueCommand({ QueueName: `uploads-${randomUUID()}` }),
  );
  const take = async () => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    );
    for (const { ReceiptHandle } of Messages)
      await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
    const records = Messages.map(({ MessageId = "", Body = "" }) => ({
      eventSource: "aws:sqs" as const,
      messageId: MessageId,
      body: Body,
    }));
    return { Records: records };
  };
  return { client, url, take };
}
