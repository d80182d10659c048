import { costsByProvinceMonth, customerAttributes, type Dataset } from "../../configs/datasets.ts";
import { InputError } from "../errors.ts";
import { type Engine, identifier, literal } from "../table/engine.ts";
import type { Quarantine } from "./quarantine.ts";
import { columnList, rawTable } from "./raw-table.ts";

/** SQL of the key's parts, and the words for them. Without a key a row is known by everything it holds. */
function keyOf(dataset: Dataset): { sql: string; words: string; column: string } {
  const { key } = dataset.contract;
  if (key.length === 0) return { sql: columnList(dataset), words: "", column: "" };
  const sql = key.map((name) =>
    name === dataset.monthOf ? `strftime(${identifier(name)}, '%Y-%m')` : identifier(name),
  );
  return {
    sql: sql.join(", "),
    words: key.map((name) => (name === dataset.monthOf ? "month" : name)).join(" and "),
    column: key.at(-1) ?? "",
  };
}

/** A row of a raw table as JSON, for the quarantine. */
function rowJson(dataset: Dataset): string {
  const fields = dataset.contract.columns.map(({ name }) => `${identifier(name)} := ${identifier(name)}`);
  return `to_json(struct_pack(${fields.join(", ")}))`;
}

/**
 * Keeps the first row of each key, in the order of the file; the others go to quarantine.
 * @throws InputError when the data set is a backbone and a key repeats.
 */
export async function removeRepeatedKeys(
  engine: Engine,
  dataset: Dataset,
  quarantine: Quarantine,
): Promise<void> {
  const table = rawTable(dataset);
  const key = keyOf(dataset);
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE repeated AS SELECT id, first_id FROM (
       SELECT rowid AS id, min(rowid) OVER (PARTITION BY ${key.sql}) AS first_id FROM ${table}) WHERE id <> first_id`,
  );
  if (dataset.backbone) await refuseRepeated(engine, dataset, key);
  const same = dataset.contract.columns
    .map(({ name }) => `r.${identifier(name)} IS NOT DISTINCT FROM f.${identifier(name)}`)
    .join(" AND ");
  const reason =
    key.words === ""
      ? "'repeats an earlier row exactly'"
      : `CASE WHEN ${same} THEN ${literal(`repeats the ${key.words} of an earlier row exactly`)}
              ELSE ${literal(`repeats the ${key.words} of an earlier row with other values`)} END`;
  await quarantine.add(
    dataset.contract.name,
    `SELECT r.file, r.line, ${literal(key.column)} AS "column", ${reason} AS reason,
            (SELECT ${rowJson(dataset)} FROM ${table} WHERE rowid = d.id) AS row
     FROM repeated d JOIN ${table} r ON r.rowid = d.id JOIN ${table} f ON f.rowid = d.first_id`,
  );
  await engine.run(`DELETE FROM ${table} WHERE rowid IN (SELECT id FROM repeated); DROP TABLE repeated`);
}

async function refuseRepeated(
  engine: Engine,
  dataset: Dataset,
  key: { sql: string; words: string; column: string },
): Promise<void> {
  const [first] = await engine.rows(
    `SELECT r.file, r.line::DOUBLE AS line, f.line::DOUBLE AS earlier,
            (SELECT count(*)::DOUBLE FROM repeated) AS rows
     FROM repeated d JOIN ${rawTable(dataset)} r ON r.rowid = d.id JOIN ${rawTable(dataset)} f ON f.rowid = d.first_id
     ORDER BY d.id LIMIT 1`,
  );
  if (first === undefined) return;
  const file = String(first["file"]);
  const line = Number(first["line"]);
  throw new InputError(
    `${file}, line ${line}: its ${key.words} stands already in line ${String(first["earlier"])} ` +
      `(${String(first["rows"])} such rows); keep one row for each customer.`,
    { file, line, column: key.column },
  );
}

/** Moves rows that match the condition to quarantine. */
async function reject(
  engine: Engine,
  quarantine: Quarantine,
  dataset: Dataset,
  fault: { readonly condition: string; readonly column: string; readonly reason: string },
): Promise<void> {
  const table = rawTable(dataset);
  await quarantine.add(
    dataset.contract.name,
    `SELECT file, line, ${literal(fault.column)} AS "column", ${literal(fault.reason)} AS reason,
            ${rowJson(dataset)} AS row FROM ${table} WHERE ${fault.condition}`,
  );
  await engine.run(`DELETE FROM ${table} WHERE ${fault.condition}`);
}

const master = identifier(`raw ${customerAttributes.name}`);
const costs = identifier(`raw ${costsByProvinceMonth.name}`);

/** Rows of customers who are not in the customer master go to quarantine. */
export async function rejectOrphans(engine: Engine, quarantine: Quarantine, dataset: Dataset): Promise<void> {
  await reject(engine, quarantine, dataset, {
    condition: `customer_id NOT IN (SELECT customer_id FROM ${master})`,
    column: "customer_id",
    reason: `is not in ${customerAttributes.name}`,
  });
}

/** Customers of a province without costs go to quarantine: their margins would be wrong, not unknown. */
export async function rejectUnknownProvinces(
  engine: Engine,
  quarantine: Quarantine,
  customers: Dataset,
): Promise<void> {
  await reject(engine, quarantine, customers, {
    condition: `province_code NOT IN (SELECT province FROM ${costs})`,
    column: "province_code",
    reason: `has no rows in ${costsByProvinceMonth.name}`,
  });
}
