import { DeleteMessageBatchCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { z } from "zod";
import type { Clients } from "./clients.ts";
import type { Place } from "./place.ts";
import type { Resources } from "./resources.ts";

/** A message that people were told. */
export interface Published {
  readonly subject: string;
  readonly message: string;
}

const envelopeSchema = z
  .object({ Subject: z.string(), Message: z.string() })
  .transform(({ Subject: subject, Message: message }): Published => ({ subject, message }));

/** Hears what the alerts' topic says. */
export class Topic {
  readonly #heard: Published[] = [];
  readonly #at: { readonly place: Place; readonly clients: Clients; readonly resources: Resources };

  constructor(at: { readonly place: Place; readonly clients: Clients; readonly resources: Resources }) {
    this.#at = at;
  }

  /** Everything that was said so far. */
  async published(): Promise<readonly Published[]> {
    const { place, clients, resources } = this.#at;
    if (resources.told === undefined) return place.fake.published;
    for (;;) {
      const { Messages = [] } = await clients.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: resources.told.url,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: 1,
        }),
      );
      if (Messages.length === 0) return this.#heard;
      this.#heard.push(...Messages.map(({ Body = "" }) => envelopeSchema.parse(JSON.parse(Body))));
      await clients.sqs.send(
        new DeleteMessageBatchCommand({
          QueueUrl: resources.told.url,
          Entries: Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
        }),
      );
    }
  }
}
