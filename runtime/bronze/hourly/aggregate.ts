import { consumptionHourly, type Timezone } from "../../../configs/datasets.ts";
import type { IsoDate } from "../../../configs/names.ts";
import { InputError } from "../../errors.ts";
import type { Engine } from "../../table/engine.ts";
import { allowedSpan, hourCalendar, SLOT_AFTER_AS_OF, type Span } from "./calendar.ts";
import { type CompletenessReport, checkCompleteness } from "./completeness.ts";
import { createConsumptionMonth } from "./consumption-month.ts";
import { type ReadingFacts, refuseEmptyColumns } from "./facts.ts";
import { loadCalendar } from "./load-calendar.ts";
import type { AggregationOptions, Origin } from "./origin.ts";
import {
  inPeriod,
  monthText,
  type ReadingPeriod,
  readingPeriod,
  refuseUnfitAsOf,
  SLOT_MONTH,
} from "./period.ts";
import type { ScanReport } from "./scan-report.ts";

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
  /** Only where somebody else may have summed the readings. */
  readonly scan?: ScanReport;
}

/**
 * Sums readings by customer, month and tariff period, wherever they are. Leaves the temporary table `consumption_month`
 * with the key (customer_id, month). Rows that break the contract go to quarantine.
 *
 * @param options.file name of the first file of readings, for messages
 * @throws InputError when the readings as a whole break their contract, or the as-of date does not fit them.
 */
export async function aggregate(
  engine: Engine,
  origin: Origin,
  options: AggregationOptions & { readonly file: string; readonly timezone: Timezone },
): Promise<ReadingsReport> {
  const { quarantine, today, asOf, file, timezone } = options;
  const { rows, facts } = origin;
  const dataset = consumptionHourly.name;
  if (rows === 0) throw new InputError(`${file} has no rows; deliver it with its data.`, { file });
  quarantine.read(dataset, rows);
  await origin.rejectUnreadable();
  refuseEmptyColumns(facts, rows, file);
  const calendar = hourCalendar(spanWithin(facts, today), timezone, asOf);
  if (asOf !== null) refuseUnfitAsOf(asOf, calendar, today);
  await loadCalendar(engine, calendar);
  const scan = await origin.sum(calendar);
  const period = await readingPeriod(engine, calendar, asOf, (hours) => origin.extremes(hours));
  const completeness = await checkCompleteness(engine, quarantine, period, origin);
  await createConsumptionMonth(engine, period);
  const report = await reportOf(engine, period, {
    ...completeness,
    readings: rows,
    readingsQuarantined: quarantine.rows(dataset),
    ...(scan === undefined ? {} : { scan }),
  });
  await engine.run("DROP TABLE slot_consumption; DROP TABLE hour_calendar");
  return report;
}

/** The span of the readings, cut to what the contract allows. */
export function spanWithin(facts: ReadingFacts, today: IsoDate): Span {
  const allowed = allowedSpan(today);
  const { first, last } = facts.span ?? { first: allowed.last, last: allowed.first };
  return { first: Math.max(first, allowed.first), last: Math.min(last, allowed.last) };
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
