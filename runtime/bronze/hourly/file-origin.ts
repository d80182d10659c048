import { consumptionHourly } from "../../../configs/datasets.ts";
import type { Engine } from "../../table/engine.ts";
import type { CalendarHour } from "./calendar.ts";
import { timestampLiteral } from "./clock.ts";
import type { ReadingFacts } from "./facts.ts";
import { createRejected, hasFaultyRows, rejectFaultyRows } from "./faults.ts";
import { type AggregationOptions, type Origin, quarantineColumns } from "./origin.ts";
import { createSurplusSums, listHoursOfRows, listSurplusOfRows } from "./present-hours.ts";
import { withRowProgress } from "./progress.ts";
import type { Source } from "./readings.ts";
import type { ScanReport } from "./scan-report.ts";
import { takeScanned } from "./scanned.ts";
import { sumReadings } from "./statement.ts";

const dataset = consumptionHourly.name;

/** What the files' origin is told beside the files. */
export interface FileOriginOptions extends AggregationOptions {
  /** Folder with what a query service has made of the readings. The result is the same without it. */
  readonly scanned?: string;
}

/** The readings in the views that `openReadings` has made. */
export function fileOrigin(
  engine: Engine,
  source: Source,
  facts: ReadingFacts,
  options: FileOriginOptions,
): Origin {
  const { quarantine, customersTable, today } = options;
  return {
    rows: source.rows,
    facts,
    rejectUnreadable: async () => {
      await quarantine.add(dataset, `SELECT ${quarantineColumns} FROM unreadable_reading`);
      await quarantine.enforce(dataset);
    },
    sum: async (calendar) => {
      const readable = source.rows - quarantine.rows(dataset);
      const scan = await fillSlots(engine, source, { ...options, facts, calendar, readable });
      await createRejected(engine);
      const rules = { customersTable, today };
      if (facts.suspectsRange || (await hasFaultyRows(engine, { ...rules, readable })))
        await rejectFaultyRows(engine, quarantine, { ...rules, rows: source.rows });
      await createSurplusSums(engine);
      return scan;
    },
    extremes: async ({ first, last }) => {
      const row = await engine.row(
        `SELECT epoch_ms(min(timestamp))::DOUBLE AS first, epoch_ms(max(timestamp))::DOUBLE AS last FROM readings
         WHERE timestamp >= ${timestampLiteral(first)} AND timestamp < ${timestampLiteral(last)} + INTERVAL 1 HOUR`,
      );
      return { first: Number(row["first"]), last: Number(row["last"]) };
    },
    listHours: () => listHoursOfRows(engine),
    listSurplus: () => listSurplusOfRows(engine),
    surplusSums: () => "FROM surplus_sum",
  };
}

/** Fills `slot_consumption`: from what a query service has made of the readings if that holds, by a scan if not. */
async function fillSlots(
  engine: Engine,
  source: Source,
  known: Pick<FileOriginOptions, "scanned" | "progress"> & {
    readonly facts: ReadingFacts;
    readonly calendar: readonly CalendarHour[];
    readonly readable: number;
  },
): Promise<ScanReport | undefined> {
  const { scanned, facts, calendar, readable: rows, progress } = known;
  const native = source.statistics !== undefined;
  const because =
    scanned === undefined || !native
      ? "they had to be converted first"
      : await takeScanned(engine, scanned, { calendar, span: facts.span, rows });
  if (because === undefined) return { by: "athena" };
  await withRowProgress(engine, { task: "Sum the hourly readings", rows, progress }, () =>
    sumReadings(engine),
  );
  return scanned === undefined ? undefined : { by: "bronze", because };
}
