import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Column, Contract } from "../../configs/contract.ts";
import type { IsoDate } from "../../configs/names.ts";
import { ContractError } from "../errors.ts";
import { jsonText } from "../json.ts";
import { contractChecks, sqlType } from "./checks.ts";
import { type Engine, identifier, literal } from "./engine.ts";
import { type QualityReport, qualityOf } from "./quality.ts";

function quoted(columns: readonly Column[], wrap: (column: Column) => string): string {
  return columns.map(wrap).join(", ");
}

async function failOnBrokenContract(engine: Engine, contract: Contract, relation: string): Promise<void> {
  const checks = contractChecks(contract);
  const counts = await engine.row(
    `SELECT ${checks.map((check, index) => `count(*) FILTER (${check.violated})::DOUBLE AS c${index}`).join(", ")}
     FROM ${relation}`,
  );
  const broken = checks
    .map((check, index) => ({ check, rows: Number(counts[`c${index}`]) }))
    .filter(({ rows }) => rows > 0);
  const [first] = broken;
  if (first !== undefined) {
    throw new ContractError(
      `Table ${contract.name}: ${first.rows} rows break the rule that ${first.check.column} ${first.check.rule}` +
        `${broken.length > 1 ? ` (and ${broken.length - 1} more rules are broken)` : ""}.`,
    );
  }
  if (contract.key.length === 0) return;
  const key = contract.key.map(identifier).join(", ");
  const repeated = await engine.number(
    `SELECT count(*)::DOUBLE FROM (SELECT 1 FROM ${relation} GROUP BY ${key} HAVING count(*) > 1)`,
  );
  if (repeated > 0)
    throw new ContractError(
      `Table ${contract.name}: ${repeated} values of its key (${contract.key}) repeat.`,
    );
}

/**
 * Writes the result of `query` as `<folder>/<contract.name>.parquet`: the contract's columns in its order and types,
 * sorted by its key, checked against it, with a quality report beside it. The bytes depend on the data alone.
 *
 * @throws ContractError when the result breaks the contract; no file is written then.
 */
export async function writeTable(
  engine: Engine,
  options: {
    readonly contract: Contract;
    readonly query: string;
    readonly folder: string;
    readonly asOf: IsoDate;
    /** Columns to sort by instead of the key. Must make the order total. */
    readonly orderBy?: string;
    /**
     * Rows of a Parquet row group, a multiple of 2,048: a reader who looks for a key skips the other groups.
     * @default 122880, DuckDB's own
     */
    readonly rowGroupRows?: number;
  },
): Promise<QualityReport> {
  const { contract, query, folder, asOf } = options;
  const relation = identifier(`written ${contract.name}`);
  const select = quoted(
    contract.columns,
    (column) => `CAST(${identifier(column.name)} AS ${sqlType(column)}) AS ${identifier(column.name)}`,
  );
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${relation} AS SELECT ${select} FROM (${query})`);
  await failOnBrokenContract(engine, contract, relation);
  const report = await qualityOf(engine, contract, relation, asOf);
  const overspent = report.columns.find((column) => column.nullShare > column.nullBudget);
  if (overspent !== undefined) {
    throw new ContractError(
      `Table ${contract.name}: ${(overspent.nullShare * 100).toFixed(1)} % of ${overspent.name} is empty; ` +
        `its null budget is ${(overspent.nullBudget * 100).toFixed(1)} %.`,
    );
  }
  const order = options.orderBy ?? contract.key.map(identifier).join(", ");
  const rowGroups = options.rowGroupRows === undefined ? "" : ` ROW_GROUP_SIZE ${options.rowGroupRows},`;
  await engine.run(
    `COPY (SELECT * FROM ${relation} ORDER BY ${order}) TO ${literal(join(folder, `${contract.name}.parquet`))}
     (FORMAT parquet, COMPRESSION zstd,${rowGroups} KV_METADATA {
       contract: ${literal(contract.name)}, contract_version: ${literal(String(contract.version))}, as_of: ${literal(asOf)}
     })`,
  );
  await engine.run(`DROP TABLE ${relation}`);
  await writeFile(join(folder, `${contract.name}.quality.json`), jsonText(report));
  return report;
}
