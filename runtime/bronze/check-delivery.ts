import type { IsoDate } from "../../configs/names.ts";
import { InputError, type InputLocation } from "../errors.ts";
import type { Progress } from "../step.ts";
import { Engine } from "../table/engine.ts";
import { joinPricesAndCosts } from "./customer-month.ts";
import { Quarantine, type QuarantinedDataset } from "./quarantine.ts";
import { type DeliveryRead, readDelivery } from "./read-delivery.ts";
import { scanReadings } from "./scan-readings.ts";
import { today } from "./today.ts";

/** `error` stops a run; `quarantined` sets a row aside; `note` changes nothing. */
export type Severity = "error" | "quarantined" | "note";

/** One thing that is wrong with a delivery, or worth knowing. */
export interface Finding extends InputLocation {
  readonly severity: Severity;
  /** One sentence. */
  readonly message: string;
}

/** What `spanishgas check --raw` says about a delivery. */
export interface DeliveryCheck {
  /** Errors first, then rejected rows (at most 20 of each data set), then notes. */
  readonly findings: readonly Finding[];
  /** Rows read and rejected, by data set and reason. */
  readonly datasets: readonly QuarantinedDataset[];
  /** A run of this delivery would not stop at its input. */
  readonly accepted: boolean;
}

/** The engine's limits, and how the check is stopped and watched. */
export interface CheckOptions {
  readonly threads: number;
  readonly memoryLimitMb: number;
  /** Folder for spilled data. */
  readonly scratch: string;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

const ROWS_SHOWN = 20;

/**
 * Checks a delivery against the contracts of the raw files and lists everything that is wrong with it; writes nothing.
 * The hourly readings are scanned only when the other files are in order.
 */
export async function checkDelivery(folder: string, options: CheckOptions): Promise<DeliveryCheck> {
  using engine = await Engine.open(options);
  const quarantine = new Quarantine(engine);
  const progress = options.progress ?? (() => undefined);
  const now = today();
  const delivery = await readDelivery(engine, folder, quarantine, { today: now, progress });
  const errors = [...delivery.errors];
  if (errors.length === 0)
    errors.push(...(await faultsOfReadings(engine, delivery, quarantine, now, progress)));
  const datasets = await quarantine.summary();
  const findings: Finding[] = errors.map((error) => ({
    severity: "error",
    message: error.message,
    ...error.location,
  }));
  for (const { dataset } of datasets) findings.push(...(await rejectedRows(quarantine, dataset)));
  findings.push(...delivery.notes.map((message): Finding => ({ severity: "note", message })));
  return { findings, datasets, accepted: errors.length === 0 };
}

async function faultsOfReadings(
  engine: Engine,
  delivery: DeliveryRead,
  quarantine: Quarantine,
  now: IsoDate,
  progress: Progress,
): Promise<InputError[]> {
  const name = delivery.readings?.dataset.contract.name ?? "";
  try {
    const scanned = await scanReadings(engine, delivery, quarantine, { asOf: null, today: now, progress });
    await quarantine.enforce(name);
    await joinPricesAndCosts(engine, scanned.asOf);
    return [];
  } catch (thrown) {
    if (thrown instanceof InputError) return [thrown];
    throw thrown;
  }
}

async function rejectedRows(quarantine: Quarantine, dataset: string): Promise<Finding[]> {
  const rows = await quarantine.rejected(dataset, ROWS_SHOWN);
  return rows.map((row) => ({
    severity: "quarantined",
    message: `${row.file}${row.line === undefined ? "" : `, line ${row.line}`}: ${row.text}.`,
    file: row.file,
    ...(row.column === "" ? {} : { column: row.column }),
    ...(row.line === undefined ? {} : { line: row.line }),
  }));
}
