import { ByteWriter } from "hyparquet-writer";
import { HOURS_IN_YEAR, hourStartMs } from "../calendar.ts";
import { customerIdOf } from "../customers.ts";
import type { HourlyLoad } from "./load.ts";
import { appendIds, appendReadings, type EncodedColumns, encodeGenerally, movedBy } from "./parquet.ts";
import { fillReadings } from "./readings.ts";

/** A row group holds so many customers, 245,952 rows: some hundreds of groups for the engine's threads to share. */
export const CUSTOMERS_PER_GROUP = 28;
/** A page holds so many: one megabyte of doubles. */
const CUSTOMERS_PER_PAGE = 14;
const TIMESTAMP_PAGE_BYTES = 2 ** 20;

const elec = new Float64Array(CUSTOMERS_PER_GROUP * HOURS_IN_YEAR);
const gas = new Float64Array(CUSTOMERS_PER_GROUP * HOURS_IN_YEAR);
const timestamps = new Map<number, EncodedColumns>();

/** Start of an hour in microseconds, as the file holds it. */
export function hourStartMicros(hour: number): bigint {
  return BigInt(hourStartMs(hour)) * 1000n;
}

/** The timestamps of so many customers: the same in every row group of that size. */
function timestampsOf(customers: number): EncodedColumns {
  const known = timestamps.get(customers);
  if (known !== undefined) return known;
  const year = BigInt64Array.from({ length: HOURS_IN_YEAR }, (_, hour) => hourStartMicros(hour));
  const data = new BigInt64Array(customers * HOURS_IN_YEAR);
  for (let customer = 0; customer < customers; customer += 1) data.set(year, customer * HOURS_IN_YEAR);
  const encoded = encodeGenerally(
    [{ name: "timestamp", data, encoding: "DELTA_BINARY_PACKED" }],
    TIMESTAMP_PAGE_BYTES,
  );
  timestamps.set(customers, encoded);
  return encoded;
}

/** The readings of the customers `first` ... `end` - 1 as one row group, all hours of the year in order. */
export function makeRowGroup(load: HourlyLoad, first: number, end: number): EncodedColumns {
  const customers = end - first;
  const rows = customers * HOURS_IN_YEAR;
  const ids: string[] = [];
  for (let index = first; index < end; index += 1) {
    const from = (index - first) * HOURS_IN_YEAR;
    const to = from + HOURS_IN_YEAR;
    fillReadings(load, index, elec.subarray(from, to), gas.subarray(from, to));
    ids.push(customerIdOf(index));
  }
  const target = new ByteWriter(2 ** 20);
  const idChunk = appendIds(target, ids, HOURS_IN_YEAR);
  const times = timestampsOf(customers);
  const timeChunks = times.columns.map((chunk) => movedBy(chunk, target.offset));
  target.appendBytes(times.bytes);
  const rowsPerPage = CUSTOMERS_PER_PAGE * HOURS_IN_YEAR;
  const columns = [
    idChunk,
    ...timeChunks,
    appendReadings(target, "consumption_elec_kwh", elec.subarray(0, rows), rowsPerPage),
    appendReadings(target, "consumption_gas_m3", gas.subarray(0, rows), rowsPerPage),
  ];
  return { bytes: target.getBytes(), columns, rows };
}
