import fc from "fast-check";
import {
  type BronzeTables,
  type CustomerRow,
  customerRow,
  type MonthRow,
  monthRow,
  noInteraction,
  type ProvinceRow,
} from "./bronze-fixture.ts";

/** Random bronze tables: few customers with many gaps, so that every branch of silver and gold is met often. */

const intents = [
  "Cancellation / Switch",
  "Complaint / Escalation",
  "Pricing Offers",
  "Contract Renewal",
  "Other / Unclassified",
];
const channels = ["comparador", " Web_Propia ", "oficina", "DESCONOCIDO", "app_movil", "", null];

const firstDay = Date.parse("2023-06-01");
const dateOf = (offset: number) => new Date(firstDay + offset * 86_400_000).toISOString().slice(0, 10);
/** Days around the as-of dates, so that near and past renewals are common. */
const day = fc.integer({ min: 0, max: 900 }).map(dateOf);
/** Activations from the years before too. */
const activation = fc.integer({ min: -5000, max: 700 }).map(dateOf);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 4, nil: null });
const flag = fc.constantFrom(0, 1);
/** Amounts with two to five decimals, as the files have them. */
const amount = (max: number, decimals: number) =>
  fc.integer({ min: 0, max: max * 10 ** decimals }).map((value) => value / 10 ** decimals);
const usage = fc.oneof({ arbitrary: fc.constant(0), weight: 1 }, { arbitrary: amount(500, 2), weight: 3 });

const interaction = (asOf: string) =>
  fc.oneof(
    fc.constant(noInteraction),
    fc.record({
      date: day.map((date) => (date > asOf ? asOf : date)),
      customer_intent: fc.constantFrom(...intents),
      has_interaction: fc.constant(1),
      sentiment_neg: amount(1, 3),
      sentiment_label: fc.constantFrom("negative", "neutral", "positive"),
    }),
  );

const customer = (id: string, asOf: string): fc.Arbitrary<CustomerRow> =>
  fc
    .tuple(
      fc.record({
        churn: maybe(flag),
        contracted_power_kw: fc.constantFrom(2.3, 9.2, 10, 10.5, 150),
        is_industrial: flag,
        is_second_residence: flag,
        province_code: fc.constantFrom(1, 8, 28),
        is_high_competition_province: flag,
        is_urban: flag,
        sales_channel: fc.constantFrom(...channels),
        customer_first_activation_date: maybe(fc.oneof(day, activation)),
        last_product_change_date: maybe(day),
        next_renewal_date: maybe(day),
      }),
      interaction(asOf),
    )
    .map(([facts, contact]) => customerRow({ customer_id: id, ...facts, ...contact }));

const electricityOnly = ["C2", "C4"];

const price = maybe(fc.oneof(fc.constant(0), amount(1, 4)));

const month = (id: string, name: string): fc.Arbitrary<MonthRow | null> =>
  fc.option(
    fc
      .record({
        monthly_elec_kwh: usage,
        monthly_gas_m3: electricityOnly.includes(id) ? fc.constant(0) : usage,
        elec_kwh_tier_1_peak: usage,
        elec_kwh_tier_2_standard: usage,
        elec_kwh_tier_3_offpeak: usage,
        variable_price_tier1_eur_kwh: price,
        variable_price_tier2_eur_kwh: price,
        variable_price_tier3_eur_kwh: price,
        elec_fixed_fee_eur_month: price,
        elec_fixed_cost_eur_month: maybe(amount(30, 2)),
        gas_variable_price_eur_m3: price,
        gas_fixed_revenue_eur_year: maybe(amount(90, 2)),
        gas_fixed_cost_eur_year: maybe(amount(90, 2)),
        elec_var_cost_eur_kwh: maybe(amount(1, 4)),
        gas_var_cost_eur_m3: maybe(amount(1, 4)),
        peaje_elec_eur_kwh: maybe(amount(1, 4)),
      })
      .map((cells) => monthRow({ customer_id: id, month: name, ...cells })),
    { freq: 5, nil: null },
  );

const present = <T>(rows: readonly (T | null)[]): T[] => rows.filter((row) => row !== null);

/** Months from November 2023 to February 2025. */
const monthNames = Array.from({ length: 16 }, (_, index) => {
  const count = 10 + index;
  return `${2023 + Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}`;
});

function provinceRows(): fc.Arbitrary<ProvinceRow[]> {
  const rows = [8, 28].flatMap((province) =>
    monthNames.map((name) =>
      fc.option(
        fc.record({
          province: fc.constant(province),
          month: fc.constant(name),
          elec_var_cost_eur_kwh: fc.oneof(
            { arbitrary: fc.constant(0), weight: 1 },
            { arbitrary: amount(1, 4), weight: 8 },
          ),
          gas_var_cost_eur_m3: amount(1, 4),
          peaje_elec_eur_kwh: amount(1, 4),
        }),
        { freq: 4, nil: null },
      ),
    ),
  );
  return fc.tuple(...rows).map(present);
}

/** Tables of six customers, of whom the last has no months. */
export function randomBronze(asOf: string): fc.Arbitrary<BronzeTables> {
  const ids = ["C1", "C2", "C3", "C4", "C5", "C6"];
  const months = ids.slice(0, -1).flatMap((id) => monthNames.map((name) => month(id, name)));
  return fc.record({
    customers: fc.tuple(...ids.map((id) => customer(id, asOf))),
    months: fc.tuple(...months).map(present),
    provinces: provinceRows(),
  });
}
