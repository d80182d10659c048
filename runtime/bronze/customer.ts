import { NO_INTERACTION } from "../../configs/bronze-tables.ts";
import { churnLabel, customerAttributes, customerContracts } from "../../configs/datasets.ts";
import { identifier, literal } from "../table/engine.ts";

const raw = (name: string) => identifier(`raw ${name}`);
const none = literal(NO_INTERACTION);

/**
 * One row per customer of the master, with label, contract dates and newest interaction where there are any (D4).
 * Needs the raw tables and `newest_interaction`; each of them holds a customer at most once.
 *
 * @param judged somebody has judged the tone of conversations; else it is empty for everybody, also where there was none
 */
export const customerQuery = (judged: boolean): string => `
  SELECT m.*, l.churn,
    c.customer_first_activation_date, c.contract_start_date, c.last_product_change_date, c.next_renewal_date,
    i.date, i.channel, i.interaction_summary,
    coalesce(i.customer_intent, ${none}) AS customer_intent,
    (i.customer_id IS NOT NULL)::TINYINT AS has_interaction,
    i.sentiment_neg, i.sentiment_neu, i.sentiment_pos,
    ${judged ? `coalesce(i.sentiment_label, ${none})` : "NULL"} AS sentiment_label
  FROM ${raw(customerAttributes.name)} m
  LEFT JOIN ${raw(churnLabel.name)} l USING (customer_id)
  LEFT JOIN ${raw(customerContracts.name)} c USING (customer_id)
  LEFT JOIN newest_interaction i USING (customer_id)`;
