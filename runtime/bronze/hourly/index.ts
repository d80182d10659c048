import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { consumptionHourly, type Timezone } from "../../../configs/datasets.ts";
import type { Scanner } from "../../../configs/hourly-scan.ts";
import type { IsoDate } from "../../../configs/names.ts";
import { GAS_KWH_PER_M3, periodOfKind, slotKinds, tariffPeriods } from "../../../configs/tariff.ts";
import { InputError } from "../../errors.ts";
import type { Progress } from "../../step.ts";
import type { Engine } from "../../table/engine.ts";
import type { Format } from "../format.ts";
import type { Quarantine } from "../quarantine.ts";
import { allowedSpan, type CalendarHour, hourCalendar, SLOT_AFTER_AS_OF, type Span } from "./calendar.ts";
import { type CompletenessReport, checkCompleteness } from "./completeness.ts";
import { type ReadingFacts, readingFacts, refuseEmptyColumns } from "./facts.ts";
import { hasFaultyRows, rejectFaultyRows } from "./faults.ts";
import { loadCalendar } from "./load-calendar.ts";
import { monthText, type ReadingPeriod, readingPeriod, refuseUnfitAsOf } from "./period.ts";
import { withRowProgress } from "./progress.ts";
import type { Source } from "./readings.ts";
import { takeScanned } from "./scanned.ts";
import { openReadings } from "./source.ts";

export interface AggregateOptions {
  /** The file of readings, or its parts in their order: the first row of a repeated hour stays. */
  readonly files: readonly string[];
  readonly format: Format;
  /** The clock of the readings (D2). */
  readonly timezone: Timezone;
  /** Last day that may be looked at; null: the last complete month decides (D1). */
  readonly asOf: IsoDate | null;
  /** SQL name of a table whose `customer_id` lists the known customers. */
  readonly customersTable: string;
  readonly quarantine: Quarantine;
  readonly progress: Progress;
  /** No reading and no as-of date may lie after this day. */
  readonly today: IsoDate;
  /** Folder with what a query service has made of the readings. The result is the same without it. */
  readonly scanned?: string;
}

/** What the scan of the readings found. */
export interface ReadingsReport extends CompletenessReport {
  readonly asOf: IsoDate;
  /** Rows in the files. */
  readonly readings: number;
  /** Rows that went into the monthly consumption. */
  readonly readingsUsed: number;
  readonly readingsQuarantined: number;
  /** Good rows that nothing reads, because they lie after the as-of date. */
  readonly readingsAfterAsOf: number;
  /** Months (`YYYY-MM`) at the edges of the data that were dropped, because they hold less than a day, and their rows. */
  readonly droppedMonths: readonly string[];
  readonly readingsInDroppedMonths: number;
  /** Customers of the master with at least one reading. */
  readonly customers: number;
  readonly firstMonth: string;
  readonly lastMonth: string;
  /** Who summed the readings, and why not the query service; only where there is one. */
  readonly scan?: { readonly by: Scanner; readonly because?: string };
}

/** The statement over the readings; it reads the relations `readings` and `hour_calendar`. */
const monthlyConsumptionSql = readFileSync(new URL("./monthly-consumption.sql", import.meta.url), "utf8");

/** The sums by slot are rounded to whole ten-thousandths, so that everything made from them is exact (D10). */
const UNITS = 10_000;

/** SQL of a slot's sum in these units. The statement sums doubled readings, and leaves none where all are missing. */
function unitsOf(sum: string): string {
  return `coalesce(round(${sum} * ${UNITS / 2}e0), 0)`;
}

/**
 * Sums the hourly readings by customer, month and tariff period, in one pass and bounded memory. Leaves the temporary
 * table `consumption_month` with the key (customer_id, month). Rows that break the contract go to quarantine.
 * The result depends neither on threads nor on how the readings are split into files.
 *
 * @throws InputError when the readings as a whole break their contract, or the as-of date does not fit them.
 */
