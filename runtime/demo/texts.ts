import type { Intent, Sentiment } from "./conversation-kinds.ts";
import {
  askings,
  callers,
  channelWords,
  complaintTones,
  contexts,
  openers,
  reminder,
  type Tone,
  tones,
  topics,
} from "./phrases.ts";
import { DAYS_PER_MONTH, type SalesChannel } from "./population.ts";
import type { RandomStream } from "./random.ts";

/** What a note may mention about the customer and the conversation. */
export interface NoteFacts {
  readonly intent: Intent;
  readonly sentiment: Sentiment;
  readonly daysToRenewal: number;
  readonly tenureMonths: number;
  readonly channel: SalesChannel;
}

const SHORT_SHARE = 0.52;
/** Agents' short notes end here. */
const MAX_SHORT_LENGTH = 60;
/** Wordings tried before a note is taken for one that cannot be short. */
const MAX_ATTEMPTS = 200;
/** A long note shorter than this gets the reminder: together they come to about 250 characters. */
const REMINDER_BELOW = 220;
const CALL_MINUTES = { low: 3, high: 25 } as const;

function toneOf(intent: Intent, sentiment: Sentiment): Tone {
  return intent === "Complaint" ? complaintTones[sentiment] : tones[sentiment];
}

function plural(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** `3 years` or `7 months`; a customer of the first month has been one for a month. */
export function tenureWords(months: number): string {
  return months >= 12
    ? plural(Math.floor(months / 12), "year")
    : plural(Math.max(1, Math.floor(months)), "month");
}

function filled(phrase: string, facts: NoteFacts, minutes: number): string {
  return phrase
    .replace("{days}", String(facts.daysToRenewal))
    .replace("{months}", String(Math.max(1, Math.round(facts.daysToRenewal / DAYS_PER_MONTH))))
    .replace("{tenure}", tenureWords(facts.tenureMonths))
    .replace("{channel}", channelWords[facts.channel])
    .replace("{minutes}", String(minutes));
}

/** A short note, or nothing where no wording is short enough: a positive Complaint takes more words. */
function shortNote(random: RandomStream, facts: NoteFacts): string | undefined {
  const tone = toneOf(facts.intent, facts.sentiment);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const about = `${random.pick(callers)} ${random.pick(askings)} ${random.pick(topics[facts.intent])}`;
    const note = filled(`${about}. ${random.pick(tone.closes)}`, facts, 0);
    if (note.length <= MAX_SHORT_LENGTH) return note;
  }
  return undefined;
}

function longNote(random: RandomStream, facts: NoteFacts): string {
  const tone = toneOf(facts.intent, facts.sentiment);
  const sentences = [
    random.pick(openers[facts.intent]),
    random.pick(contexts[facts.intent]),
    random.pick(tone.moods),
  ];
  const minutes = random.integer(CALL_MINUTES.low, CALL_MINUTES.high);
  const note = filled(`${sentences.join(". ")}.`, facts, minutes);
  return note.length >= REMINDER_BELOW ? note : `${note} ${filled(reminder, facts, minutes)}`;
}

/** An agent's note: about half are clipped, the others two to four sentences. */
export function writeNote(random: RandomStream, facts: NoteFacts): string {
  const short = random.chance(SHORT_SHARE) ? shortNote(random, facts) : undefined;
  return short ?? longNote(random, facts);
}
