import { HOURS_IN_YEAR } from "../calendar.ts";
import { customerIdOf } from "../customers.ts";
import type { HourlyLoad } from "./load.ts";
import { type EncodedColumns, encodeGenerally } from "./parquet.ts";
import { fillReadings } from "./readings.ts";
import { hourStartMicros } from "./row-group.ts";

/** The last customers get readings with faults; with fewer customers some faults are left out. */
export const HOSTILE_CUSTOMERS = 3;

/** Hours that a meter did not report: three days in March. */
const GAP = { firstHour: 1800, hours: 72 } as const;
/** Hours that stand twice in the file: a day in June. */
const REPEATED = { firstHour: 4000, hours: 24 } as const;
/** Rows without a customer. */
const ROWS_WITHOUT_ID = 12;
/** Hours before and after the year, counted from its first hour. */
const OUTSIDE_HOURS = [-2, -1, HOURS_IN_YEAR, HOURS_IN_YEAR + 1] as const;

const PAGE_BYTES = 2 ** 20;

interface Reading {
  readonly id: string | null;
  readonly hour: number;
  readonly elecKwh: number;
  readonly gasM3: number;
}

function readingsOf(load: HourlyLoad, index: number): Reading[] {
  const elec = new Float64Array(HOURS_IN_YEAR);
  const gas = new Float64Array(HOURS_IN_YEAR);
  fillReadings(load, index, elec, gas);
  return Array.from(elec, (elecKwh, hour) => ({
    id: customerIdOf(index),
    hour,
    elecKwh,
    gasM3: gas[hour] ?? 0,
  }));
}

const isIn = (hours: { readonly firstHour: number; readonly hours: number }, hour: number) =>
  hour >= hours.firstHour && hour < hours.firstHour + hours.hours;

/** What happens to the last, the last but one and the last but two. */
const faults: readonly ((readings: readonly Reading[]) => Reading[])[] = [
  (readings) => readings.filter(({ hour }) => !isIn(GAP, hour)),
  (readings) =>
    readings.flatMap((reading) => (isIn(REPEATED, reading.hour) ? [reading, reading] : [reading])),
  (readings) => [
    ...readings,
    ...OUTSIDE_HOURS.flatMap((hour) => readings.slice(0, 1).map((reading) => ({ ...reading, hour }))),
    ...readings.slice(0, ROWS_WITHOUT_ID).map((reading) => ({ ...reading, id: null })),
  ],
];

/** The readings of the last customers with a gap, repeated hours, hours outside the year and rows without a customer. */
export function hostileReadings(load: HourlyLoad): EncodedColumns {
  const readings = faults
    .slice(0, load.customers)
    .flatMap((fault, place) => fault(readingsOf(load, load.customers - 1 - place)));
  return encodeGenerally(
    [
      { name: "customer_id", data: readings.map(({ id }) => id) },
      { name: "timestamp", data: readings.map(({ hour }) => hourStartMicros(hour)), encoding: "PLAIN" },
      { name: "consumption_elec_kwh", data: readings.map(({ elecKwh }) => elecKwh), encoding: "PLAIN" },
      { name: "consumption_gas_m3", data: readings.map(({ gasM3 }) => gasM3), encoding: "PLAIN" },
    ],
    PAGE_BYTES,
  );
}
