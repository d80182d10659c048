import { linkSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { temporaryFolder } from "../support/folders.ts";
import { bronzeRun, contentsOf } from "../support/run-bronze.ts";
import {
  csvOf,
  type Row,
  type SmallFormat,
  smallDelivery,
  smallFiles,
  smallReadings,
  writeRows,
} from "../support/small-delivery.ts";

const CUSTOMERS = 60;
const data = smallDelivery(CUSTOMERS);
const READINGS = "consumption_hourly_2024";
let firstRun: Promise<Record<string, string>> | undefined;

type Write = (engine: Engine, folder: string) => Promise<void>;

/** Builds a delivery, runs the step over it and returns the bytes of everything that it wrote. */
async function bytesOf(write: Write, threads = 1): Promise<Record<string, string>> {
  const folder = temporaryFolder("formats-");
  const delivery = join(folder, "delivery");
  mkdirSync(delivery);
  {
    using engine = await Engine.open({ threads: 1, memoryLimitMb: 300, scratch: folder });
    await write(engine, delivery);
  }
  const step = bronzeRun(delivery);
  await step.run({ threads });
  return contentsOf(step.bronze);
}

const writeAll =
  (format: SmallFormat, readings: Write = parquetReadings): Write =>
  async (engine, folder) => {
    for (const name of smallFiles) await writeRows(engine, folder, name, format, data[name]);
    await readings(engine, folder);
  };

const copyReadings = (target: string, options: string, query = smallReadings(CUSTOMERS)): Write => {
  return (engine, folder) => engine.run(`COPY (${query}) TO ${literal(join(folder, target))} (${options})`);
};
const parquetReadings = copyReadings(`${READINGS}.parquet`, "FORMAT parquet");

/** What the step makes of plain CSV files and one Parquet file, computed once. */
function reference(): Promise<Record<string, string>> {
  firstRun ??= bytesOf(writeAll("csv"));
  return firstRun;
}

/** The readings in seven parts, cut at customers' borders or in their midst. */
const partedReadings =
  (nameOf: (part: number) => string): Write =>
  async (engine, folder) => {
    for (let part = 0; part < 7; part += 1) {
      const query = `SELECT * FROM (${smallReadings(CUSTOMERS)}) LIMIT 13000 OFFSET ${13_000 * part}`;
      await copyReadings(nameOf(part), "FORMAT parquet", query)(engine, folder);
    }
  };

describe("the same data in any format", () => {
  it.each<SmallFormat>(["csv.gz", "json", "ndjson", "ndjson.gz", "parquet"])(
    "gives the same bytes from %s files as from CSV files",
    async (format) => {
      expect(await bytesOf(writeAll(format))).toEqual(await reference());
    },
  );

  it.each([
    ["CSV", copyReadings(`${READINGS}.csv`, "FORMAT csv, HEADER")],
    ["compressed CSV", copyReadings(`${READINGS}.csv.gz`, "FORMAT csv, HEADER, COMPRESSION gzip")],
    ["JSON lines", copyReadings(`${READINGS}.ndjson`, "FORMAT json")],
    ["a JSON array", copyReadings(`${READINGS}.json`, "FORMAT json, ARRAY true")],
    ["numbered Parquet parts", partedReadings((part) => `${READINGS}-${part}.parquet`)],
    ["Parquet parts called so", partedReadings((part) => `${READINGS}.part-${part + 8}.parquet`)],
  ] as const)("gives the same bytes from readings as %s", async (_name, readings) => {
    expect(await bytesOf(writeAll("csv", readings))).toEqual(await reference());
  });

  it("gives the same bytes from a folder of parts, beside its marker files", async () => {
    const write = writeAll("csv", async (engine, folder) => {
      mkdirSync(join(folder, READINGS));
      writeFileSync(join(folder, READINGS, "_SUCCESS"), "");
      await partedReadings((part) => `${READINGS}/part-0000${part}.snappy.parquet`)(engine, folder);
    });
    expect(await bytesOf(write)).toEqual(await reference());
  });

  it("gives the same bytes with two threads", async () => {
    expect(await bytesOf(writeAll("csv"), 2)).toEqual(await reference());
  });

  it("goes by content, not by name", async () => {
    const write = writeAll("csv", async (engine, folder) => {
      await copyReadings("readings.tmp", "FORMAT parquet")(engine, folder);
      linkSync(join(folder, "readings.tmp"), join(folder, `${READINGS}.csv`));
    });
    expect(await bytesOf(write)).toEqual(await reference());
  });

  it("gives the same bytes whatever the order of rows and columns", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const shuffle = <T>(items: readonly T[]): T[] => shuffled(items, seed);
        const write: Write = async (engine, folder) => {
          for (const name of smallFiles) {
            const names = shuffle(Object.keys(data[name][0] ?? {}));
            const rows = shuffle(data[name]).map(
              (row): Row => Object.fromEntries(names.map((column) => [column, row[column] ?? null])),
            );
            writeFileSync(join(folder, `${name}.csv`), csvOf(rows));
          }
          const query = `SELECT consumption_gas_m3, "timestamp", customer_id, consumption_elec_kwh
             FROM (${smallReadings(CUSTOMERS)}) ORDER BY hash(customer_id, "timestamp", ${seed})`;
          await copyReadings(`${READINGS}.parquet`, "FORMAT parquet", query)(engine, folder);
        };
        expect(await bytesOf(write)).toEqual(await reference());
      }),
      { numRuns: 4 },
    );
  });
});

/** Items in an order that follows from the seed. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const rank = (index: number) => Math.sin(index * 12.9898 + (seed % 1000)) * 43_758.5453;
  return items
    .map((item, index) => ({ item, rank: rank(index) - Math.floor(rank(index)) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
