import { foldsTable, holdoutScores, referenceTable } from "../../configs/model-tables.ts";
import type { IsoDate } from "../../configs/names.ts";
import { appendRows } from "../table/append-rows.ts";
import { type Engine, literal } from "../table/engine.ts";
import { tableFile } from "../table/read-table.ts";
import { writeTable } from "../table/write-table.ts";
import type { SplitRow } from "./folds.ts";
import { goldFile } from "./gold-columns.ts";
import { sliceLevels } from "./slices.ts";
import type { LabelledRows } from "./training-set.ts";

/** Writes the split beside the model, so that nobody ever derives it again. */
export async function writeFolds(
  engine: Engine,
  options: { readonly folder: string; readonly asOf: IsoDate; readonly split: readonly SplitRow[] },
): Promise<void> {
  const rows = options.split.map(({ customerId, part, fold }) => ({ customer_id: customerId, part, fold }));
  const relation = await appendRows(engine, foldsTable, rows);
  await writeTable(engine, { ...options, contract: foldsTable, query: `FROM ${relation}` });
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
  await engine.append("out_of_fold_scores", (appender) => {
    for (const [row, customer] of customers.entries()) {
      appender.appendVarchar(customer);
      appender.appendDouble(probabilities[row] ?? Number.NaN);
      appender.endRow();
    }
  });
  await writeTable(engine, {
    folder,
    asOf,
    contract: referenceTable(experiment),
    query: `SELECT * FROM out_of_fold_scores JOIN read_parquet(${literal(goldFile(goldFolder))}) USING (customer_id)`,
  });
}

/** Writes what the model says about its holdout, with the outcome and the columns to slice by. */
export async function writeHoldoutScores(
  engine: Engine,
  options: {
    readonly folder: string;
    readonly asOf: IsoDate;
    readonly holdout: LabelledRows;
    /** Calibrated, one for each row of the holdout. */
    readonly probabilities: Float64Array;
  },
): Promise<void> {
  const { folder, asOf, holdout, probabilities } = options;
  const { gold, labels } = holdout;
  const [segment, channel, region, tenure] = [
    sliceLevels(gold, "segment"),
    sliceLevels(gold, "sales_channel"),
    sliceLevels(gold, "region"),
    sliceLevels(gold, "tenure_bucket"),
  ];
  const rows = gold.customerId.map((customer, row) => ({
    customer_id: customer,
    churn: labels[row] ?? Number.NaN,
    churn_proba: probabilities[row] ?? Number.NaN,
    segment: segment[row] ?? null,
    sales_channel: channel[row] ?? null,
    region: region[row] ?? null,
    tenure_bucket: tenure[row] ?? null,
  }));
  const relation = await appendRows(engine, holdoutScores, rows);
  await writeTable(engine, { contract: holdoutScores, query: `FROM ${relation}`, folder, asOf });
}
