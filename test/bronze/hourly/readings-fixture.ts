import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Timezone } from "../../../configs/datasets.ts";
import { type IsoDate, isoDate } from "../../../configs/names.ts";
import type { Format } from "../../../runtime/bronze/format.ts";
import { aggregateReadings, type ReadingsReport } from "../../../runtime/bronze/hourly/index.ts";
import { Quarantine } from "../../../runtime/bronze/quarantine.ts";
import { type Cell, Engine, literal } from "../../../runtime/table/engine.ts";
import { temporaryFolder } from "../../support/folders.ts";

export interface Run {
  readonly report: ReadingsReport;
  /** `consumption_month`, sorted by customer and month. */
  readonly months: readonly Record<string, Cell>[];
  readonly rejected: readonly { line: number | undefined; column: string; reason: string; file: string }[];
}

export interface RunOptions {
  readonly format?: Format;
  readonly timezone?: Timezone;
  readonly asOf?: string | null;
  readonly customers?: readonly string[];
  readonly threads?: number;
  readonly today?: string;
  /** Folder with what a query service has made of the readings. */
  readonly scanned?: string;
}

/** A folder, and an engine to write files into it and to aggregate them with. */
export class Workbench {
  readonly folder = temporaryFolder("readings-");

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, content: string | Buffer): string {
    writeFileSync(this.path(name), content);
    return this.path(name);
  }

  async engine(threads = 1): Promise<Engine> {
    const engine = await Engine.open({ threads, memoryLimitMb: 300, scratch: this.path("scratch") });
    onTestFinished(() => engine[Symbol.dispose]());
    return engine;
  }

  /** Writes the result of a query as a Parquet file. */
  async parquet(name: string, query: string, options = ""): Promise<string> {
    using engine = await Engine.open({ threads: 1, memoryLimitMb: 300, scratch: this.path("scratch") });
    await engine.run(`COPY (${query}) TO ${literal(this.path(name))} (FORMAT parquet ${options})`);
    return this.path(name);
  }

  async run(files: readonly string[], options: RunOptions = {}): Promise<Run> {
    const { customers = ["A", "B"], asOf = null, threads = 1 } = options;
    using engine = await Engine.open({ threads, memoryLimitMb: 300, scratch: this.path("scratch") });
    await engine.run("CREATE TEMP TABLE master (customer_id VARCHAR)");
    for (const customer of customers) await engine.run("INSERT INTO master VALUES ($customer)", { customer });
    const quarantine = new Quarantine(engine);
    const report = await aggregateReadings(engine, {
      files,
      format: options.format ?? "parquet",
      timezone: options.timezone ?? "Europe/Madrid",
      asOf: asOf === null ? null : isoDate(asOf),
      customersTable: "master",
      quarantine,
      progress: () => undefined,
      today: today(options.today),
      ...(options.scanned === undefined ? {} : { scanned: options.scanned }),
    });
    const months = await engine.rows("SELECT * FROM consumption_month ORDER BY customer_id, month");
    const rejected = await quarantine.rejected("consumption_hourly_2024", 100_000);
    return {
      report,
      months,
      rejected: rejected.map(({ file, line, column, reason }) => ({ file, line, column, reason })),
    };
  }
}

function today(text = "2025-11-24"): IsoDate {
  return isoDate(text);
}

/** A query for a complete grid: one row for each customer and hour, values that differ from row to row. */
export function grid(options: {
  readonly customers?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly elec?: string;
  readonly gas?: string;
}): string {
  const { customers = ["A", "B"], from = "2024-01-01 00:00:00", to = "2024-02-29 23:00:00" } = options;
  const elec = options.elec ?? "((hash(customer_id, timestamp) % 10007) / 5003.0)::DOUBLE";
  const gas = options.gas ?? "((hash(timestamp, customer_id) % 101) / 307.0)::DOUBLE";
  return `SELECT customer_id, timestamp, ${elec} AS consumption_elec_kwh, ${gas} AS consumption_gas_m3
    FROM (SELECT unnest([${customers.map(literal).join(", ")}]) AS customer_id),
         (SELECT unnest(generate_series(TIMESTAMP '${from}', TIMESTAMP '${to}', INTERVAL 1 HOUR)) AS timestamp)
    ORDER BY customer_id, timestamp`;
}
