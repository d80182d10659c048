import type { Intent, Sentiment } from "./conversation-kinds.ts";
import type { SalesChannel } from "./population.ts";

/**
 * The agents' words: section 7.7 of the data description. Placeholders: `{days}` and `{months}` to the renewal,
 * `{tenure}` and `{channel}` of the customer, `{minutes}` of the call.
 */

export const callers = ["Client", "Caller", "Holder", "Acct holder"] as const;
export const askings = ["asked about", "called re:", "wrote re:", "raised"] as const;

/** What a short note is about. */
export const topics: Readonly<Record<Intent, readonly string[]>> = {
  Renewal: [
    "renewal terms",
    "the renewal date",
    "renewing the contract",
    "contract expiry",
    "renewal in {days} days",
  ],
  Pricing: ["the current rate", "a discount", "a better deal", "a tariff price", "competition nearby"],
  Plan: ["a new plan", "night-time plan", "plan choices", "product options"],
  Account: ["account details", "an account update", "services at the flat", "account setup"],
  Billing: ["the last bill", "a payment date", "an overdue amount", "a charge on the meter"],
  Cancellation: ["how to cancel", "a switch of supplier", "closing account", "cancellation steps"],
  Complaint: [
    "renewal terms",
    "the renewal date",
    "the new rate",
    "slow service",
    "the last bill",
    "early termination",
    "renewal offer",
  ],
};

const renewalOpeners = [
  "The account holder got in touch about the renewal due in {days} days",
  "During the call the client went over the contract renewal that falls in about {months} months",
  "The client asked how renewing works after {tenure} with the company",
] as const;

/** How a long note begins. */
export const openers: Readonly<Record<Intent, readonly string[]>> = {
  Renewal: renewalOpeners,
  Pricing: [
    "The client compared the current rate with what competition nearby is quoting",
    "The caller wanted to know whether a discount or a better deal could be applied",
    "The client went through the price paid per unit over the year",
  ],
  Plan: [
    "The client wanted to hear about a new plan that suits evening use",
    "The caller went through the plan choices for a second home",
  ],
  Account: [
    "The client checked the account details held for the supply point",
    "The caller asked which services are active at the property",
  ],
  Billing: [
    "The client went through the last bill line by line",
    "The caller asked when the next payment would be taken",
  ],
  Cancellation: [
    "The client asked what it takes to cancel the contract early",
    "The caller is weighing a switch to another supplier",
  ],
  Complaint: [
    ...renewalOpeners,
    "The client went back over the rate applied this winter",
    "The caller raised how slow the service was last month",
  ],
};

const steadyPrice = "The price has held steady this year";
const rivals = "Several rivals are active in the area";
const joinedThrough = "The customer joined through {channel}";
const lowUse = "Usage at the address is low";
const joinedAgo = "The customer joined {tenure} ago";
const lifecycleContexts = [steadyPrice, rivals, joinedThrough, lowUse] as const;
const supplyContexts = [joinedAgo, lowUse] as const;

/** What a long note adds about the customer. */
export const contexts: Readonly<Record<Intent, readonly string[]>> = {
  Renewal: lifecycleContexts,
  Complaint: lifecycleContexts,
  Pricing: [rivals, lowUse],
  Plan: supplyContexts,
  Account: supplyContexts,
  Billing: supplyContexts,
  Cancellation: [rivals, joinedAgo],
};

/** How a conversation ends, in a short and in a long note. */
export interface Tone {
  readonly closes: readonly string[];
  readonly moods: readonly string[];
}

/** Tones of every intent but Complaint. */
export const tones: Readonly<Record<Sentiment, Tone>> = {
  positive: {
    closes: ["Happy.", "Pleased with the help.", "Satisfied.", "Glad, no doubts left.", "Very happy."],
    moods: [
      "They sounded happy with how things are going and are looking forward to staying on",
      "They were pleased with the answers and said they appreciated the help",
      "Overall the tone was positive and they seem satisfied",
    ],
  },
  neutral: {
    closes: ["Info given.", "Details sent.", "Explained.", "To call back.", "Noted, no decision."],
    moods: [
      "The agent walked through what comes next and no decision was taken",
      "They took note and said they would come back later",
      "Material was sent by e-mail and the file was updated",
    ],
  },
  negative: {
    closes: ["Disappointed.", "Annoyed.", "Feels misled.", "Angry.", "Very disappointed."],
    moods: [
      "They came across as disappointed and said they may look elsewhere",
      "They sounded annoyed and felt misled by what was promised",
    ],
  },
};

/** Tones of a Complaint. */
export const complaintTones: Readonly<Record<Sentiment, Tone>> = {
  positive: {
    closes: ["Was upset, now happy and satisfied."],
    moods: ["They had been upset earlier but left happy, satisfied and thankful"],
  },
  neutral: {
    closes: ["Escalated, info given.", "Complaint logged.", "Escalation noted, in review."],
    moods: [
      "They voiced some dissatisfaction but were glad to hear proposals",
      "A complaint was opened and details were passed on",
      "The case was escalated for review and details were sent",
    ],
  },
  negative: {
    closes: [
      "Unhappy.",
      "Dissatisfied.",
      "Frustrated.",
      "Not satisfied.",
      "Unsatisfied.",
      "Very upset.",
      "Unhappy, escalated.",
    ],
    moods: [
      "They voiced clear dissatisfaction and said they may look elsewhere",
      "They are unhappy and feel ignored, and the case was escalated",
      "They were frustrated throughout and not satisfied with the reply",
    ],
  },
};

/** Added to a long note that is short of the usual length. */
export const reminder = "The agent left a reminder on the file after {minutes} minutes.";

/** How an agent names the channel through which a customer joined. */
export const channelWords: Readonly<Record<SalesChannel, string>> = {
  presencial_comercial: "a visiting salesperson",
  desconocido: "an unrecorded channel",
  comparador: "a comparison website",
  oficina: "one of the offices",
  telemarketing: "a sales call",
  web_propia: "the company website",
};
