import type { Column } from "../../configs/contract.ts";
import type { Dataset } from "../../configs/datasets.ts";
import type { IsoDate } from "../../configs/names.ts";
import { contractChecks } from "../table/checks.ts";
import { type Engine, identifier, literal } from "../table/engine.ts";
import type { Quarantine } from "./quarantine.ts";
import { columnList, rawTable, textTable } from "./raw-table.ts";

const MIDNIGHT = "([ T]00:00(:00(\\.0+)?)?(Z|[+-]00(:?00)?)?)?";
const DECIMAL = "[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|[+-]?(nan|inf|infinity)";

interface Conversion {
  /** SQL that gives the typed value, or null where the text is none. */
  readonly value: string;
  /** What is wrong with a text that is none. */
  readonly fault: string;
}

/**
 * How a text becomes a value. Strict, because casts are not: DuckDB takes `1.5` for the integer 2, `1_000` for 1000
 * and `2024-1-5` for a date.
 */
function conversionOf(column: Column): Conversion {
  const text = identifier(column.name);
  const matches = (pattern: string) => `regexp_full_match(trim(${text}), ${literal(pattern)}, 'i')`;
  switch (column.type) {
    case "text":
      return { value: text, fault: "is not a text" };
    case "integer":
      return {
        value: `CASE WHEN ${matches("[+-]?\\d{1,9}(\\.0+)?")} THEN TRY_CAST(trim(${text}) AS DOUBLE)::INTEGER END`,
        fault: "is not a whole number",
      };
    case "number":
      return {
        value: `CASE WHEN ${matches(DECIMAL)} THEN TRY_CAST(trim(${text}) AS DOUBLE) END`,
        fault: "is not a number",
      };
    case "flag":
      return {
        value: `CASE WHEN ${matches("1(\\.0+)?|true")} THEN 1::TINYINT WHEN ${matches("0(\\.0+)?|false")} THEN 0::TINYINT END`,
        fault: "is not 0 or 1",
      };
    case "date":
      return {
        value: `CASE WHEN ${matches(`\\d{4}-\\d{2}-\\d{2}${MIDNIGHT}`)} THEN TRY_CAST(left(trim(${text}), 10) AS DATE) END`,
        fault: "is not a date of the form YYYY-MM-DD",
      };
    case "month":
      return {
        value: `CASE WHEN ${matches(`\\d{4}-(0[1-9]|1[0-2])(-\\d{2}${MIDNIGHT})?`)} THEN left(trim(${text}), 7) END`,
        fault: "is not a month of the form YYYY-MM",
      };
    case "timestamp":
    case "texts":
      throw new Error(`Columns of type ${column.type} are not read here: ${column.name}.`);
  }
}

/** SQL that gives the first fault of a row as {column, reason}, in the order of the columns; null for a good row. */
function faultOf(dataset: Dataset, today: IsoDate): string {
  const { columns } = dataset.contract;
  const checks = contractChecks(dataset.contract);
  const cases = columns.flatMap((column) => {
    const typed = identifier(column.name);
    const when = (violated: string, reason: string) =>
      `WHEN ${violated} THEN {'column': ${literal(column.name)}, 'reason': ${literal(reason)}}`;
    const conversion = conversionOf(column);
    return [
      when(`${typed} IS NULL AND ${identifier(`text ${column.name}`)} IS NOT NULL`, conversion.fault),
      ...checks
        .filter((check) => check.column === column.name)
        .map((check) => when(check.violated, check.fault)),
      ...(column.notInFuture === true
        ? [when(`${typed} > DATE ${literal(today)}`, "lies in the future")]
        : []),
    ];
  });
  return `CASE ${cases.join(" ")} END`;
}

/**
 * Turns a data set's text table into its raw table: the contract's types, and only rows that keep the contract. The
 * others go to quarantine with the first thing that is wrong with them.
 */
export async function convert(
  engine: Engine,
  dataset: Dataset,
  quarantine: Quarantine,
  today: IsoDate,
): Promise<void> {
  const { columns, name } = dataset.contract;
  const converted = columns.map(
    (column) =>
      `${identifier(column.name)} AS ${identifier(`text ${column.name}`)}, ` +
      `${conversionOf(column).value} AS ${identifier(column.name)}`,
  );
  const text = textTable(dataset);
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE checked AS SELECT *, ${faultOf(dataset, today)} AS fault
     FROM (SELECT file, line, ${converted.join(", ")} FROM ${text})`,
  );
  const fields = columns.map(
    (column) => `${identifier(column.name)} := ${identifier(`text ${column.name}`)}`,
  );
  await quarantine.add(
    name,
    `SELECT file, line, fault['column'] AS "column", fault['reason'] AS reason,
            to_json(struct_pack(${fields.join(", ")})) AS row
     FROM checked WHERE fault IS NOT NULL`,
  );
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE ${rawTable(dataset)} AS
     SELECT file, line, ${columnList(dataset)} FROM checked WHERE fault IS NULL`,
  );
  await engine.run(`DROP TABLE checked; DROP TABLE ${text}`);
}