export async function aggregateReadings(engine: Engine, options: AggregateOptions): Promise<ReadingsReport> {
  const { quarantine, today } = options;
  const dataset = consumptionHourly.name;
  const file = basename(options.files[0] ?? dataset);
  using source = await openReadings(engine, options);
  if (source.rows === 0) throw new InputError(`${file} has no rows; deliver it with its data.`, { file });
  quarantine.read(dataset, source.rows);
  await quarantine.enforce(dataset);
  const readable = source.rows - quarantine.rows(dataset);

  const facts = await readingFacts(engine, source);
  refuseEmptyColumns(facts, file);
  const calendar = hourCalendar(spanWithin(facts, today), options.timezone, options.asOf);
  if (options.asOf !== null) refuseUnfitAsOf(options.asOf, calendar, today);
  await loadCalendar(engine, calendar);
  const scan = await fillSlots(engine, source, { ...options, facts, calendar, readable });

  await engine.run(
    "CREATE OR REPLACE TEMP TABLE rejected_reading (file_index INTEGER, line BIGINT, customer_id VARCHAR)",
  );
  const rules = { customersTable: options.customersTable, today, rows: source.rows };
  if (facts.suspectsRange || (await hasFaultyRows(engine, { ...rules, readable })))
    await rejectFaultyRows(engine, quarantine, rules);
  const period = await readingPeriod(engine, calendar, options.asOf);
  const completeness = await checkCompleteness(engine, quarantine, period);
  await sumChangedCustomersAgain(engine);
  await createConsumptionMonth(engine, period);
  const report = await reportOf(engine, period, {
    ...completeness,
    readings: source.rows,
    readingsQuarantined: quarantine.rows(dataset),
    ...(scan === undefined ? {} : { scan }),
  });
  await dropTables(engine);
  return report;
}

async function sumReadings(engine: Engine): Promise<void> {
  // The calendar spans the readings, so that a filter on its times drops no row: it costs 4 % of the CPU for nothing.
  await engine.run("SET disabled_optimizers = 'join_filter_pushdown'");
  await engine.run(`CREATE OR REPLACE TEMP TABLE slot_consumption AS ${monthlyConsumptionSql}`);
  await engine.run("RESET disabled_optimizers");
}

