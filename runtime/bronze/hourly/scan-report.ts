import type { Scanner } from "../../../configs/hourly-scan.ts";

/** Who summed the readings, and why not the query service. */
export interface ScanReport {
  readonly by: Scanner;
  readonly because?: string;
}
