import { z } from "zod";
import { importance } from "../../configs/scored-tables.ts";
import { InputError } from "../errors.ts";
import { type Engine, literal } from "../table/engine.ts";
import type { PublishedRun } from "./published-run.ts";

export const importanceRowSchema = z.object({
  feature: z.string(),
  mean_effect: z.number(),
  value_correlation: z.number().nullable(),
});
/** How much a feature moves the scores of all customers of a run. */
export type ImportanceRow = Readonly<z.infer<typeof importanceRowSchema>>;

/** SQL that reads all of it, the largest effect first. */
export const IMPORTANCE_QUERY = `SELECT ${Object.keys(importanceRowSchema.shape).join(", ")} FROM importance
  ORDER BY mean_effect DESC, feature`;

/**
 * How much each feature moves the scores of all customers of the published run, the largest effect first.
 * @throws InputError when the run was scored before this was written down
 */
export async function readImportance(
  published: PublishedRun,
  engine: Engine,
): Promise<readonly ImportanceRow[]> {
  const file = await published.table("scored", importance).catch((thrown: unknown) => {
    if (!(thrown instanceof InputError)) throw thrown;
    throw new InputError(
      `Run ${published.run} was scored by an older version, which did not write down what moves all scores: run the ` +
        "pipeline again (spanishgas run --force).",
    );
  });
  await engine.run(`CREATE TEMP VIEW importance AS SELECT * FROM read_parquet(${literal(file)})`);
  return z.array(importanceRowSchema).parse(await engine.rows(IMPORTANCE_QUERY));
}
