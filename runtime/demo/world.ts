import { makeChurn } from "./churn.ts";
import { makeUsage, type Usage } from "./consumption.ts";
import type { ConversationKind } from "./conversation-kinds.ts";
import { type Customer, makeCustomers } from "./customers.ts";
import { dealConversations } from "./interactions.ts";
import { makeTariffs, type Tariff } from "./prices.ts";

/** Everything that is true in the demo before it is written into files. Lists are in the order of the customers. */
export interface World {
  readonly seed: number;
  readonly customers: readonly Customer[];
  readonly usage: readonly Usage[];
  readonly tariffs: readonly Tariff[];
  readonly churn: readonly boolean[];
  readonly conversations: ReadonlyMap<Customer, ConversationKind>;
}

/** Makes up the customers and what happens to them. */
export function makeWorld(seed: number, count: number): World {
  const customers = makeCustomers(seed, count);
  const usage = makeUsage(seed, customers);
  const tariffs = makeTariffs(seed, customers, usage);
  const churn = makeChurn(seed, customers, usage, tariffs);
  return { seed, customers, usage, tariffs, churn, conversations: dealConversations(seed, customers, churn) };
}
