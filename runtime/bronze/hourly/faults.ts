import { consumptionHourly, customerAttributes } from "../../../configs/datasets.ts";
import type { IsoDate } from "../../../configs/names.ts";
import { contractChecks } from "../../table/checks.ts";
import { type Engine, literal } from "../../table/engine.ts";
import { MAX_QUARANTINED_SHARE, type Quarantine } from "../quarantine.ts";

/** Rows kept in quarantine when so many are at fault that the run stops anyway. */
const ROWS_SHOWN = 1_000;

/** A row of `located_readings` as JSON, for the quarantine. */
export const ROW_JSON = `to_json({customer_id: customer_id, timestamp: timestamp::VARCHAR,
  consumption_elec_kwh: consumption_elec_kwh::VARCHAR, consumption_gas_m3: consumption_gas_m3::VARCHAR})`;

export interface FaultOptions {
  readonly customersTable: string;
  readonly today: IsoDate;
  /** Rows in the files. */
  readonly rows: number;
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
 * Sends rows that are at fault by themselves to quarantine and lists them in the table `rejected_reading`
 * (file_index, line, customer_id).
 *
 * @throws InputError when they are more than 1 % of the rows; then only the first of them are kept.
 */
export async function rejectFaultyRows(
  engine: Engine,
  quarantine: Quarantine,
  options: FaultOptions,
): Promise<void> {
  const dataset = consumptionHourly.name;
  const faulty = `SELECT *, ${faultOf(options)} AS fault FROM located_readings`;
  const count = await engine.number(`SELECT count(*)::DOUBLE FROM (${faulty}) WHERE fault IS NOT NULL`);
  const before = quarantine.rows(dataset);
  const tooMany = before + count > options.rows * MAX_QUARANTINED_SHARE;
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE faulty_reading AS SELECT file_index, file, line, customer_id,
       fault['column'] AS "column", fault['reason'] AS reason, ${ROW_JSON} AS row
     FROM (${faulty}) WHERE fault IS NOT NULL ${tooMany ? `ORDER BY file_index, line LIMIT ${ROWS_SHOWN}` : ""}`,
  );
  await quarantine.add(dataset, `SELECT file, line, "column", reason, row FROM faulty_reading`);
  if (tooMany) await quarantine.enforce(dataset, before + count);
  await engine.run(
    `INSERT INTO rejected_reading SELECT file_index, line, customer_id FROM faulty_reading;
     DROP TABLE faulty_reading;
     DELETE FROM slot_consumption
     WHERE customer_id IS NULL OR customer_id NOT IN (SELECT customer_id FROM ${options.customersTable})`,
  );
}
