/**
 * What cannot be measured without an account: rates of the services, and their limits as AWS's pages state them. Change
 * a rate to what you see, and run `npm run sizing` again.
 */
export const rates = {
  /** S3 to a machine's disk, in MB a second: what a disk of SageMaker takes down, not what the network would carry. */
  downloadMbPerSecond: 200,
  /** Making a machine, fetching the image and clearing up, in minutes, for which all machines of a job are paid. */
  startMinutes: 4,
  /** Share of the processors that a step keeps busy: the rest waits for memory, disks and other threads. */
  parallel: 0.8,
  /** Rows that Athena sums in a second, in millions. */
  athenaMillionRowsPerSecond: 50,
  /** One copy within S3, in MB a second. */
  copyMbPerSecond: 100,
  /** Share of a machine's memory that a step may need: the rest is for the system. */
  usableMemory: 0.8,
  /** Free disk beside a step's inputs, as a share of them. */
  spareDisk: 0.3,
} as const;

/** Limits of services and of our own machine. */
export const limits = {
  /** What this guide aims at for the bronze step, where it can be had. */
  aimMinutes: 30,
  /** Machines of a processing job: SageMaker's limit. An account starts with far fewer of each type. */
  machines: 100,
  /** Disk of one machine. */
  diskGb: 16_384,
  /** A query of Athena, unless the quota is raised. */
  athenaMinutes: 30,
  /** A function of Lambda: the control function freezes a delivery by copies within S3. */
  lambdaSeconds: 900,
  /** Copies at once, and parts of each file above 5 GB at once (`runtime/control/bucket-freezer.ts`). */
  copies: { files: 4, parts: 8 },
} as const;

/** Sizes that the guide looks at. */
export const customerCounts = [20_099, 1_000_000, 10_000_000, 100_000_000] as const;
/** Readings of a customer: the hours of 2024, as in 176.5 million of 20,099 customers. */
export const READINGS_PER_CUSTOMER = 8784;
