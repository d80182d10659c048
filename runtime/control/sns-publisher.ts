import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import type { Alert, AlertKind, AlertPublisher } from "../pipeline/events.ts";

/** Subjects of messages are ASCII, on one line, and no longer than this. */
const SUBJECT_CHARACTERS = 100;

/** What happened, as the first words of the subject. */
const happened: Readonly<Record<AlertKind, string>> = {
  "run-failed": "run failed",
  "model-rejected": "model refused",
};

/** Tells people by a topic. */
export class SnsPublisher implements AlertPublisher {
  readonly #client: SNSClient;
  readonly #topicArn: string;
  /** Where the lake lies, so that people know where to look. */
  readonly #lake: string;

  constructor(topicArn: string, lake: string, client = new SNSClient()) {
    this.#client = client;
    this.#topicArn = topicArn;
    this.#lake = lake;
  }

  async publish(alert: Alert): Promise<void> {
    await this.#client.send(
      new PublishCommand({
        TopicArn: this.#topicArn,
        Subject: subjectOf(alert),
        Message: textOf(alert, this.#lake),
        MessageAttributes: { kind: { DataType: "String", StringValue: alert.kind } },
      }),
    );
  }
}

/** @example "spanishgas: run failed (0123456789ab-1)" */
export function subjectOf({ kind, run }: Alert): string {
  const subject = `spanishgas: ${happened[kind]} (${run.id})`;
  return subject.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, SUBJECT_CHARACTERS);
}

/** What happened, what to do, where to look. */
export function textOf({ kind, run, message }: Alert, lake: string): string {
  return [
    message,
    "",
    `What to do: ${remedyOf(kind)}`,
    `Where to look: ${lake}/monitoring/alerts/${run.id}-${kind}.json; the execution ${run.id} of the state machine.`,
    `Delivery ${run.delivery}, attempt ${run.attempt}.`,
    "",
  ].join("\n");
}

function remedyOf(kind: AlertKind): string {
  switch (kind) {
    case "run-failed":
      return (
        "repair what the message names and upload the corrected file: it becomes a new delivery and runs by itself. " +
        "Where the data are right, start the retrain workflow: it tries the same delivery again. The champion and " +
        "the last scores stay in use until then."
      );
    case "model-rejected":
      return (
        "nothing, if the reasons convince: the champion of before goes on scoring, if there is one. The model card " +
        "below models/ shows all figures."
      );
  }
}
