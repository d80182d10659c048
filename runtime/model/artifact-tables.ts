import { foldsTable, referenceTable } from "../../configs/model-tables.ts";
import type { IsoDate } from "../../configs/names.ts";
import { type Engine, literal } from "../table/engine.ts";
import { tableFile } from "../table/read-table.ts";
import { writeTable } from "../table/write-table.ts";
import type { SplitRow } from "./folds.ts";
import { goldFile } from "./gold-columns.ts";

/** Writes the split beside the model, so that nobody ever derives it again. */
export async function writeFolds(
  engine: Engine,
  options: { readonly folder: string; readonly asOf: IsoDate; readonly split: readonly SplitRow[] },
): Promise<void> {
  await engine.run(
    "CREATE OR REPLACE TEMP TABLE split_rows (customer_id VARCHAR, part VARCHAR, fold INTEGER)",
  );
  const appender = await engine.connection.createAppender("split_rows");
  for (const { customerId, part, fold } of options.split) {
    appender.appendVarchar(customerId);
    appender.appendVarchar(part);
    if (fold === null) appender.appendNull();
    else appender.appendInteger(fold);
    appender.endRow();
  }
  appender.closeSync();
  await writeTable(engine, { ...options, contract: foldsTable, query: "SELECT * FROM split_rows" });
}

/** Reads the split of a model, sorted by customer. */
export async function readFolds(engine: Engine, folder: string): Promise<readonly SplitRow[]> {
  const file = literal(tableFile(foldsTable, folder));
  const rows = await engine.rows(
    `SELECT customer_id, part, fold FROM read_parquet(${file}) ORDER BY customer_id`,
  );
  return rows.map(({ customer_id, part, fold }) => ({
    customerId: String(customer_id),
    part: part === "holdout" ? "holdout" : "train",
    fold: typeof fold === "number" ? fold : null,
  }));
}

/** Writes the training rows as the model met them, with their out-of-fold probabilities: the reference for drift. */
export async function writeReference(
  engine: Engine,
  options: {
    readonly folder: string;
    readonly goldFolder: string;
    readonly asOf: IsoDate;
    readonly experiment: string;
    readonly customers: readonly string[];
    /** One for each of these customers. */
    readonly probabilities: Float64Array;
  },
): Promise<void> {
  const { folder, goldFolder, asOf, experiment, customers, probabilities } = options;
  await engine.run(
    "CREATE OR REPLACE TEMP TABLE out_of_fold_scores (customer_id VARCHAR, churn_proba DOUBLE)",
  );
  const appender = await engine.connection.createAppender("out_of_fold_scores");
  customers.forEach((customer, row) => {
    appender.appendVarchar(customer);
    appender.appendDouble(probabilities[row] ?? Number.NaN);
    appender.endRow();
  });
  appender.closeSync();
  await writeTable(engine, {
    folder,
    asOf,
    contract: referenceTable(experiment),
    query: `SELECT * FROM out_of_fold_scores JOIN read_parquet(${literal(goldFile(goldFolder))}) USING (customer_id)`,
  });
}
