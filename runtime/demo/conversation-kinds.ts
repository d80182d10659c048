/** What conversations are about and how they end, with the counts of section 3 of the data description. */

export const intents = [
  "Renewal",
  "Complaint",
  "Pricing",
  "Account",
  "Billing",
  "Plan",
  "Cancellation",
] as const;
export type Intent = (typeof intents)[number];

export const sentiments = ["negative", "neutral", "positive"] as const;
export type Sentiment = (typeof sentiments)[number];

/** An intent with a sentiment: how many of the 6,420 conversations, and how many of these by customers who left. */
export interface ConversationKind {
  readonly intent: Intent;
  readonly sentiment: Sentiment;
  readonly count: number;
  readonly ofLeavers: number;
}

type Cell = readonly [count: number, ofLeavers: number];
// negative, neutral, positive
const cells: Readonly<Record<Intent, readonly [Cell, Cell, Cell]>> = {
  Complaint: [
    [544, 544],
    [49, 38],
    [2, 0],
  ],
  Cancellation: [
    [10, 10],
    [18, 13],
    [11, 0],
  ],
  Pricing: [
    [7, 7],
    [136, 39],
    [87, 0],
  ],
  Plan: [
    [1, 0],
    [51, 10],
    [44, 0],
  ],
  Renewal: [
    [113, 110],
    [2316, 310],
    [2707, 1],
  ],
  Account: [
    [4, 4],
    [135, 8],
    [79, 0],
  ],
  Billing: [
    [0, 0],
    [35, 5],
    [71, 0],
  ],
};

export const conversationKinds: readonly ConversationKind[] = intents.flatMap((intent) =>
  sentiments.map((sentiment, index) => {
    const [count, ofLeavers] = cells[intent][index] ?? [0, 0];
    return { intent, sentiment, count, ofLeavers };
  }),
);

/** Customers with a conversation among 2,002 who left and 18,097 who stayed. */
export const conversationShare = { leavers: 1099 / 2002, others: 5321 / 18_097 } as const;

/** How much likelier each intent is in a province with much competition. */
export const competitionTilt: Readonly<Record<Intent, number>> = {
  Pricing: 2.75,
  Plan: 1.45,
  Account: 0.68,
  Billing: 0.15,
  Renewal: 1,
  Complaint: 1,
  Cancellation: 1,
};

/** Renewal day from the as-of date -> logarithm of how much likelier a neutral end is. */
export const neutralTilt: readonly (readonly [number, number])[] = [
  [0, 0.4],
  [60, 0.36],
  [100, 0.08],
  [150, -0.05],
  [230, -0.15],
  [299, -0.35],
];

/** Ways to get in touch, with their shares. */
export const contactChannels = {
  names: ["phone", "office", "email", "web_chat"],
  shares: [0.55, 0.2, 0.15, 0.1],
} as const;
