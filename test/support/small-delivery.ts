import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Engine, literal } from "../../runtime/table/engine.ts";

/** A small, faultless delivery for tests: its content follows from the customers' numbers, without any randomness. */

export type Row = Readonly<Record<string, string | number | null>>;
export type SmallFiles = Readonly<Record<SmallFile, readonly Row[]>>;
export const smallFiles = [
  "churn_label",
  "customer_attributes",
  "customer_contracts",
  "customer_interactions",
  "price_history",
  "costs_by_province_month",
] as const;
export type SmallFile = (typeof smallFiles)[number];

/** The months that the delivery covers; the as-of date is the last day of the second. */
const SMALL_MONTHS = ["2024-11", "2024-12"] as const;
const HOURS = (30 + 31) * 24;
const CHANNELS = ["presencial_comercial", "desconocido", "comparador", "oficina", "telemarketing"];
const TEXTS = [
  "Caller asked about the renewal date. Happy.",
  "Holder raised the last bill. Unhappy, escalated.",
  "The client compared the current rate, and asked for a discount.\nThey said they would come back later.",
  'Acct holder wrote re: "night-time plan". Info given.',
];

const id = (customer: number) => `C${String(customer).padStart(5, "0")}`;
const day = (offset: number) =>
  new Date(Date.UTC(2024, 11, 31) + offset * 86_400_000).toISOString().slice(0, 10);

/** The six small files of a delivery with this many customers, 60 % of them with an interaction. */
export function smallDelivery(customers = 200): SmallFiles {
  const numbers = Array.from({ length: customers }, (_, index) => index + 1);
  return {
    churn_label: numbers.map((n) => ({ customer_id: id(n), churn: n % 10 === 0 ? 1 : 0 })),
    customer_attributes: numbers.map((n) => ({
      customer_id: id(n),
      contracted_power_kw: n % 20 === 0 ? 10 : 3.45,
      is_industrial: n % 20 === 0 ? 1 : 0,
      is_second_residence: n % 31 === 0 ? 1 : 0,
      province_code: 1 + (n % 52),
      region: n % 2 === 0 ? "Norte" : "Cataluña",
      is_high_competition_province: n % 3 === 0 ? 1 : 0,
      is_urban: n % 4 === 0 ? 0 : 1,
      sales_channel: CHANNELS[n % CHANNELS.length] ?? null,
    })),
    customer_contracts: numbers.map((n) => ({
      customer_id: id(n),
      customer_first_activation_date: day(-400 - n),
      contract_start_date: day(-100 - n),
      last_product_change_date: n % 3 === 0 ? null : day(-50 - n),
      next_renewal_date: day(n % 250),
    })),
    customer_interactions: numbers
      .filter((n) => n % 5 < 3)
      .map((n) => ({
        customer_id: id(n),
        date: day(-31 - (n % 60)),
        channel: n % 2 === 0 ? "phone" : "office",
        interaction_summary: TEXTS[n % TEXTS.length] ?? null,
      })),
    price_history: numbers.flatMap((n) =>
      SMALL_MONTHS.map((month, index) => ({
        customer_id: id(n),
        pricing_date: `${month}-01`,
        variable_price_tier1_eur_kwh: 0.14 + n / 10_000 + index / 1_000,
        variable_price_tier2_eur_kwh: 0.12,
        variable_price_tier3_eur_kwh: n % 50 === 0 ? 0 : 0.09,
        elec_fixed_fee_eur_month: 6.5,
        elec_fixed_cost_eur_month: 4.25,
        gas_variable_price_eur_m3: n % 5 === 0 ? 0.735 : null,
        gas_fixed_revenue_eur_year: 75.737,
        gas_fixed_cost_eur_year: 12,
      })),
    ),
    costs_by_province_month: SMALL_MONTHS.flatMap((month) =>
      Array.from({ length: 52 }, (_, index) => ({
        month,
        province: index + 1,
        elec_var_cost_eur_kwh: 0.077 + index / 100_000,
        gas_var_cost_eur_m3: 0.77,
        peaje_elec_eur_kwh: 0.05,
      })),
    ),
  };
}

/** SQL of the hourly readings of such a delivery. */
export function smallReadings(customers = 200): string {
  return `SELECT 'C' || lpad((c.n)::VARCHAR, 5, '0') AS customer_id,
            TIMESTAMP '2024-11-01' + INTERVAL 1 HOUR * h.n AS "timestamp",
            ((c.n * 7 + h.n * 3) % 200) / 100.0::DOUBLE AS consumption_elec_kwh,
            CASE WHEN c.n % 5 = 0 THEN ((c.n + h.n) % 30) / 100.0 ELSE 0 END::DOUBLE AS consumption_gas_m3
          FROM range(1, ${customers + 1}) c(n), range(${HOURS}) h(n) ORDER BY c.n, h.n`;
}

function field(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as CSV with a header and LF line ends. */
export function csvOf(rows: readonly Row[], end = "\n"): string {
  const names = Object.keys(rows[0] ?? {});
  return (
    [names.join(","), ...rows.map((row) => names.map((name) => field(row[name])).join(","))].join(end) + end
  );
}

export const ndjsonOf = (rows: readonly Row[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

export type SmallFormat = "csv" | "csv.gz" | "json" | "ndjson" | "ndjson.gz" | "parquet";

/** Writes rows as `<folder>/<name>.<format>`. */
export async function writeRows(
  engine: Engine,
  folder: string,
  name: string,
  format: SmallFormat,
  rows: readonly Row[],
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.${format}`);
  switch (format) {
    case "csv":
      return writeFileSync(path, csvOf(rows));
    case "csv.gz":
      return writeFileSync(path, gzipSync(csvOf(rows)));
    case "json":
      return writeFileSync(path, JSON.stringify(rows));
    case "ndjson":
      return writeFileSync(path, ndjsonOf(rows));
    case "ndjson.gz":
      return writeFileSync(path, gzipSync(ndjsonOf(rows)));
    case "parquet": {
      // Through JSON, so that DuckDB chooses the types as other programs would.
      const json = join(folder, `.${name}.ndjson`);
      writeFileSync(json, ndjsonOf(rows));
      const read = `read_json(${literal(json)}, format='newline_delimited', sample_size=-1)`;
      await engine.run(`COPY (SELECT * FROM ${read}) TO ${literal(path)} (FORMAT parquet)`);
      return rmSync(json);
    }
  }
}

/** Writes the six small files, the interactions as a JSON array and the others as CSV, as the real ones are. */
export function writeSmallFiles(folder: string, files: SmallFiles): void {
  mkdirSync(folder, { recursive: true });
  for (const name of smallFiles) {
    if (name === "customer_interactions")
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(files[name]));
    else writeFileSync(join(folder, `${name}.csv`), csvOf(files[name]));
  }
}
