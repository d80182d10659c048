import { type Dataset, datasets, type Timezone } from "../../../configs/datasets.ts";
import type { Progress } from "../../step.ts";
import type { Format } from "../format.ts";

/** The files of hourly readings, and how to read them. */
export interface SourceOptions {
  /** The file, or its parts, in their order. */
  readonly files: readonly string[];
  readonly format: Format;
  readonly timezone: Timezone;
  readonly progress: Progress;
}

/** The readings, ready for the scan. */
export interface Source extends Disposable {
  /** Rows in the files. */
  readonly rows: number;
  /** Parquet files whose statistics describe the readings; absent when the readings were converted first. */
  readonly statistics?: readonly string[];
}

/** The columns of a reading. */
export const readingColumns = [
  "customer_id",
  "timestamp",
  "consumption_elec_kwh",
  "consumption_gas_m3",
] as const;

/** The data set of the hourly readings. @throws Error when `configs/datasets.ts` has none. */
export function readingsDataset(): Dataset {
  const found = datasets.find(({ contract }) => contract.columns.some(({ type }) => type === "timestamp"));
  if (found === undefined) throw new Error("configs/datasets.ts declares no data set with hourly readings.");
  return found;
}
