import { consumptionHourly, customerAttributes } from "../../../configs/datasets.ts";
import type { IsoDate } from "../../../configs/names.ts";
import { contractChecks } from "../../table/checks.ts";
import { type Engine, literal } from "../../table/engine.ts";
import { MAX_QUARANTINED_SHARE, type Quarantine } from "../quarantine.ts";
import { sumsOver } from "./statement.ts";

/** Rows kept in quarantine when so many are at fault that the run stops anyway. */
export const ROWS_SHOWN = 1_000;

/** A row of `located_readings` as JSON, for the quarantine. */
export const ROW_JSON = `to_json({customer_id: customer_id, timestamp: timestamp::VARCHAR,
  consumption_elec_kwh: consumption_elec_kwh::VARCHAR, consumption_gas_m3: consumption_gas_m3::VARCHAR})`;

export interface FaultOptions {
  /** SQL name of a table whose `customer_id` lists the known customers. */
  readonly customersTable: string;
  readonly today: IsoDate;
}

/** An empty table for the places of rows that are at fault by themselves. */
export async function createRejected(engine: Engine): Promise<void> {
  await engine.run(
    "CREATE OR REPLACE TEMP TABLE rejected_reading (file_index INTEGER, line BIGINT, customer_id VARCHAR)",
  );
}

/** SQL that gives the first fault of a row by itself as {column, reason}; null for a good row. */
function faultOf({ customersTable, today }: FaultOptions): string {
  const when = (violated: string, column: string, reason: string) =>
    `WHEN ${violated} THEN {'column': ${literal(column)}, 'reason': ${literal(reason)}}`;
  const checks = contractChecks(consumptionHourly);
  const checksOf = (name: string) =>
    checks
      .filter(({ column }) => column === name)
      .map(({ violated, column, fault }) => when(violated, column, fault));
  return `CASE
    ${when("coalesce(customer_id, '') = ''", "customer_id", "is empty")}
    ${checksOf("timestamp").join(" ")}
    ${when(`timestamp >= DATE ${literal(today)} + INTERVAL 1 DAY`, "timestamp", "lies in the future")}
    ${when("date_trunc('hour', timestamp) <> timestamp", "timestamp", "is not a full hour")}
    ${checksOf("consumption_elec_kwh").join(" ")}
    ${checksOf("consumption_gas_m3").join(" ")}
    ${when(`customer_id NOT IN (SELECT customer_id FROM ${customersTable})`, "customer_id", `is not in ${customerAttributes.name}`)}
    END`;
}

/** SQL of the rows that are at fault by themselves, each with its first fault. */
export function faultyRows(options: FaultOptions): string {
  return `SELECT file_index, file, line, customer_id, timestamp, fault['column'] AS "column", fault['reason'] AS reason,
      ${ROW_JSON} AS row
    FROM (SELECT *, ${faultOf(options)} AS fault FROM located_readings) WHERE fault IS NOT NULL`;
}

/**
 * Is a row at fault by itself? Answered from what the scan left: rows that found no hour of the calendar, customers
 * who are not in the master, and sums that are no numbers.
 */
export async function hasFaultyRows(
  engine: Engine,
  options: FaultOptions & { readonly readable: number },
): Promise<boolean> {
  const facts = await engine.row(
    `SELECT coalesce(sum(hours), 0)::DOUBLE AS joined,
            coalesce(bool_or(NOT isfinite(elec_sum) OR NOT isfinite(gas_sum)), false) AS infinite,
            coalesce(bool_or(customer_id IS NULL
              OR customer_id NOT IN (SELECT customer_id FROM ${options.customersTable})), false) AS strangers
     FROM slot_consumption`,
  );
  return facts["joined"] !== options.readable || facts["infinite"] === true || facts["strangers"] === true;
}

/**
 * Sends rows that are at fault by themselves to quarantine, lists them in the table `rejected_reading` (file_index, line,
 * customer_id), and takes them out of `slot_consumption`.
 *
 * @throws InputError when they are more than 1 % of the rows; then only the first of them are kept.
 */
export async function rejectFaultyRows(
  engine: Engine,
  quarantine: Quarantine,
  options: FaultOptions & { readonly rows: number },
): Promise<void> {
  const { rows, customersTable } = options;
  const count = await engine.number(`SELECT count(*)::DOUBLE FROM (${faultyRows(options)})`);
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE faulty_reading AS
     FROM (${faultyRows(options)}) ${firstOfTooMany(quarantine, { count, rows })}`,
  );
  await addFaultyRows(quarantine, { faulty: "FROM faulty_reading", count, rows });
  await engine.run(
    `INSERT INTO rejected_reading SELECT file_index, line, customer_id FROM faulty_reading;
     DROP TABLE faulty_reading`,
  );
  await sumGoodRows(engine, customersTable);
}

/** SQL that leaves only the first rows where so many are at fault that the run stops anyway. */
function firstOfTooMany(
  quarantine: Quarantine,
  found: { readonly count: number; readonly rows: number },
): string {
  const rejected = quarantine.rows(consumptionHourly.name) + found.count;
  return rejected > found.rows * MAX_QUARANTINED_SHARE ? `ORDER BY file_index, line LIMIT ${ROWS_SHOWN}` : "";
}

/**
 * Adds rows at fault to the quarantine.
 * @param options.faulty SQL of the rows, in the columns of `faultyRows`
 * @throws InputError when more than 1 % of the rows are at fault; then only the first of them are kept.
 */
export async function addFaultyRows(
  quarantine: Quarantine,
  { faulty, ...found }: { readonly faulty: string; readonly count: number; readonly rows: number },
): Promise<void> {
  const dataset = consumptionHourly.name;
  const rejected = quarantine.rows(dataset) + found.count;
  await quarantine.add(dataset, `FROM (${faulty}) ${firstOfTooMany(quarantine, found)}`);
  await quarantine.enforce(dataset, rejected);
}

/** Forms the sums of customers with rejected rows again, from their good rows; strangers have none. */
export async function sumGoodRows(engine: Engine, customersTable: string): Promise<void> {
  const rows = `SELECT customer_id, timestamp, consumption_elec_kwh, consumption_gas_m3
    FROM located_readings SEMI JOIN changed_customer USING (customer_id)
      ANTI JOIN rejected_reading USING (file_index, line)`;
  await engine.run(
    `DELETE FROM slot_consumption
     WHERE customer_id IS NULL OR customer_id NOT IN (SELECT customer_id FROM ${customersTable});
     CREATE OR REPLACE TEMP TABLE changed_customer AS SELECT DISTINCT customer_id FROM rejected_reading
     WHERE customer_id IN (SELECT customer_id FROM slot_consumption);
     DELETE FROM slot_consumption WHERE customer_id IN (SELECT customer_id FROM changed_customer);
     INSERT INTO slot_consumption ${sumsOver(rows)};
     DROP TABLE changed_customer`,
  );
}
