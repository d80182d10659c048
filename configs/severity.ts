import type { Intent } from "./vocabulary.ts";

/** Intents of a conversation that features single out. */
export const CANCELLATION = "Cancellation / Switch" satisfies Intent;
export const COMPLAINT = "Complaint / Escalation" satisfies Intent;
export const PRICING = "Pricing Offers" satisfies Intent;

/** Intents of customers who say that they leave or complain. */
export const leavingIntents = [CANCELLATION, COMPLAINT] as const satisfies readonly Intent[];

/** How strongly an intent points at leaving; every other intent, and none, is 0. */
export const intentSeverity = { [CANCELLATION]: 3, [COMPLAINT]: 2, [PRICING]: 1 } as const satisfies Partial<
  Record<Intent, number>
>;
