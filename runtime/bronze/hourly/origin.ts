import type { IsoDate } from "../../../configs/names.ts";
import type { Progress } from "../../step.ts";
import type { Quarantine } from "../quarantine.ts";
import type { CalendarHour, Span } from "./calendar.ts";
import type { FileTime } from "./clock.ts";
import type { ReadingFacts } from "./facts.ts";
import type { ScanReport } from "./scan-report.ts";

/** Columns of `surplus_reading`: what the quarantine takes of a row. */
export const quarantineColumns = `file, line, "column", reason, row`;

/** What the aggregation is told, wherever the readings are. */
export interface AggregationOptions {
  /** Last day that may be looked at; null: the last complete month decides (D1). */
  readonly asOf: IsoDate | null;
  /** SQL name of a table whose `customer_id` lists the known customers. */
  readonly customersTable: string;
  readonly quarantine: Quarantine;
  readonly progress: Progress;
  /** No reading and no as-of date may lie after this day. */
  readonly today: IsoDate;
}

/**
 * The readings of a delivery, as the aggregation asks for them: in the files, or in what several machines have made of
 * them. Both give the same tables, row by row.
 */
export interface Origin {
  /** Rows in the files. */
  readonly rows: number;
  readonly facts: ReadingFacts;
  /** Sends rows that could not be split or converted to quarantine; so many that the run stops anyway may be cut off. */
  rejectUnreadable(): Promise<void>;
  /**
   * Fills `slot_consumption` with the sums of the rows that are good by themselves, and sends the others to quarantine.
   * The table `hour_calendar` stands.
   * @throws InputError when more than 1 % of the rows are at fault.
   */
  sum(calendar: readonly CalendarHour[]): Promise<ScanReport | undefined>;
  /** First and last time of the rows between two hours, both included; rows at fault by themselves count, too. */
  extremes(hours: Span): Promise<{ readonly first: FileTime; readonly last: FileTime }>;
  /**
   * Fills `customer_word` (customer_id, word, hours, rows, double_rows) with the hours that the good rows of the slots in
   * `wanted_slot` (customer_id, slot) have: `hours` are bits of the word, `double_rows` are those of an hour that the
   * clock shows twice.
   */
  listHours(): Promise<void>;
  /**
   * Fills `surplus_reading` with the good rows within the words of `some_word` (customer_id, word) whose hour stands in
   * earlier rows as often as the clock shows it.
   */
  listSurplus(): Promise<void>;
  /** SQL of the sums of all rows that were listed so, in the columns of `slot_consumption`; a slot may stand repeatedly. */
  surplusSums(): string;
}
