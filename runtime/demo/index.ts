import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { CancelledError, InputError, withRemedy } from "../errors.ts";
import type { Progress } from "../step.ts";
import { costFile } from "./cost-file.ts";
import { csvText } from "./csv.ts";
import {
  attributeColumns,
  attributeRows,
  churnLabelFile,
  contractColumns,
  contractRows,
} from "./customer-files.ts";
import { hostileAttributes, hostileContracts, hostileInteractions } from "./hostile.ts";
import { type WriteOptions, type WrittenReadings, writeReadings } from "./hourly/file.ts";
import { HOSTILE_CUSTOMERS, hostileReadings } from "./hourly/hostile.ts";
import { hourlyLoad } from "./hourly/load.ts";
import { makeInteractions } from "./interactions.ts";
import { priceFile } from "./price-file.ts";
import { fillFolder } from "./staging.ts";
import { makeWorld, type World } from "./world.ts";

/** `default`: the faults of the real files. `hostile`: in addition what they do not have, for tests. */
export const dirtLevels = ["default", "hostile"] as const;
export type Dirt = (typeof dirtLevels)[number];

export interface DemoOptions {
  /** Folder for the seven files: absent or empty. */
  readonly out: string;
  /** Number of customers, 1 to 999,999; the original has 20,099. */
  readonly customers: number;
  /** Whole number. The same seed gives the same bytes. */
  readonly seed: number;
  /**
   * Threads that make the readings. The bytes do not depend on it.
   * @default all of the machine's
   */
  readonly threads?: number;
  /** @default "default" */
  readonly dirt?: Dirt;
  /**
   * Also write the readings, which are nearly all of the time and space.
   * @default true
   */
  readonly hourly?: boolean;
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** What was made. */
export interface DemoSummary {
  readonly out: string;
  readonly customers: number;
  readonly churners: number;
  readonly interactions: number;
  /** Rows of the readings; 0 without them. */
  readonly readings: number;
  /** Size of the readings file. */
  readonly readingsBytes: number;
  readonly seconds: number;
  /** Of wall time, over the readings alone; null without them. */
  readonly readingsPerSecond: number | null;
}

const MAX_CUSTOMERS = 999_999;

function checkOptions({ customers, seed, threads }: DemoOptions): void {
  const whole = (name: string, value: number, low: number, high: number) => {
    if (!Number.isInteger(value) || value < low || value > high)
      throw new InputError(`The demo's ${name} must be a whole number from ${low} to ${high}, not ${value}.`);
  };
  whole("customers", customers, 1, MAX_CUSTOMERS);
  whole("seed", seed, 0, Number.MAX_SAFE_INTEGER);
  if (threads !== undefined) whole("threads", threads, 1, 64);
}

/** The six small files by name. */
function smallFiles(world: World, dirt: Dirt): Record<string, string> {
  const { seed, customers, churn, tariffs, conversations } = world;
  const isHostile = dirt === "hostile";
  const attributes = attributeRows(seed, customers);
  const contracts = contractRows(customers);
  const interactions = makeInteractions(seed, conversations);
  const records = isHostile ? hostileInteractions(seed, customers, interactions) : interactions;
  return {
    "churn_label.csv": churnLabelFile(seed, customers, churn),
    "customer_attributes.csv": csvText(
      attributeColumns,
      isHostile ? hostileAttributes(seed, attributes) : attributes,
    ),
    "customer_contracts.csv": csvText(
      contractColumns,
      isHostile ? hostileContracts(seed, contracts) : contracts,
    ),
    "price_history.csv": priceFile(seed, customers, tariffs, churn),
    "costs_by_province_month.csv": costFile(seed),
    "customer_interactions.json": `[\n${records.map((record) => JSON.stringify(record)).join(",\n")}\n]\n`,
  };
}

/** The readings of all customers; the last ones' with faults when the dirt is hostile. */
function writeHourly(
  path: string,
  world: World,
  dirt: Dirt,
  options: WriteOptions,
): Promise<WrittenReadings> {
  const load = hourlyLoad(world);
  if (dirt === "default") return writeReadings(path, load, options);
  const untouched = { ...load, customers: Math.max(0, load.customers - HOSTILE_CUSTOMERS) };
  return writeReadings(path, untouched, { ...options, extra: hostileReadings(load) });
}

/**
 * Makes the seven raw files of a made-up energy retailer, shaped like the real ones: same columns, formats, rates,
 * faults and text styles. They appear in `out` together, when all are written.
 *
 * @example
 * await makeDemo({ out: "data/raw", customers: 2000, seed: 42 });
 *
 * @throws InputError for options out of range and for a folder that is not empty.
 * @throws CancelledError when the signal aborts.
 * @throws ResourceError when the disk is full.
 */
export async function makeDemo(options: DemoOptions): Promise<DemoSummary> {
  checkOptions(options);
  const { out, customers, seed, threads = availableParallelism() } = options;
  const { dirt = "default", hourly = true, signal, progress } = options;
  const started = performance.now();
  const secondsSince = (from: number) => (performance.now() - from) / 1000;
  const throwIfCancelled = () => {
    if (signal?.aborted) throw new CancelledError("The demo was cancelled.");
  };
  return fillFolder(out, async (folder) => {
    progress?.({ task: "customers", done: 0, total: customers, unit: "customers" });
    const world = makeWorld(seed, customers);
    for (const [name, text] of Object.entries(smallFiles(world, dirt))) {
      throwIfCancelled();
      await writeFile(join(folder, name), text);
    }
    progress?.({ task: "customers", done: customers, total: customers, unit: "customers" });
    const readingsStarted = performance.now();
    const written = hourly
      ? await writeHourly(join(folder, "consumption_hourly_2024.parquet"), world, dirt, {
          threads,
          ...(signal && { signal }),
          ...(progress && { progress }),
        })
      : { rows: 0, bytes: 0 };
    throwIfCancelled();
    return {
      out,
      customers,
      churners: world.churn.filter(Boolean).length,
      interactions: world.conversations.size,
      readings: written.rows,
      readingsBytes: written.bytes,
      seconds: secondsSince(started),
      readingsPerSecond: hourly ? written.rows / secondsSince(readingsStarted) : null,
    };
  }).catch((thrown: unknown) => {
    throw withRemedy(thrown, out);
  });
}
