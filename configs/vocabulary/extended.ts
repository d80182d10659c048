import { listed } from "../listed.ts";
import { accountRule, supplyRule } from "./account.ts";
import { billingRule, payingRule } from "./billing.ts";
import { cancellationRule, notStayingRule } from "./cancellation.ts";
import { complaintRule, displeasureRule } from "./complaint.ts";
import { contactRule, generalRule } from "./general.ts";
import type { Vocabulary } from "./intents.ts";
import { outsideRule } from "./outside.ts";
import { adviceRule, planRule } from "./plan.ts";
import { costRule, pricingRule } from "./pricing.ts";
import { contractDateRule, renewalRule } from "./renewal.ts";

/** The default vocabulary: the same classes in the same order, with more forms, a negation guard, and Spanish. */
export const extendedVocabulary: Vocabulary = {
  rules: [
    outsideRule,
    cancellationRule,
    notStayingRule,
    complaintRule,
    billingRule,
    renewalRule,
    pricingRule,
    planRule,
    accountRule,
    generalRule,
    // Words that point less surely than those above, and decide only where none of these is found.
    costRule,
    adviceRule,
    payingRule,
    supplyRule,
    contractDateRule,
    displeasureRule,
    contactRule,
  ],
  negators: listed(`
    not, no, never, without, hardly, cannot, nor, none, neither, didnt, doesnt, dont, cant, couldnt, wont,
    wouldnt, isnt, wasnt, arent, werent, hasnt, havent, hadnt, shouldnt, nunca, jamas, sin, ni, tampoco,
    ningun, ninguna, nada, apenas`),
  negatorBreakers: ["only", "just", "solo", "solamente"],
  clauseWords: ["and", "but", "however", "although", "y", "pero", "sino", "aunque"],
  normalise: true,
};
