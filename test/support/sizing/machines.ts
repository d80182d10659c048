import { type InstanceType, instanceTypes, isInstanceType } from "../../../configs/instance-types.ts";
import { machineHour } from "../costs/machine-hour.ts";
import { prices } from "../costs/prices.ts";
import { limits, rates } from "./assumptions.ts";

/** What a job asks of each of its machines. */
export interface Demand {
  readonly downloadMb: number;
  readonly cpuSeconds: number;
  readonly memoryMb: number;
}

/** A job as it would run. */
export interface SizedJob {
  readonly instanceType: InstanceType;
  readonly machines: number;
  readonly minutes: number;
  readonly memoryGb: number;
  readonly diskGb: number;
  /** US dollars. */
  readonly usd: number;
}

/** One of each size: of families that cost the same, the oldest. */
const candidates: readonly InstanceType[] = Object.keys(instanceTypes)
  .filter(isInstanceType)
  .filter((type) => /^ml\.(?:m5|c5|r5)\./.test(type));

const LEAST_DISK_GB = 30;
const HOURS_OF_MONTH = prices.hours;

/** The job on machines of one type; undefined where they are too small for it. */
export function jobOn(instanceType: InstanceType, machines: number, demand: Demand): SizedJob | undefined {
  const { vcpus, memoryGb } = instanceTypes[instanceType];
  const diskGb = Math.max(LEAST_DISK_GB, Math.ceil((demand.downloadMb / 1000) * (1 + rates.spareDisk)));
  if (demand.memoryMb / 1024 > memoryGb * rates.usableMemory || diskGb > limits.diskGb) return undefined;
  const working =
    demand.downloadMb / rates.downloadMbPerSecond + demand.cpuSeconds / (vcpus * rates.parallel);
  const minutes = rates.startMinutes + working / 60;
  const hour = machineHour(instanceType) + (diskGb * prices.machineDiskGbMonth) / HOURS_OF_MONTH;
  return {
    instanceType,
    machines,
    minutes,
    memoryGb: demand.memoryMb / 1024,
    diskGb,
    usd: (machines * hour * minutes) / 60,
  };
}

/** The cheapest machines that end the job in time; undefined where none do. */
export function cheapest(machines: number, demand: Demand, mostMinutes: number): SizedJob | undefined {
  return least(
    candidates.flatMap((type) => {
      const job = jobOn(type, machines, demand);
      return job === undefined || job.minutes > mostMinutes ? [] : [job];
    }),
  );
}

/** The cheapest of several; undefined of none. */
export function least<T extends { readonly usd: number }>(all: readonly T[]): T | undefined {
  return all.reduce<T | undefined>(
    (best, one) => (best === undefined || one.usd < best.usd ? one : best),
    undefined,
  );
}
