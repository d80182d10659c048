import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { bronzeCustomer, bronzeCustomerMonth, bronzeProvinceMonth } from "../../configs/bronze-tables.ts";
import type { Contract } from "../../configs/contract.ts";
import { isoDate } from "../../configs/names.ts";
import { Engine, identifier } from "../../runtime/table/engine.ts";
import { writeTable } from "../../runtime/table/write-table.ts";
import { customerRow, loadRows, monthRow, provinceRow } from "../support/bronze-fixture.ts";
import { temporaryFolder } from "../support/folders.ts";
import { digests, runLayers } from "../support/run-layers.ts";

const CUSTOMERS = 10_500;

/** A random number from 0 to 1, by customer and month: sums of such depend on the order of adding. */
const random = (salt: number) => `hash(i, m, ${salt})::DOUBLE / 18446744073709551616.0`;

/** 126,000 customer months: two row groups, so that two threads do share the work. */
async function prepare(folder: string): Promise<void> {
  mkdirSync(folder);
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 500, scratch: folder });
  const write = (contract: Contract, query: string) =>
    writeTable(engine, { contract, query, folder, asOf: isoDate("2024-12-31") });
  await loadRows(engine, bronzeCustomer, [customerRow({})]);
  await loadRows(engine, bronzeCustomerMonth, [monthRow({})]);
  await loadRows(engine, bronzeProvinceMonth, [provinceRow({})]);
  const customers = `(SELECT 'C' || i AS id, i FROM range(${CUSTOMERS}) t(i))`;
  await write(
    bronzeCustomer,
    `SELECT bronze_customer.* REPLACE (id AS customer_id, i % 10 = 0 AS is_industrial) FROM bronze_customer, ${customers}`,
  );
  await write(
    bronzeCustomerMonth,
    `SELECT bronze_customer_month.* REPLACE (id AS customer_id, printf('2024-%02d', m) AS month,
       200 * ${random(1)} AS monthly_elec_kwh, 60 * ${random(2)} AS elec_kwh_tier_1_peak,
       CASE WHEN i % 5 = 0 THEN 40 * ${random(3)} ELSE 0 END AS monthly_gas_m3,
       CASE WHEN hash(i, m, 4) % 7 > 0 THEN 0.1 + ${random(4)} / 10 END AS variable_price_tier1_eur_kwh)
     FROM bronze_customer_month, ${customers}, range(1, 13) r(m)`,
  );
  await write(
    bronzeProvinceMonth,
    `SELECT bronze_province_month.* REPLACE (printf('2024-%02d', m) AS month,
       0.07 + hash(m)::DOUBLE / 18446744073709551616.0 / 50 AS elec_var_cost_eur_kwh)
     FROM ${identifier("bronze_province_month")}, range(1, 13) r(m)`,
  );
}

it("gives the same bytes with 1 and with 2 threads", async () => {
  const folder = temporaryFolder();
  await prepare(join(folder, "bronze"));
  const one = digests(await runLayers(folder, { threads: 1 }));
  const two = digests(await runLayers(folder, { threads: 2 }));
  expect(two).toEqual(one);
  expect(Object.keys(one).length).toBe(22); // eleven tables with a quality report each
});
