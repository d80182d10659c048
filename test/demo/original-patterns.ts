/**
 * The intent classes of the original system, from section 6 of the data description, as regular expressions: what the
 * demo's texts must be recognised by, independent of the pipeline's own vocabulary. First match wins.
 */
const classes: readonly (readonly [intent: string, pattern: RegExp])[] = [
  [
    "Cancellation",
    /\b(cancel(led|ed|lation)?|terminate|switch(ing)?|leave|account (close|closure)|closing account)\b/i,
  ],
  [
    "Complaint",
    /\b(complain|complaint|complaining|frustrated|frustration|escalated|escalation|not satisfied|unsatisfied|upset|dissatisfied|dissatisfaction|unhappy|discontent)\b/i,
  ],
  ["Billing", /\b(bill(ing)?|charge[sd]?|payment|overdue|past due)\b/i],
  ["Renewal", /\b(renew|renewals?|renewing|renewed|expire|expiry|expiration)\b/i],
  [
    "Pricing",
    /\b(price[sd]?|rates?|pricing|increase|hike|discounts?|savings?|competitive(ness)?|competition|better (deal|rate|offer)|alternatives?|looking around)\b/i,
  ],
  ["Plan", /\b(plans?|options?)\b/i],
  [
    "Account",
    /\b(account (details|question|update|setup|issue)|services?|inquiry|inquired|inquiries|info|clarified|all good)\b/i,
  ],
];

export function originalIntent(text: string): string {
  return classes.find(([, pattern]) => pattern.test(text))?.[0] ?? "Other";
}

const scores: readonly (readonly [score: number, words: string])[] = [
  [
    -2,
    "unhappy dissatisfied dissatisfaction unsatisfied frustrated frustration upset angry disappointed disappointment annoyed misled unfair ignored discontent furious worst",
  ],
  [
    -1,
    "concern concerns concerned worried complaint complain complaining escalated escalation problem problems confusing delay",
  ],
  [
    2,
    "happy satisfied satisfaction pleased delighted glad appreciate appreciates appreciated appreciation thankful grateful great excellent positive content",
  ],
  [1, "smooth helpful loyal resolved comfortable keen"],
];
const scoreOf = new Map(scores.flatMap(([score, words]) => words.split(" ").map((word) => [word, score])));
const negators = new Set(["not", "no", "never", "without", "hardly"]);

/** The recipe's lexicon (section 7.7): negative, neutral or positive. */
export function lexiconSentiment(text: string): string {
  const tokens = text.toLowerCase().match(/[a-z]+(n't)?/g) ?? [];
  let sum = 0;
  for (const [index, token] of tokens.entries()) {
    const isLookingForward = token === "looking" && tokens[index + 1] === "forward";
    const score = isLookingForward ? 1 : (scoreOf.get(token) ?? 0);
    const isNegated = tokens
      .slice(Math.max(0, index - 2), index)
      .some((before) => negators.has(before) || before.endsWith("n't"));
    if (!isNegated) sum += score;
    else if (score !== 0) sum += score > 0 ? -2 : 0.5;
  }
  if (sum <= -1.5) return "negative";
  return sum >= 1.5 ? "positive" : "neutral";
}
