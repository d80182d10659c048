import { steps } from "../../../configs/pipeline.ts";
import { prices } from "../costs/prices.ts";
import { limits, READINGS_PER_CUSTOMER, rates } from "./assumptions.ts";
import { cheapest, type Demand, least, type SizedJob } from "./machines.ts";
import { at, type Growth, growthOf, type Measured, stepGrowth } from "./measured.ts";

/** The three ways in which the bronze step can come by its sums, at any number of customers. */

export const pathNames = ["one machine", "shards", "Athena"] as const;
export type PathName = (typeof pathNames)[number];

/** A way, with the jobs that it takes. */
export interface SizedPath {
  readonly path: PathName;
  readonly jobs: readonly SizedJob[];
  /** All jobs and the query, one after the other. */
  readonly minutes: number;
  /** US dollars of one run. */
  readonly usd: number;
  /** Minutes of the query alone. */
  readonly queryMinutes?: number;
}

/** Numbers of machines that are looked at. */
const machineCounts = [2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, limits.machines];
const BRONZE_MINUTES = steps.bronze.timeoutSeconds / 60;
const MB = 1_000_000;

/** The readings of so many customers. */
export function readingsOf({ readings }: Measured, customers: number): { rows: number; mb: number } {
  const rows = customers * READINGS_PER_CUSTOMER;
  return { rows, mb: (rows * (readings.bytes / (readings.customers * READINGS_PER_CUSTOMER))) / MB };
}

/** CPU of the bronze step without its scan: the other tables, and what is made of the sums. */
function restOfBronze(measured: Measured): Growth {
  const [bronze, scan] = [stepGrowth(measured, "bronze").cpu, growthOf(measured.hourly, "cpuSeconds")];
  return {
    fixed: Math.max(0, bronze.fixed - scan.fixed),
    each: Math.max(0, bronze.each - scan.each),
  };
}

/** What each machine has to do that is given its part of the readings; its files hold its own customers. */
function scanDemand(measured: Measured, customers: number, machines: number): Demand {
  const share = customers / machines;
  return {
    downloadMb: readingsOf(measured, share).mb,
    cpuSeconds: at(growthOf(measured.hourly, "cpuSeconds"), share),
    memoryMb: at(growthOf(measured.hourly, "peakMemoryMb"), share),
  };
}

/** The bronze step that is given sums: by machines, which spare it the readings, or by Athena, which does not. */
function sumsDemand(measured: Measured, customers: number, readingsToo: boolean): Demand {
  const merge = at(growthOf([zero, measured.merge], "cpuSeconds"), customers);
  const sums = (customers * measured.sumBytesPerCustomer) / MB;
  return {
    downloadMb: sums + (readingsToo ? readingsOf(measured, customers).mb : 0),
    cpuSeconds: merge + at(restOfBronze(measured), customers),
    memoryMb: at(stepGrowth(measured, "bronze").memory, customers),
  };
}

const zero = { customers: 0, cpuSeconds: 0, peakMemoryMb: 0 };

function oneMachine(measured: Measured, customers: number, most: number): SizedPath | undefined {
  const scan = scanDemand(measured, customers, 1);
  const job = cheapest(
    1,
    {
      downloadMb: scan.downloadMb,
      cpuSeconds: at(stepGrowth(measured, "bronze").cpu, customers),
      memoryMb: at(stepGrowth(measured, "bronze").memory, customers),
    },
    Math.min(most, BRONZE_MINUTES),
  );
  return job && { path: "one machine", jobs: [job], minutes: job.minutes, usd: job.usd };
}

function shards(measured: Measured, customers: number, most: number): SizedPath | undefined {
  return least(
    machineCounts.flatMap((machines) => {
      const scan = cheapest(machines, scanDemand(measured, customers, machines), BRONZE_MINUTES);
      const merge = cheapest(1, sumsDemand(measured, customers, false), BRONZE_MINUTES);
      if (scan === undefined || merge === undefined) return [];
      const path: SizedPath = {
        path: "shards",
        jobs: [scan, merge],
        minutes: scan.minutes + merge.minutes,
        usd: scan.usd + merge.usd,
      };
      return path.minutes > most ? [] : [path];
    }),
  );
}

function athena(measured: Measured, customers: number, most: number): SizedPath | undefined {
  const { rows, mb } = readingsOf(measured, customers);
  const queryMinutes = rows / (rates.athenaMillionRowsPerSecond * MB) / 60;
  const merge = cheapest(1, sumsDemand(measured, customers, true), Math.min(most, BRONZE_MINUTES));
  if (merge === undefined || queryMinutes > limits.athenaMinutes) return undefined;
  const minutes = queryMinutes + merge.minutes;
  if (minutes > most) return undefined;
  const usd = (mb / MB) * prices.athenaTbScanned + merge.usd;
  return { path: "Athena", jobs: [merge], minutes, usd, queryMinutes };
}

/**
 * A way at so many customers: within what the guide aims at if it can be had, else within the step's own limit; undefined
 * where neither holds.
 */
export function sizedPath(measured: Measured, path: PathName, customers: number): SizedPath | undefined {
  return within(measured, path, customers, limits.aimMinutes) ?? within(measured, path, customers, Infinity);
}

/** The cheapest form of a way that takes no longer than this. */
export function within(
  measured: Measured,
  path: PathName,
  customers: number,
  most: number,
): SizedPath | undefined {
  switch (path) {
    case "one machine":
      return oneMachine(measured, customers, most);
    case "shards":
      return shards(measured, customers, most);
    case "Athena":
      return athena(measured, customers, most);
  }
}
