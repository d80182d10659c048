/**
 * How the hourly readings of a run are summed before the bronze step, where a stack leaves the long scan to a query
 * service or to several machines. The control function writes what these read, they write what the bronze step reads: all
 * below `consumption/<run>/`.
 */

/** Who scans the hourly readings of a run: a query service, several machines, or the bronze step itself. */
export type Scanner = "athena" | "shards" | "bronze";

/** Folders of a run below its place. */
export const scanFolders = {
  /** A list of the readings' files in the frozen delivery, one address a line. */
  files: "files",
  /** The hours that the readings are joined to. */
  calendar: "calendar",
  /** The result, in a folder for each attempt: a failed one leaves files behind that nobody removes. */
  slots: "slots",
  /** Lists of the delivery's files for the machines that share the readings, as SageMaker takes them. */
  manifests: "manifests",
  /** What these machines have made: `shards/<attempt>/<host>/`. */
  shards: "shards",
} as const;

export const scanFiles = {
  files: `${scanFolders.files}/files.txt`,
  /** Comma-separated values without a header, in the order of `calendarColumns`. */
  calendar: `${scanFolders.calendar}/hours.csv`,
  /** The readings, and everything else of the delivery. */
  readingsManifest: `${scanFolders.manifests}/readings.manifest`,
  othersManifest: `${scanFolders.manifests}/others.manifest`,
  /** Says why the bronze step scans the readings itself: an input of a job must not be an empty folder. */
  reason: "reason.txt",
} as const;

/** Columns of the calendar that the query joins to, with their types in SQL. */
export const calendarColumns = [
  { name: "starts_at", type: "timestamp" },
  { name: "slot", type: "integer" },
  { name: "tally", type: "double" },
] as const;

/**
 * Columns of the statement over the readings, with their types in SQL. The sums are exact, and those of doubled readings:
 * partial sums of the same slot add up exactly, and are rounded only then.
 */
export const slotColumns = [
  { name: "customer_id", type: "varchar" },
  { name: "slot", type: "integer" },
  { name: "tally", type: "double" },
  { name: "hours", type: "bigint" },
  { name: "elec_sum", type: "double" },
  { name: "gas_sum", type: "double" },
] as const;

/**
 * Name of an attempt's folder: how often the execution was redriven, and the state retried. The state that repeats a lost
 * job of several machines adds `AGAIN_ATTEMPT` to the second, so that a later attempt always has the greater numbers: who
 * reads takes the greatest.
 */
export const ATTEMPT = /^(\d+)-(\d+)$/;

/** More than a state is ever retried, which a test holds. */
export const AGAIN_ATTEMPT = 100;
