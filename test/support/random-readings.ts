import fc from "fast-check";

/** Random hourly readings of few customers over two months, in files of few rows of the same hours, dealt out to machines. */

const START = Date.UTC(2024, 10, 1);
const HOURS = (30 + 31) * 24;
const CUSTOMERS = ["C00001", "C00002", "C00003"];
const BLOCK = 24;

export interface RandomReadings {
  /** Rows of each file, as lines of a CSV file without its header. */
  readonly files: readonly (readonly string[])[];
  /** The machine of each file, from 0. */
  readonly machines: readonly number[];
  /** Does an hour of a customer stand in the files of two machines? */
  readonly overlaps: boolean;
}

interface Row {
  readonly customer: string;
  readonly hour: number;
  readonly file: number;
  readonly line: string;
}

const timeOf = (hour: number) =>
  new Date(START + hour * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
const lineOf = (customer: string, hour: number, kwh: string) => `${customer},${timeOf(hour)},${kwh},0.25`;
const customer = fc.constantFrom(...CUSTOMERS);
const hour = fc.integer({ min: 0, max: HOURS - 1 });

/** A row that stands beside the grid: good, or at fault by itself. */
const extra = (files: number) =>
  fc.record({
    customer,
    hour,
    file: fc.nat(files - 1),
    kwh: fc.constantFrom("1.5", "0.0001", "", "-3", "none", "1e9"),
  });

/** Stretches of hours that a customer lacks. */
const gap = fc.record({ customer, from: hour, hours: fc.integer({ min: 1, max: 900 }) });

export const randomReadings: fc.Arbitrary<RandomReadings> = fc
  .record({ files: fc.integer({ min: 1, max: 6 }), machines: fc.integer({ min: 1, max: 3 }) })
  .chain(({ files, machines }) =>
    fc.record({
      machines: fc.array(fc.nat(machines - 1), { minLength: files, maxLength: files }),
      // Which file has a block of hours: whole customers, stretches of time or anything.
      salt: fc.record({
        customer: fc.nat(7),
        block: fc.constantFrom(0, 0, 1, 5),
        span: fc.constantFrom(1, 10, 40),
      }),
      gaps: fc.array(gap, { maxLength: 2 }),
      extras: fc.array(extra(files), { maxLength: 5 }),
      files: fc.constant(files),
    }),
  )
  .map(({ files, machines, salt, gaps, extras }) => {
    const grid = CUSTOMERS.flatMap((name, number) =>
      Array.from({ length: HOURS }, (_, at): Row => {
        const block = Math.floor(at / BLOCK / salt.span);
        const file = (number * salt.customer + block * salt.block) % files;
        return {
          customer: name,
          hour: at,
          file,
          line: lineOf(name, at, String(((at * 7 + number) % 200) / 100)),
        };
      }),
    ).filter(
      ({ customer: name, hour: at }) =>
        !gaps.some((one) => one.customer === name && one.from <= at && at < one.from + one.hours),
    );
    const added = extras.map(
      ({ customer: name, hour: at, file, kwh }): Row => ({
        customer: name,
        hour: at,
        file,
        line: lineOf(name, at, kwh),
      }),
    );
    const rows = [...grid, ...added];
    const seen = new Map<string, number>();
    const overlaps = rows.some(({ customer: name, hour: at, file }) => {
      const machine = machines[file] ?? 0;
      const first = seen.get(`${name} ${at}`) ?? machine;
      seen.set(`${name} ${at}`, first);
      return first !== machine;
    });
    return {
      files: Array.from({ length: files }, (_, index) =>
        rows.filter(({ file }) => file === index).map(({ line }) => line),
      ),
      machines,
      overlaps,
    };
  });
