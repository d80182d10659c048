import { daysAfterAsOf } from "./calendar.ts";
import { type CsvCell, csvText } from "./csv.ts";
import type { Customer } from "./customers.ts";
import { ENGLISH_UNKNOWN_SHARE } from "./population.ts";
import { at, randomStream } from "./random.ts";

/** The files with one row per customer: label, attributes, contracts. */

/** `churn_label.csv`: shuffled, as the real one. */
export function churnLabelFile(
  seed: number,
  customers: readonly Customer[],
  churn: readonly boolean[],
): string {
  const shuffled = randomStream(seed, "churn_label").shuffled(customers);
  return csvText(
    ["customer_id", "churn"],
    shuffled.map((customer) => [customer.id, at(churn, customer.index) ? 1 : 0]),
  );
}

export const attributeColumns = [
  "customer_id",
  "contracted_power_kw",
  "is_industrial",
  "is_second_residence",
  "province_code",
  "region",
  "is_high_competition_province",
  "is_urban",
  "sales_channel",
] as const;

/** The attributes of every customer; the Unknown channel has two spellings. */
export function attributeRows(seed: number, customers: readonly Customer[]): CsvCell[][] {
  const random = randomStream(seed, "customer_attributes");
  return customers.map((customer) => {
    const isEnglish = random.chance(ENGLISH_UNKNOWN_SHARE);
    return [
      customer.id,
      customer.powerKw,
      customer.segment === "Residential" ? 0 : 1,
      customer.isSecondHome ? 1 : 0,
      customer.province.code,
      customer.province.region,
      customer.province.isHighCompetition ? 1 : 0,
      customer.isUrban ? 1 : 0,
      customer.channel === "desconocido" && isEnglish ? "unknown" : customer.channel,
    ];
  });
}

export const contractColumns = [
  "customer_id",
  "customer_first_activation_date",
  "contract_start_date",
  "last_product_change_date",
  "next_renewal_date",
] as const;

/** The contract dates of every customer. */
export function contractRows(customers: readonly Customer[]): CsvCell[][] {
  return customers.map((customer) => [
    customer.id,
    daysAfterAsOf(customer.activationDay),
    daysAfterAsOf(customer.contractStartDay),
    customer.lastChangeDay === null ? null : daysAfterAsOf(customer.lastChangeDay),
    daysAfterAsOf(customer.renewalDay),
  ]);
}
