import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { z } from "zod";
import { makeDemo } from "../../runtime/demo/index.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";

/** Deliveries for whole journeys: a small demo, and what a user may upload after it. */

const READINGS = "consumption_hourly_2024";
const interactionsSchema = z.array(z.looseObject({ customer_id: z.string(), date: z.string() }));

/** Share of the customers that churn under the clear labels: enough for a training on few customers. */
const CHURN_SHARE = 0.2;
/** Customers whose labels are not known yet; all customers are scored. */
const LATE_LABELS = 8;

export interface JourneyDelivery {
  readonly customers: number;
  readonly seed: number;
}

/**
 * Makes a demo whose labels are clear. On a few hundred customers the demo's own labels are too few for the gate;
 * here a customer has churned who was in touch and is not one for long. E5 sees both and is promoted; E0, which knows
 * contracts alone, sees half of it and is refused. No feature tells the outcome by itself: that would be a leak.
 */
export async function makeDelivery(folder: string, { customers, seed }: JourneyDelivery): Promise<void> {
  await makeDemo({ out: folder, customers, seed, threads: 2 });
  writeLabels(folder, clearLabels(folder).slice(0, -LATE_LABELS));
}

/** The labels that were not known yet arrive. */
export function addLateLabels(folder: string): void {
  writeLabels(folder, clearLabels(folder));
}

function writeLabels(folder: string, labels: readonly string[]): void {
  writeFileSync(join(folder, "churn_label.csv"), `customer_id,churn\n${labels.join("\n")}\n`);
}

/** A line for each customer of the master. */
function clearLabels(folder: string): string[] {
  const interactions = JSON.parse(readFileSync(join(folder, "customer_interactions.json"), "utf8"));
  const inTouch = new Set(
    interactionsSchema
      .parse(interactions)
      .filter(({ date }) => date <= "2024-12-31")
      .map(({ customer_id }) => customer_id),
  );
  // The first two columns of the contracts: customer, and the day on which the supply was first activated.
  const since = new Map(
    linesOf(folder, "customer_contracts.csv").rows.map((line) => {
      const [id = "", activated = ""] = line.split(",");
      return [id, activated] as const;
    }),
  );
  const customers = linesOf(folder, "customer_attributes.csv").rows.map((line) => line.split(",")[0] ?? "");
  const dates = customers.filter((id) => inTouch.has(id)).map((id) => since.get(id) ?? "");
  const lately = dates.sort().at(-Math.round(customers.length * CHURN_SHARE)) ?? "";
  return customers.map((id) => `${id},${inTouch.has(id) && (since.get(id) ?? "") >= lately ? 1 : 0}`);
}

function linesOf(folder: string, file: string): { header: string; rows: string[] } {
  const [header = "", ...rows] = readFileSync(join(folder, file), "utf8").trimEnd().split("\n");
  return { header, rows };
}

/** Takes the last labels out of a delivery. @returns the file as it was: what arrives later */
export function holdBackLabels(folder: string): string {
  const file = join(folder, "churn_label.csv");
  const whole = readFileSync(file, "utf8");
  const { header, rows } = linesOf(folder, "churn_label.csv");
  writeFileSync(file, `${[header, ...rows.slice(0, -LATE_LABELS)].join("\n")}\n`);
  return whole;
}

/** The same delivery in another folder. */
export function copyDelivery(from: string, to: string): string {
  cpSync(from, to, { recursive: true });
  return to;
}

/** The provider corrects one price, in EUR for a kWh. */
export function correctPrice(folder: string, price = "0.150000"): void {
  const { header, rows } = linesOf(folder, "price_history.csv");
  const [first = "", ...rest] = rows;
  const fields = first.split(",");
  const corrected = [...fields.slice(0, 2), price, ...fields.slice(3)].join(",");
  writeFileSync(join(folder, "price_history.csv"), `${[header, corrected, ...rest].join("\n")}\n`);
}

/**
 * Cuts the readings into Parquet parts of uneven sizes. The cuts follow row numbers, so most of them fall between two
 * readings of one customer.
 */
export async function cutReadings(folder: string, parts: number): Promise<void> {
  const file = join(folder, `${READINGS}.parquet`);
  const from = `read_parquet(${literal(file)}, file_row_number = true)`;
  using engine = await journeyEngine(folder);
  const total = Number((await engine.rows(`SELECT count(*) AS total FROM ${from}`))[0]?.["total"] ?? 0);
  // Part k is k times as large as the first.
  const cut = (part: number) => Math.floor((total * part * (part + 1)) / (parts * (parts + 1)));
  for (let part = 0; part < parts; part++) {
    const target = join(folder, `${READINGS}_part-${part + 1}.parquet`);
    await engine.run(
      `COPY (SELECT * EXCLUDE (file_row_number) FROM ${from}
             WHERE file_row_number >= ${cut(part)} AND file_row_number < ${cut(part + 1)})
       TO ${literal(target)} (FORMAT parquet)`,
    );
  }
  rmSync(file);
}

/** The small files as gzipped CSV or as Parquet in place of the demo's CSV and JSON. */
export async function changeFormats(folder: string, format: "csv.gz" | "parquet"): Promise<void> {
  using engine = await journeyEngine(folder);
  for (const name of readdirSync(folder)) {
    const stem = name.replace(/\.(csv|json)$/, "");
    if (stem === name || name.startsWith(".")) continue;
    const path = join(folder, name);
    const target = join(folder, `${stem}.${format}`);
    if (format === "csv.gz" && name.endsWith(".csv")) writeFileSync(target, gzipSync(readFileSync(path)));
    else {
      const rows = name.endsWith(".csv")
        ? `read_csv(${literal(path)}, sample_size = -1)`
        : `read_json(${literal(path)}, format = 'array', sample_size = -1)`;
      const options = format === "parquet" ? "FORMAT parquet" : "FORMAT csv, HEADER, COMPRESSION gzip";
      await engine.run(`COPY (SELECT * FROM ${rows}) TO ${literal(target)} (${options})`);
    }
    rmSync(path);
  }
}

async function journeyEngine(folder: string): Promise<Engine> {
  const scratch = join(folder, ".scratch");
  mkdirSync(scratch, { recursive: true });
  return Engine.open({ threads: 1, memoryLimitMb: 400, scratch });
}
