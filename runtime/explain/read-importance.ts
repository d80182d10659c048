import { z } from "zod";
import { importance } from "../../configs/explanation-tables.ts";
import { InputError } from "../errors.ts";
import { type Engine, literal } from "../table/engine.ts";
import { IMPORTANCE_QUERY, type ImportanceRow, importanceRowSchema } from "./importance-rows.ts";
import type { PublishedRun } from "./published-run.ts";

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
