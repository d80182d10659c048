import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type WaitingCall, waitingBody } from "./event.ts";

/** Where direct calls wait that cannot be answered now. */
export interface WaitingCalls {
  put(waiting: WaitingCall): Promise<void>;
}

/** The queue of uploads: a call comes back out of it as often as an upload would, until it can be answered. */
export class UploadsQueue implements WaitingCalls {
  readonly #url: string;
  readonly #client: SQSClient;

  // The SDK's usual way would take the host from the queue's address, past any endpoint that the environment names.
  constructor(url: string, client = new SQSClient({ useQueueUrlAsEndpoint: false })) {
    this.#url = url;
    this.#client = client;
  }

  async put(waiting: WaitingCall): Promise<void> {
    await this.#client.send(
      new SendMessageCommand({ QueueUrl: this.#url, MessageBody: waitingBody(waiting) }),
    );
  }
}
