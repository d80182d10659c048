import { z } from "zod";
import type { Contract } from "../../../configs/contract.ts";
import { profileSchema } from "../../../runtime/table/profile.ts";
import type { OpenRun } from "../../lake/open-run.ts";
import { type Source, SourceFault } from "../../lake/source.ts";
import { keyOf } from "./tables.ts";

const range = z.union([z.string(), z.number()]).nullable();

/** What a run found in a table. Profiles are newer than the rest; one that cannot be understood is let be. */
const qualitySchema = z.object({
  asOf: z.string(),
  contractVersion: z.number(),
  rows: z.number(),
  columns: z.array(
    z.object({
      name: z.string(),
      nullShare: z.number(),
      nullBudget: z.number(),
      min: range,
      max: range,
      profile: profileSchema.optional().catch(undefined),
    }),
  ),
});
export type Quality = Readonly<z.infer<typeof qualitySchema>>;
export type ColumnQuality = Quality["columns"][number];

const known = new WeakMap<OpenRun, Map<string, Promise<Quality | undefined>>>();

/**
 * The report on a table's quality, read once for each open run; undefined where the run has none.
 * @throws SourceFault when it cannot be read
 */
export function qualityOf(source: Source, run: OpenRun, contract: Contract): Promise<Quality | undefined> {
  const key = keyOf(run, contract, ".quality.json");
  if (key === undefined) return Promise.resolve(undefined);
  const reports = known.get(run) ?? new Map<string, Promise<Quality | undefined>>();
  known.set(run, reports);
  const before = reports.get(key);
  if (before !== undefined) return before;
  const report = read(source, key);
  reports.set(key, report);
  report.catch(() => reports.delete(key));
  return report;
}

async function read(source: Source, key: string): Promise<Quality | undefined> {
  const stored = await source.read(key);
  if (stored === undefined) return undefined;
  try {
    return qualitySchema.parse(JSON.parse(stored.text));
  } catch (thrown) {
    throw new SourceFault(`${key} is not a report on a table's quality.`, { cause: thrown });
  }
}