/** Fills `slot_consumption`: from what a query service has made of the readings if that holds, by a scan if not. */
async function fillSlots(
  engine: Engine,
  source: Source,
  known: Pick<AggregateOptions, "scanned" | "progress"> & {
    readonly facts: ReadingFacts;
    readonly calendar: readonly CalendarHour[];
    readonly readable: number;
  },
): Promise<ReadingsReport["scan"]> {
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

/** The span of the readings, cut to what the contract allows. */
function spanWithin(facts: ReadingFacts, today: IsoDate): Span {
  const allowed = allowedSpan(today);
  const { first, last } = facts.span ?? { first: allowed.last, last: allowed.first };
  return { first: Math.max(first, allowed.first), last: Math.min(last, allowed.last) };
}

/** Forms the sums of customers with rejected rows again, from their good rows, by the same statement. */
async function sumChangedCustomersAgain(engine: Engine): Promise<void> {
  const changed = await engine.number("SELECT count(*)::DOUBLE FROM changed_customer");
  if (changed === 0) return;
  await engine.run(
    `CREATE OR REPLACE TEMP VIEW readings AS
     SELECT customer_id, timestamp, consumption_elec_kwh, consumption_gas_m3
     FROM located_readings SEMI JOIN changed_customer USING (customer_id)
       ANTI JOIN rejected_reading USING (file_index, line)`,
  );
  await engine.run(
    "DELETE FROM slot_consumption WHERE customer_id IN (SELECT customer_id FROM changed_customer)",
  );
  await engine.run(`INSERT INTO slot_consumption ${monthlyConsumptionSql}`);
}

/** SQL of a slot's month, by its number. */
const SLOT_MONTH = `(slot // ${slotKinds.length})`;

function periodSlots(period: (typeof tariffPeriods)[number]): string {
  const kinds = slotKinds.flatMap((kind, index) => (periodOfKind(kind) === period ? [index] : []));
  return `slot % ${slotKinds.length} IN (${kinds.join(", ")})`;
}

function inPeriod({ firstMonth, lastMonth }: ReadingPeriod): string {
  return `slot <> ${SLOT_AFTER_AS_OF} AND ${SLOT_MONTH} BETWEEN ${firstMonth} AND ${lastMonth}`;
}

async function createConsumptionMonth(engine: Engine, period: ReadingPeriod): Promise<void> {
  const measures = [
    { name: "elec_kwh", units: "elec", factor: 1 },
    { name: "gas_m3", units: "gas", factor: 1 },
    { name: "gas_kwh", units: "gas", factor: GAS_KWH_PER_M3 },
  ];
  // Whole numbers are multiplied and divided only once summed, so that each figure is the nearest one there is.
  const inUnit = (units: string, factor: number) => `(${units}) * ${factor} / ${UNITS}`;
  const total = (units: string) => tariffPeriods.map((period) => `${units}_${period}`).join(" + ");
  const figures = [
    ...measures.map(({ name, units, factor }) => `${inUnit(total(units), factor)} AS monthly_${name}`),
    ...measures.flatMap(({ name, units, factor }) =>
      tariffPeriods.map((tier) => `${inUnit(`${units}_${tier}`, factor)} AS ${name}_${tier}`),
    ),
  ];
  const sums = ["elec", "gas"].flatMap((units) =>
    tariffPeriods.map(
      (tier) =>
        `coalesce(sum(${unitsOf(`${units}_sum`)}) FILTER (${periodSlots(tier)}), 0) AS ${units}_${tier}`,
    ),
  );
  const holiday = `slot % ${slotKinds.length} = ${slotKinds.indexOf("holiday")}`;
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE consumption_month AS
     SELECT customer_id, printf('%04d-%02d', month // 12, month % 12 + 1) AS month, ${figures.join(", ")},
            holiday_hours_in_month::INTEGER AS holiday_hours_in_month, hours::INTEGER AS hours
     FROM (SELECT customer_id, ${SLOT_MONTH} AS month, ${sums.join(", ")}, sum(hours) AS hours,
                  coalesce(sum(hours) FILTER (${holiday}), 0) AS holiday_hours_in_month
           FROM slot_consumption WHERE ${inPeriod(period)} GROUP BY customer_id, ${SLOT_MONTH})`,
  );
}

async function reportOf(
  engine: Engine,
  period: ReadingPeriod,
  known: CompletenessReport & Pick<ReadingsReport, "readings" | "readingsQuarantined" | "scan">,
): Promise<ReadingsReport> {
  const dropped = period.droppedMonths;
  const inDropped = dropped.length === 0 ? "false" : `${SLOT_MONTH} IN (${dropped.join(", ")})`;
  const facts = await engine.row(
    `SELECT count(DISTINCT customer_id)::DOUBLE AS customers,
            coalesce(sum(hours) FILTER (${inPeriod(period)}), 0)::DOUBLE AS used,
            coalesce(sum(hours) FILTER (slot <> ${SLOT_AFTER_AS_OF} AND ${inDropped}), 0)::DOUBLE AS dropped,
            coalesce(sum(hours), 0)::DOUBLE AS good
     FROM slot_consumption`,
  );
  const [used, inDroppedMonths] = [Number(facts["used"]), Number(facts["dropped"])];
  return {
    ...known,
    asOf: period.asOf,
    readingsUsed: used,
    readingsAfterAsOf: Number(facts["good"]) - used - inDroppedMonths,
    droppedMonths: dropped.map(monthText),
    readingsInDroppedMonths: inDroppedMonths,
    customers: Number(facts["customers"]),
    firstMonth: monthText(period.firstMonth),
    lastMonth: monthText(period.lastMonth),
  };
}

async function dropTables(engine: Engine): Promise<void> {
  await engine.run("DROP VIEW readings; DROP VIEW located_readings");
  for (const table of ["slot_consumption", "rejected_reading", "changed_customer", "suspect_customer"])
    await engine.run(`DROP TABLE ${table}`);
  await engine.run("DROP TABLE hour_calendar");
}
