/**
 * How the hourly readings of a run reach a query service and come back, where a stack leaves the long scan to one. The
 * control function writes what the query reads, the query writes what the bronze step reads: all below `consumption/<run>/`.
 */

/** Who scans the hourly readings of a run. */
export type Scanner = "athena" | "bronze";

/** Folders of a run below its place. */
export const scanFolders = {
  /** A list of the readings' files in the frozen delivery, one address a line. */
  files: "files",
  /** The hours that the readings are joined to. */
  calendar: "calendar",
  /** The result, in a folder for each attempt: a failed one leaves files behind that nobody removes. */
  slots: "slots",
} as const;

export const scanFiles = {
  files: `${scanFolders.files}/files.txt`,
  /** Comma-separated values without a header, in the order of `calendarColumns`. */
  calendar: `${scanFolders.calendar}/hours.csv`,
  /** Says why the query service was not asked: an input of a job must not be an empty folder. */
  reason: "reason.txt",
} as const;

/** Columns of the calendar that the query joins to, with their types in SQL. */
export const calendarColumns = [
  { name: "starts_at", type: "timestamp" },
  { name: "slot", type: "integer" },
  { name: "tally", type: "double" },
] as const;

/** Columns of the query's result, with their types in SQL. */
export const slotColumns = [
  { name: "customer_id", type: "varchar" },
  { name: "slot", type: "integer" },
  { name: "tally", type: "double" },
  { name: "hours", type: "bigint" },
  { name: "elec_units", type: "double" },
  { name: "gas_units", type: "double" },
] as const;

/** Name of an attempt's folder: how often the execution was redriven, and the state retried. */
export const ATTEMPT = /^(\d+)-(\d+)$/;
