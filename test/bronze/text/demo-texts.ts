import type { Intent } from "../../../configs/vocabulary.ts";
import type { SentimentLabel } from "../../../runtime/bronze/text/index.ts";

/** Every note that the demo's phrase book (datasets.md 7.7) can make, with the intent and tone it is written for. */
export interface DemoText {
  readonly text: string;
  readonly intent: Intent;
  readonly tone: SentimentLabel;
}

const who = ["Client", "Caller", "Holder", "Acct holder"];
const ask = ["asked about", "called re:", "wrote re:", "raised"];
const rivals = "Several rivals are active in the area";
const joined = "The customer joined three years ago";
const low = "Usage at the address is low";
const held = "The price has held steady this year";
const via = "The customer joined through the comparison website";
const renewalOpeners = [
  "The account holder got in touch about the renewal due in 69 days",
  "During the call the client went over the contract renewal that falls in about 2 months",
  "The client asked how renewing works after 4 years with the company",
];
const renewalContexts = [held, rivals, via, low];

interface Topic {
  readonly intent: Intent;
  readonly short: readonly string[];
  readonly openers: readonly string[];
  readonly contexts: readonly string[];
}

const topics: readonly Topic[] = [
  {
    intent: "Contract Renewal",
    short: [
      "renewal terms",
      "the renewal date",
      "renewing the contract",
      "contract expiry",
      "renewal in 69 days",
    ],
    openers: renewalOpeners,
    contexts: renewalContexts,
  },
  {
    intent: "Pricing Offers",
    short: ["the current rate", "a discount", "a better deal", "a tariff price", "competition nearby"],
    openers: [
      "The client compared the current rate with what competition nearby is quoting",
      "The caller wanted to know whether a discount or a better deal could be applied",
      "The client went through the price paid per unit over the year",
    ],
    contexts: [rivals, low],
  },
  {
    intent: "Plan / Product Inquiry",
    short: ["a new plan", "night-time plan", "plan choices", "product options"],
    openers: [
      "The client wanted to hear about a new plan that suits evening use",
      "The caller went through the plan choices for a second home",
    ],
    contexts: [joined, low],
  },
  {
    intent: "Account / Service Inquiry",
    short: ["account details", "an account update", "services at the flat", "account setup"],
    openers: [
      "The client checked the account details held for the supply point",
      "The caller asked which services are active at the property",
    ],
    contexts: [joined, low],
  },
  {
    intent: "Billing / Payment",
    short: ["the last bill", "a payment date", "an overdue amount", "a charge on the meter"],
    openers: [
      "The client went through the last bill line by line",
      "The caller asked when the next payment would be taken",
    ],
    contexts: [joined, low],
  },
  {
    intent: "Cancellation / Switch",
    short: ["how to cancel", "a switch of supplier", "closing account", "cancellation steps"],
    openers: [
      "The client asked what it takes to cancel the contract early",
      "The caller is weighing a switch to another supplier",
    ],
    contexts: [rivals, joined],
  },
  {
    intent: "Complaint / Escalation",
    short: [
      "renewal terms",
      "the renewal date",
      "the new rate",
      "slow service",
      "the last bill",
      "early termination",
      "renewal offer",
    ],
    openers: [
      ...renewalOpeners,
      "The client went back over the rate applied this winter",
      "The caller raised how slow the service was last month",
    ],
    contexts: renewalContexts,
  },
];

type Closings = Record<SentimentLabel, { close: string[]; mood: string[] }>;

const usual: Closings = {
  positive: {
    close: ["Happy.", "Pleased with the help.", "Satisfied.", "Glad, no doubts left.", "Very happy."],
    mood: [
      "They sounded happy with how things are going and are looking forward to staying on",
      "They were pleased with the answers and said they appreciated the help",
      "Overall the tone was positive and they seem satisfied",
    ],
  },
  neutral: {
    close: ["Info given.", "Details sent.", "Explained.", "To call back.", "Noted, no decision."],
    mood: [
      "The agent walked through what comes next and no decision was taken",
      "They took note and said they would come back later",
      "Material was sent by e-mail and the file was updated",
    ],
  },
  negative: {
    close: ["Disappointed.", "Annoyed.", "Feels misled.", "Angry.", "Very disappointed."],
    mood: [
      "They came across as disappointed and said they may look elsewhere",
      "They sounded annoyed and felt misled by what was promised",
    ],
  },
};

const ofComplaints: Closings = {
  positive: {
    close: ["Was upset, now happy and satisfied."],
    mood: ["They had been upset earlier but left happy, satisfied and thankful"],
  },
  neutral: {
    close: ["Escalated, info given.", "Complaint logged.", "Escalation noted, in review."],
    mood: [
      "They voiced some dissatisfaction but were glad to hear proposals",
      "A complaint was opened and details were passed on",
      "The case was escalated for review and details were sent",
    ],
  },
  negative: {
    close: [
      "Unhappy.",
      "Dissatisfied.",
      "Frustrated.",
      "Not satisfied.",
      "Unsatisfied.",
      "Very upset.",
      "Unhappy, escalated.",
    ],
    mood: [
      "They voiced clear dissatisfaction and said they may look elsewhere",
      "They are unhappy and feel ignored, and the case was escalated",
      "They were frustrated throughout and not satisfied with the reply",
    ],
  },
};

const tones = ["negative", "neutral", "positive"] as const;

/** All of them, in a fixed order. */
export const demoTexts: readonly DemoText[] = topics.flatMap((topic) => {
  const { intent } = topic;
  const closings = intent === "Complaint / Escalation" ? ofComplaints : usual;
  return tones.flatMap((tone) => [
    ...who.flatMap((person) =>
      ask.flatMap((verb) =>
        topic.short.flatMap((about) =>
          closings[tone].close.map((close) => ({
            text: `${person} ${verb} ${about}. ${close}`,
            intent,
            tone,
          })),
        ),
      ),
    ),
    ...topic.openers.flatMap((opener) =>
      topic.contexts.flatMap((context) =>
        closings[tone].mood.flatMap((mood) =>
          ["", " The agent left a reminder on the file after 7 minutes."].map((end) => ({
            text: `${opener}. ${context}. ${mood}.${end}`,
            intent,
            tone,
          })),
        ),
      ),
    ),
  ]);
});
