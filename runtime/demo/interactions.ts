import { daysAfterAsOf } from "./calendar.ts";
import {
  type ConversationKind,
  competitionTilt,
  contactChannels,
  conversationKinds,
  conversationShare,
  neutralTilt,
} from "./conversation-kinds.ts";
import type { Customer } from "./customers.ts";
import { interpolate } from "./interpolate.ts";
import { DAYS_PER_MONTH } from "./population.ts";
import { at, type RandomStream, randomStream } from "./random.ts";
import { apportion, repeated } from "./sizes.ts";
import { writeNote } from "./texts.ts";

/** A conversation as the interactions file holds it. */
export interface Interaction {
  readonly customer_id: string;
  readonly date: string;
  readonly channel: string;
  readonly interaction_summary: string | null;
}

/** Conversations took place so many days before the as-of date ... */
const DAYS_AGO = { low: 31, high: 121 } as const;
/** ... and at least so many days before the renewal. */
const DAYS_BEFORE_RENEWAL = 4;

/** How much likelier a customer who stays has had a conversation of this kind. */
function tilt(kind: ConversationKind, customer: Customer): number {
  const competition = customer.province.isHighCompetition ? competitionTilt[kind.intent] : 1;
  return kind.sentiment === "neutral"
    ? competition * Math.exp(interpolate(neutralTilt, customer.renewalDay))
    : competition;
}

export type Dealt = ReadonlyMap<Customer, ConversationKind>;

/**
 * Deals exact counts of each kind to customers, each kind to those for whom it is likelier: the customers with the
 * smallest exponential times by rate `tilt` are a weighted draw without repetition. Rare kinds choose first.
 */
function dealTilted(random: RandomStream, customers: readonly Customer[], counts: readonly number[]): Dealt {
  const dealt = new Map<Customer, ConversationKind>();
  const rareFirst = conversationKinds
    .map((kind, index) => ({ kind, count: counts[index] ?? 0 }))
    .sort((left, right) => left.count - right.count);
  let rest = [...customers];
  for (const { kind, count } of rareFirst) {
    const ranked = rest
      .map((customer) => ({ customer, time: random.exponential() / tilt(kind, customer) }))
      .sort((left, right) => left.time - right.time || left.customer.index - right.customer.index);
    for (const { customer } of ranked.slice(0, count)) dealt.set(customer, kind);
    rest = rest.filter((customer) => !dealt.has(customer));
  }
  return dealt;
}

function dealShuffled(
  random: RandomStream,
  customers: readonly Customer[],
  counts: readonly number[],
): Dealt {
  const deck = random.shuffled(repeated(conversationKinds, counts));
  return new Map(customers.map((customer, position) => [customer, at(deck, position)]));
}

/** Who had which conversation: section 7.6 of the data description, with exact counts. */
export function dealConversations(
  seed: number,
  customers: readonly Customer[],
  churn: readonly boolean[],
): Dealt {
  const random = randomStream(seed, "interactions", "deal");
  const pickedFrom = (members: readonly Customer[], share: number) =>
    random.shuffled(members).slice(0, Math.round(members.length * share));
  const leavers = pickedFrom(
    customers.filter((customer) => at(churn, customer.index)),
    conversationShare.leavers,
  );
  const others = pickedFrom(
    customers.filter((customer) => !at(churn, customer.index)),
    conversationShare.others,
  );
  const leaverCounts = conversationKinds.map((kind) => kind.ofLeavers);
  const otherCounts = conversationKinds.map((kind) => kind.count - kind.ofLeavers);
  return new Map([
    ...dealShuffled(random, leavers, apportion(leaverCounts, leavers.length)),
    ...dealTilted(random, others, apportion(otherCounts, others.length)),
  ]);
}

function drawDaysAgo(random: RandomStream, customer: Customer): number {
  const daysAgo = random.integer(DAYS_AGO.low, DAYS_AGO.high);
  return Math.max(daysAgo, DAYS_BEFORE_RENEWAL - customer.renewalDay);
}

/** A conversation of this kind with this customer, so many days before the as-of date (negative: after it). */
export function makeInteraction(
  random: RandomStream,
  customer: Customer,
  kind: ConversationKind,
  daysAgo: number = drawDaysAgo(random, customer),
): Interaction {
  const channel = at(contactChannels.names, random.weighted(contactChannels.shares));
  const note = writeNote(random, {
    intent: kind.intent,
    sentiment: kind.sentiment,
    daysToRenewal: Math.max(1, customer.renewalDay + daysAgo),
    tenureMonths: Math.max(0, customer.tenureMonths - daysAgo / DAYS_PER_MONTH),
    channel: customer.channel,
  });
  return { customer_id: customer.id, date: daysAfterAsOf(-daysAgo), channel, interaction_summary: note };
}

/** Every customer's conversation, in the order of the customers. */
export function makeInteractions(seed: number, dealt: Dealt): Interaction[] {
  return [...dealt]
    .sort(([left], [right]) => left.index - right.index)
    .map(([customer, kind]) =>
      makeInteraction(randomStream(seed, "interaction", customer.index), customer, kind),
    );
}
