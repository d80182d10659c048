/** The eight classes of intent, and what is left. */
export const intents = [
  "Cancellation / Switch",
  "Complaint / Escalation",
  "Billing / Payment",
  "Contract Renewal",
  "Pricing Offers",
  "Plan / Product Inquiry",
  "Account / Service Inquiry",
  "General / Operational Contact",
  "Other / Unclassified",
] as const;
export type Intent = (typeof intents)[number];

/** One rule: a class and the words that point to it. */
export interface IntentRule {
  readonly intent: Intent;
  /** Words and phrases, in lower case and without accents; a space also stands for a hyphen. */
  readonly phrases: readonly string[];
  /** Pairs that count when the second stands anywhere after the first on the same line. */
  readonly sameLine?: readonly (readonly [first: string, later: string])[];
  /** Phrases that hide the words they hold: an early termination fee is no wish to terminate. */
  readonly ignored?: readonly string[];
  /** Words that count only behind a negator: "not happy". */
  readonly whenNegated?: readonly string[];
  /**
   * How many words behind a negator the phrases lose their meaning; 0 switches the guard off. The topic of a
   * conversation remains its topic when it is negated ("has not received the bill"); a wish or a grievance does not.
   * @default 0
   */
  readonly negationReach?: number;
}

export interface Vocabulary {
  /** Tried in this order: the first rule with a match decides. */
  readonly rules: readonly IntentRule[];
  /** Words that turn around what follows them in the same clause. */
  readonly negators: readonly string[];
  /** Words behind a negator that take its force: "not only". */
  readonly negatorBreakers: readonly string[];
  /** Words that begin a new clause. */
  readonly clauseWords: readonly string[];
  /** Fold accents, drop HTML tags, and spell out "n't" and abbreviations before matching. */
  readonly normalise: boolean;
}
