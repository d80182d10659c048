import { basename } from "node:path";
import type { Dataset } from "../../configs/datasets.ts";
import { CancelledError, InputError, messageOf, ResourceError } from "../errors.ts";
import { type Engine, identifier, literal } from "../table/engine.ts";
import { checkColumns } from "./columns.ts";
import { type ReadResult, textTable } from "./raw-table.ts";

/** The columns of a Parquet file with their DuckDB types. @throws InputError when the file is damaged. */
export async function parquetColumns(
  engine: Engine,
  path: string,
): Promise<readonly { readonly name: string; readonly type: string }[]> {
  const rows = await unlessDamaged(basename(path), () =>
    engine.rows(`DESCRIBE SELECT * FROM read_parquet(${literal(path)})`),
  );
  return rows.map((row) => ({ name: String(row["column_name"]), type: String(row["column_type"]) }));
}

/** Refuses columns that hold lists, structures or bytes. */
export function refuseNestedTypes(
  dataset: Dataset,
  file: string,
  columns: readonly { readonly name: string; readonly type: string }[],
): void {
  const wanted = dataset.contract.columns.map((column) => column.name);
  const nested = columns.find(
    ({ name, type }) => wanted.includes(name) && /STRUCT|MAP|UNION|\[|BLOB/.test(type),
  );
  if (nested !== undefined)
    throw new InputError(
      `${file}: column ${nested.name} has the type ${nested.type}; write one text, number or date per row.`,
      { file, column: nested.name },
    );
}

/**
 * Reads one Parquet file into the data set's text table. Texts of numbers and dates are exact in both directions.
 * @throws InputError when the file is damaged, lacks a column, or holds nested values.
 */
export async function readParquet(engine: Engine, dataset: Dataset, path: string): Promise<ReadResult> {
  const file = basename(path);
  const columns = await parquetColumns(engine, path);
  const extra = checkColumns(
    dataset,
    file,
    columns.map((column) => column.name),
  );
  refuseNestedTypes(dataset, file, columns);
  const table = textTable(dataset);
  const values = dataset.contract.columns.map(({ name }) => `nullif(${identifier(name)}::VARCHAR, '')`);
  await unlessDamaged(file, () =>
    engine.run(
      `INSERT INTO ${table} SELECT ${literal(file)}, file_row_number + 1, ${values.join(", ")}
       FROM read_parquet(${literal(path)}, file_row_number=true) ORDER BY file_row_number`,
    ),
  );
  const rows = await engine.number(`SELECT num_rows::DOUBLE FROM parquet_file_metadata(${literal(path)})`);
  return { rows, extra };
}

/** Whatever DuckDB says of a file that it cannot decode: its words differ with what was damaged. */
async function unlessDamaged<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const ours = thrown instanceof ResourceError || thrown instanceof CancelledError;
    if (ours || /out of memory/i.test(messageOf(thrown))) throw thrown;
    throw new InputError(`${file} is a damaged Parquet file; upload it again.`, { file });
  }
}
