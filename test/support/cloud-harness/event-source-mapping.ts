import { setTimeout as pause } from "node:timers/promises";
import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { z } from "zod";
import type { Json } from "../../../configs/asl.ts";

/** What Lambda's event source mapping is told. */
export interface Mapping {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly queueArn: string;
  /** Messages in one event at most. */
  readonly batchSize: number;
  /** Events that are worked on at once. */
  readonly concurrency: number;
  /** Calls the function with a batch. @throws when the function has thrown: all messages come again */
  readonly invoke: (event: Json, messages: readonly Message[]) => Promise<Json>;
}

const answerSchema = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });
/** Longest time that a poll waits for messages, in seconds: it also delays the end. */
const WAIT_SECONDS = 1;
const PAUSE_AFTER_FAULT_MS = 100;
/** SQS gives and takes no more messages in one request. */
const AT_ONCE = 10;

/**
 * Plays Lambda's event source mapping with `ReportBatchItemFailures`: it receives batches, calls the function, deletes
 * what was dealt with, and lets the rest come again when it is visible again. The queue counts, and puts what came too
 * often into its dead letters.
 */
export class EventSourceMapping {
  readonly #mapping: Mapping;
  readonly #stop = new AbortController();
  readonly #loops: Promise<void>[];

  constructor(mapping: Mapping) {
    this.#mapping = mapping;
    this.#loops = Array.from({ length: mapping.concurrency }, () => this.#poll());
  }

  /** Ends when the batches at work have been dealt with. */
  async end(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#loops);
  }

  /** Messages that nobody has dealt with yet. */
  waiting(): Promise<number> {
    return messagesIn(this.#mapping.client, this.#mapping.queueUrl);
  }

  async #poll(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        const messages = await this.#receive(signal);
        if (messages.length > 0) await this.#work(messages);
      } catch {
        // The queue was not to be reached, or did not answer: Lambda asks again, for ever.
        await pause(PAUSE_AFTER_FAULT_MS);
      }
    }
  }

  /** A batch: what comes first, and all that lies there with it. */
  async #receive(signal: AbortSignal): Promise<readonly Message[]> {
    const { batchSize } = this.#mapping;
    const batch: Message[] = [];
    for (let more = true; more && batch.length < batchSize; ) {
      const room = Math.min(AT_ONCE, batchSize - batch.length);
      const received = await this.#receiveSome(room, batch.length === 0 ? WAIT_SECONDS : 0, signal);
      batch.push(...received);
      more = received.length > 0;
    }
    return batch;
  }

  async #receiveSome(most: number, seconds: number, abortSignal: AbortSignal): Promise<readonly Message[]> {
    const { client, queueUrl } = this.#mapping;
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: most,
        WaitTimeSeconds: seconds,
        MessageSystemAttributeNames: ["All"],
      }),
      { abortSignal },
    );
    return Messages;
  }

  async #work(messages: readonly Message[]): Promise<void> {
    const { client, queueUrl, invoke } = this.#mapping;
    const failed = await invoke(this.#eventOf(messages), messages).then(
      (answer) => new Set(answerSchema.parse(answer).batchItemFailures.map((item) => item.itemIdentifier)),
      () => new Set(messages.map(({ MessageId = "" }) => MessageId)),
    );
    const done = messages.filter(({ MessageId = "" }) => !failed.has(MessageId));
    for (let from = 0; from < done.length; from += AT_ONCE)
      await client.send(
        new DeleteMessageBatchCommand({
          QueueUrl: queueUrl,
          Entries: done
            .slice(from, from + AT_ONCE)
            .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
        }),
      );
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
  #eventOf(messages: readonly Message[]): Json {
    const { queueArn } = this.#mapping;
    return {
      Records: messages.map(
        ({ MessageId = "", ReceiptHandle = "", Body = "", MD5OfBody = "", Attributes }) => ({
          messageId: MessageId,
          receiptHandle: ReceiptHandle,
          body: Body,
          attributes: { ...Attributes },
          messageAttributes: {},
          md5OfBody: MD5OfBody,
          eventSource: "aws:sqs",
          eventSourceARN: queueArn,
          awsRegion: queueArn.split(":")[3] ?? "",
        }),
      ),
    };
  }
}

/** Messages of a queue, those included that are delayed or in somebody's hands. */
export async function messagesIn(client: SQSClient, queueUrl: string): Promise<number> {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: [
        "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesDelayed",
        "ApproximateNumberOfMessagesNotVisible",
      ],
    }),
  );
  return Object.values(Attributes).reduce((sum, value) => sum + Number(value), 0);
}
