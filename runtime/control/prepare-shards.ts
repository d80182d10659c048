import { type Scanner, scanFiles } from "../../configs/hourly-scan.ts";
import { readingsDataset } from "../bronze/hourly/readings.ts";
import type { LakeTexts } from "../lake/lake.ts";
import { placePrefix } from "../lake/places.ts";
import { holds } from "../pipeline/delivered-files.ts";
import { deliveryPrefix } from "../pipeline/freeze.ts";
import type { ScanRequest } from "./prepare-scan.ts";

/** Who sums the readings of a run, and on how many machines. */
export interface SharedScan {
  readonly scanner: Scanner;
  readonly machines: number;
}

/**
 * Writes two lists of the frozen delivery's files, as SageMaker takes them: the readings, which it deals out to the
 * machines, and everything else, which each of them is given. A machine without a file would be paid for nothing, so that
 * there are never more machines than files; a single file is left to the bronze step.
 */
export async function prepareShards(
  lake: Pick<LakeTexts, "location" | "write">,
  { run, files }: Pick<ScanRequest, "run" | "files">,
  machines: number,
): Promise<SharedScan> {
  const dataset = readingsDataset();
  const isReading = (name: string) => holds(dataset, name);
  const names = files.map(({ name }) => name);
  const readings = names.filter(isReading);
  const others = names.filter((name) => !isReading(name));
  const shared = Math.min(machines, readings.length);
  // A list without a file is none; a delivery without the others is the bronze step's to complain of.
  if (shared < 2 || others.length === 0) return { scanner: "bronze", machines: 1 };
  const folder = placePrefix("consumption", { run: run.id, delivery: run.delivery });
  const prefix = `${lake.location}/${deliveryPrefix(run.delivery)}`;
  const list = (listed: readonly string[]) => `${JSON.stringify([{ prefix }, ...listed])}\n`;
  await lake.write(`${folder}${scanFiles.readingsManifest}`, list(readings));
  await lake.write(`${folder}${scanFiles.othersManifest}`, list(others));
  return { scanner: "shards", machines: shared };
}
