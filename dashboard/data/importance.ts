import { z } from "zod";
import {
  IMPORTANCE_QUERY,
  type ImportanceRow,
  importanceRowSchema,
} from "../../runtime/explain/importance-rows.ts";
import { oncePerRun } from "./once-per-run.ts";

/**
 * How much each feature moves the scores of all customers of the run, the largest effect first; undefined where the run
 * lacks the table.
 */
export const importanceOf = oncePerRun(
  async ({ database, files }): Promise<readonly ImportanceRow[] | undefined> =>
    files.importance === undefined
      ? undefined
      : z.array(importanceRowSchema).parse(await database.rows(IMPORTANCE_QUERY)),
);
