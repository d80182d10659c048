import { RAW_PREFIX } from "../../configs/upload.ts";
import { messageOf } from "../errors.ts";
import { isDelivered, isStray } from "../pipeline/delivered-files.ts";
import { contentOf, type Message, triggerEvent, type WaitingCall, type WrittenObject } from "./event.ts";
import { shownNames } from "./file-names.ts";
import { type Answer, answer, type Question, type RequestParts } from "./request.ts";
import type { WaitingCalls } from "./waiting-calls.ts";

/** What the trigger works on. */
export interface TriggerParts extends RequestParts {
  readonly waitingCalls: WaitingCalls;
}

/** What a direct call is answered. */
export type Outcome =
  | Exclude<Answer, { readonly status: "later" }>
  /** It cannot be answered now: it waits in the queue of uploads, and is asked again by itself. */
  | { readonly status: "queued"; readonly reason: string };

/** Messages that are to come again; the queue counts how often, and puts aside what comes too often. */
export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/**
 * Starts one execution for a delivery that has come whole: for a batch of uploads, or on request.
 * @throws Error when a direct call could be neither answered nor kept: who called tries again
 */
export async function trigger(parts: TriggerParts, event: unknown): Promise<BatchAnswer | Outcome> {
  const known = triggerEvent(event);
  switch (known.type) {
    case "batch":
      return answerBatch(parts, known.messages);
    case "direct": {
      const { source, mode, force = false } = known.call;
      const log = parts.log.with({ source, mode });
      const askedAt = new Date(parts.clock()).toISOString();
      const outcome = await answer({ ...parts, log }, { type: "call", mode, force });
      if (outcome.status !== "later") return outcome;
      await parts.waitingCalls.put({ call: known.call, askedAt });
      log.info("The call waits in the queue", { reason: outcome.reason });
      return { status: "queued", reason: outcome.reason };
    }
  }
}

/** Messages that ask the same question: it is asked once. */
interface Asking {
  readonly question: Question;
  readonly messages: readonly Message[];
}

/** Each message is either answered, or comes again. */
async function answerBatch(parts: TriggerParts, messages: readonly Message[]): Promise<BatchAnswer> {
  const { unreadable, askings } = sorted(parts, messages);
  const again = [...unreadable];
  for (const { question, messages: asking } of askings)
    if (!(await isAnswered(parts, question))) again.push(...asking);
  return { batchItemFailures: again.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

async function isAnswered(parts: TriggerParts, question: Question): Promise<boolean> {
  try {
    return (await answer(parts, question)).status !== "later";
  } catch (thrown) {
    parts.log.error("No execution could be started", {
      error: thrown instanceof Error ? thrown.name : "unknown",
      reason: messageOf(thrown),
    });
    return false;
  }
}

/** Sorts a batch by what its messages ask: all uploads the same, and calls by their kind. */
function sorted(
  parts: TriggerParts,
  messages: readonly Message[],
): { readonly unreadable: readonly Message[]; readonly askings: readonly Asking[] } {
  const unreadable: Message[] = [];
  const uploads: { message: Message; objects: readonly WrittenObject[] }[] = [];
  const calls = new Map<string, { message: Message; waiting: WaitingCall }[]>();
  const strays: string[] = [];
  for (const message of messages) {
    try {
      const content = contentOf(message);
      if (content.type === "call") {
        const { mode, force = false } = content.waiting.call;
        const kind = `${mode} ${force}`;
        calls.set(kind, [...(calls.get(kind) ?? []), { message, waiting: content.waiting }]);
        continue;
      }
      const named = namesIn(content.objects, parts.bucket);
      strays.push(...named.map(({ name }) => name).filter(isStray));
      const objects = named.filter(({ name }) => isDelivered(name)).map(({ object }) => object);
      if (objects.length > 0) uploads.push({ message, objects });
    } catch (thrown) {
      parts.log.error("A message tells of no object", {
        message_id: message.messageId,
        error: messageOf(thrown),
      });
      unreadable.push(message);
    }
  }
  tellOfStrays(parts, [...new Set(strays)]);
  const asked: Asking[] = [...calls.values()].map((own) => ({
    question: questionOf(own.map(({ waiting }) => waiting)),
    messages: own.map(({ message }) => message),
  }));
  if (uploads.length === 0) return { unreadable, askings: asked };
  const upload: Asking = {
    question: { type: "upload", objects: uploads.flatMap(({ objects }) => objects) },
    messages: uploads.map(({ message }) => message),
  };
  return { unreadable, askings: [upload, ...asked] };
}

/** Calls of one kind, as one question: a run that began after the last of them answers them all. */
function questionOf(waiting: readonly WaitingCall[]): Question {
  const last = waiting.reduce((a, b) => (a.askedAt > b.askedAt ? a : b));
  const { mode, force = false } = last.call;
  return { type: "call", mode, force, askedAt: last.askedAt };
}

function namesIn(objects: readonly WrittenObject[], bucket: string) {
  return objects
    .filter((object) => object.bucket === bucket && object.key.startsWith(RAW_PREFIX))
    .map((object) => ({ object, name: object.key.slice(RAW_PREFIX.length) }));
}

function tellOfStrays({ log, writeMetrics }: TriggerParts, names: readonly string[]): void {
  if (names.length === 0) return;
  log.warn("Files below raw/ belong to no data set, and nobody reads them: is a name misspelt?", {
    files: shownNames(names),
  });
  writeMetrics({ FilesIgnored: names.length });
}
