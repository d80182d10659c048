import { conversationKinds } from "./conversation-kinds.ts";
import type { CsvCell } from "./csv.ts";
import { attributeColumns, contractColumns } from "./customer-files.ts";
import type { Customer } from "./customers.ts";
import { type Interaction, makeInteraction } from "./interactions.ts";
import { at, type RandomStream, randomStream } from "./random.ts";

/**
 * Faults that the real files do not have, for tests of the readers: section 7.8 of the data description, second part.
 * Each occurs at least once, however few the customers.
 */

/** Shares of the records or customers with each fault. */
const SHARES = {
  duplicateInteraction: 0.005,
  secondInteraction: 0.03,
  lateInteraction: 0.005,
  emptyText: 0.005,
  duplicateAttributes: 0.001,
  oddChannel: 0.01,
  newChannel: 0.005,
  unknownProvince: 0.001,
  smallIndustrial: 0.001,
  badDate: 0.001,
} as const;

/** A channel that the map of names does not know. */
const NEW_CHANNEL = "app_movil";
/** A province without costs: Spain has 52. */
const UNKNOWN_PROVINCE = 53;
/** Contracted power below that of every business: no segment in the original. */
const SMALL_INDUSTRIAL_KW = 9.2;
const BAD_DATES = ["31/12/2023", "2024-02-30", "n/a"] as const;
/** Second conversations are newer than every first one, which lies at least 31 days back. */
const SECOND_DAYS_AGO = { low: 1, high: 30 } as const;
/** Days after the as-of date. */
const LATE_DAYS = { low: 1, high: 20 } as const;

function count(share: number, of: number): number {
  return Math.max(1, Math.round(share * of));
}

function column(columns: readonly string[], name: string): number {
  return columns.indexOf(name);
}

/** Row numbers in random order, to be handed out fault by fault: no row gets two. */
function rowDeck(random: RandomStream, rows: readonly unknown[]): (share: number) => number[] {
  const deck = random.shuffled(rows.map((_, row) => row));
  return (share) => deck.splice(0, count(share, rows.length));
}

/** Attributes with repeated rows, odd channels, an unknown province, an industrial customer without a segment. */
export function hostileAttributes(seed: number, rows: readonly CsvCell[][]): CsvCell[][] {
  const random = randomStream(seed, "hostile", "attributes");
  const take = rowDeck(random, rows);
  const result = [...rows];
  const change = (share: number, name: (typeof attributeColumns)[number], to: (cell: CsvCell) => CsvCell) => {
    const index = column(attributeColumns, name);
    for (const row of take(share))
      result[row] = at(result, row).with(index, to(at(rows, row)[index] ?? null));
  };
  change(SHARES.oddChannel, "sales_channel", (cell) => ` ${String(cell).toUpperCase()} `);
  change(SHARES.newChannel, "sales_channel", () => NEW_CHANNEL);
  change(SHARES.unknownProvince, "province_code", () => UNKNOWN_PROVINCE);
  for (const row of take(SHARES.smallIndustrial))
    result[row] = at(result, row)
      .with(column(attributeColumns, "is_industrial"), 1)
      .with(column(attributeColumns, "contracted_power_kw"), SMALL_INDUSTRIAL_KW);
  return [...result, ...take(SHARES.duplicateAttributes).map((row) => at(result, row))];
}

/** Contracts with dates that are none. */
export function hostileContracts(seed: number, rows: readonly CsvCell[][]): CsvCell[][] {
  const random = randomStream(seed, "hostile", "contracts");
  const result = [...rows];
  const index = column(contractColumns, "next_renewal_date");
  for (const row of rowDeck(random, rows)(SHARES.badDate))
    result[row] = at(result, row).with(index, random.pick(BAD_DATES));
  return result;
}

/** A conversation of any kind, so many days before the as-of date. */
function another(random: RandomStream, customer: Customer, daysAgo: number): Interaction {
  const kind = at(conversationKinds, random.weighted(conversationKinds.map((own) => own.count)));
  return makeInteraction(random, customer, kind, daysAgo);
}

/** Conversations with repeated records, newer second ones, some after the as-of date, some without text. */
export function hostileInteractions(
  seed: number,
  customers: readonly Customer[],
  interactions: readonly Interaction[],
): Interaction[] {
  const random = randomStream(seed, "hostile", "interactions");
  const withOne = new Set(interactions.map((record) => record.customer_id));
  const seconds = random
    .shuffled(customers.filter(({ id }) => withOne.has(id)))
    .slice(0, count(SHARES.secondInteraction, customers.length))
    .map((customer) => another(random, customer, random.integer(SECOND_DAYS_AGO.low, SECOND_DAYS_AGO.high)));
  const late = random
    .shuffled(customers)
    .slice(0, count(SHARES.lateInteraction, customers.length))
    .map((customer) => another(random, customer, -random.integer(LATE_DAYS.low, LATE_DAYS.high)));
  const result = [...interactions];
  if (result.length === 0) return late;
  const take = rowDeck(random, result);
  for (const row of take(SHARES.emptyText)) result[row] = { ...at(result, row), interaction_summary: null };
  const duplicates = take(SHARES.duplicateInteraction).map((row) => at(result, row));
  return [...result, ...duplicates, ...seconds, ...late];
}
