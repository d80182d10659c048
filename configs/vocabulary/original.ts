import { listed } from "../listed.ts";
import type { Vocabulary } from "./intents.ts";

const cancellation = listed(`
          cancel, canceled, cancelled, cancellation, terminate, switch, switching, leave, account close,
          account closure, closing account`);

const complaint = listed(`
          complain, complaint, complaining, frustrated, frustration, escalated, escalation, not satisfied,
          unsatisfied, upset, dissatisfied, dissatisfaction, unhappy, discontent`);

const billing = listed("bill, billing, charge, charges, charged, payment, overdue, past due");

const renewal = listed(`
          renew, renewal, renewals, renewing, expire, expiry, expiration, next renewal, renewals discussed,
          renewed, renewed contract`);

const pricing = listed(`
          price, prices, priced, rate, rates, pricing, increase, hike, discount, discounts, saving,
          savings, competitive, better deal, better rate, better offer, competitiveness, competition,
          alternative, alternatives, seeking alternative, seeking alternatives, looking around`);

const plan = listed(`
          plan, plans, plan option, plan options, new plan, future plan, future plans, option, options,
          exploring option, exploring options`);

const account = listed(`
          account detail, account details, account question, account questions, service, services, inquiry,
          inquired, inquiries, info, clarified, provided info, reviewed options, discussed options,
          account update, account updates, account setup, setup detail, setup details, account issue,
          account issues, no issues found, all good`);
export const accountWithoutIssues = [["account", "no issues"]] as const;

const general = listed(`
          general, follow up, followup, routine, inbound call, no action required, issue resolved,
          resolved, normal process, standard interaction, customer contacted`);

/** The forms of the replaced system by class: the extended vocabulary begins with them. */
export const originalPhrases = { cancellation, complaint, billing, renewal, pricing, plan, account, general };

/** The replaced system's vocabulary, form by form (features.md 4.1). */
export const originalVocabulary: Vocabulary = {
  rules: [
    { intent: "Cancellation / Switch", phrases: cancellation },
    { intent: "Complaint / Escalation", phrases: complaint },
    { intent: "Billing / Payment", phrases: billing },
    { intent: "Contract Renewal", phrases: renewal },
    { intent: "Pricing Offers", phrases: pricing },
    { intent: "Plan / Product Inquiry", phrases: plan },
    { intent: "Account / Service Inquiry", phrases: account, sameLine: accountWithoutIssues },
    { intent: "General / Operational Contact", phrases: general },
  ],
  negators: [],
  negatorBreakers: [],
  clauseWords: [],
  normalise: false,
};
