import { z } from "zod";
import { keptForEver } from "../data/source-memory.ts";
import { type Source, SourceFault } from "./source.ts";

/** What a run did, as it wrote it down at its end. What a newer version adds is let be. */

const factsSchema = z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()]));
/** The facts of a step. */
export type Facts = Readonly<z.infer<typeof factsSchema>>;

const reportSchema = z.object({
  run_id: z.string(),
  delivery_id: z.string(),
  mode: z.string(),
  as_of: z.string().nullable(),
  experiment: z.string(),
  started_at: z.string(),
  ended_at: z.string(),
  /** The model that scored; null where none could. */
  champion: z.string().nullable(),
  /** The model that the run trained. */
  candidate: z
    .object({ version: z.string(), promoted: z.boolean(), reasons: z.array(z.string()) })
    .nullable(),
  steps: z.array(
    z.object({
      step: z.string(),
      seconds: z.number(),
      cpu_seconds: z.number(),
      /** MB of 1,000,000 bytes. */
      peak_memory_mb: z.number(),
      facts: factsSchema,
    }),
  ),
});
export type RunReport = Readonly<z.infer<typeof reportSchema>>;

/** A run as the pipeline names it: it becomes part of a path. */
const RUN = /^[\w-]{1,64}$/;

/** The facts in what a task returned; undefined where it returned something else. */
export function factsOf(result: unknown): Facts | undefined {
  return factsSchema.safeParse(result).data;
}

/** Is this a run's id, so that files may be looked for under it? */
export function isRunName(text: string): boolean {
  return RUN.test(text);
}

/**
 * The report of a run that has come to its end, read once; undefined where there is none that this version understands.
 * @throws SourceFault when the lake cannot be read
 */
const reportOf = keptForEver(async (source, run): Promise<RunReport | undefined> => {
  if (!isRunName(run)) return undefined;
  const stored = await source.read(`monitoring/${run}/run_report.json`);
  if (stored === undefined) return undefined;
  try {
    return reportSchema.safeParse(JSON.parse(stored.text)).data;
  } catch {
    return undefined;
  }
});

/** The same for what can be shown without it: undefined, too, where the lake cannot be read. */
export async function reportIfReadable(source: Source, run: string): Promise<RunReport | undefined> {
  try {
    return await reportOf(source, run);
  } catch (thrown) {
    if (thrown instanceof SourceFault) return undefined;
    throw thrown;
  }
}
