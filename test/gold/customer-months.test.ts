import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { customerMonths } from "../../configs/customer-months.ts";
import { isoDate } from "../../configs/names.ts";
import { CUSTOMER_MONTHS_ROW_GROUP } from "../../runtime/gold/customer-months.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { tableFile } from "../../runtime/table/read-table.ts";
import { writeTable } from "../../runtime/table/write-table.ts";
import { customerRow, monthRow, provinceRow } from "../support/bronze-fixture.ts";
import { sharedFolder } from "../support/folders.ts";
import { yearOf } from "../support/gold-fixture.ts";
import { prepareBronze, runLayers } from "../support/run-layers.ts";

const asOf = isoDate("2024-12-31");
const root = sharedFolder("spanishgas-customer-months-");

describe("the customers' months", () => {
  const ids = Array.from({ length: 40 }, (_, row) => `C${String(row).padStart(5, "0")}`);
  // Amounts that no rounding leaves as they are, gaps, and a customer without any month.
  const months = ids.slice(1).flatMap((id, row) =>
    yearOf(monthRow, id, (index) => ({
      monthly_elec_kwh: (row + 1) / 7 + Math.sqrt(index * 31 + row),
      elec_kwh_tier_1_peak: (row + 1) / 21,
      monthly_gas_m3: row % 5 === 0 ? (index + 1) / 3 : 0,
      gas_variable_price_eur_m3: row % 5 === 0 ? 0.75 : null,
    })).filter((_, index) => (row + index) % 9 > 0),
  );
  const pairs = [
    ["elec_kwh", "monthly_elec_kwh"],
    ["gas_m3", "monthly_gas_m3"],
    ["revenue_eur", "total_revenue"],
    ["cost_eur", "total_cost"],
    ["margin_eur", "total_margin"],
  ] as const;

  beforeAll(async () => {
    await prepareBronze(
      root,
      {
        customers: ids.map((id) => customerRow({ customer_id: id })),
        months,
        provinces: yearOf(provinceRow, "", () => ({})).map(({ province, month, ...costs }) => ({
          province,
          month,
          elec_var_cost_eur_kwh: costs.elec_var_cost_eur_kwh,
          gas_var_cost_eur_m3: costs.gas_var_cost_eur_m3,
          peaje_elec_eur_kwh: costs.peaje_elec_eur_kwh,
        })),
      },
      { asOf, salt: 3 },
    );
    await runLayers(root);
  });

  it("are silver's, row for row and bit for bit, sorted by customer and month", async () => {
    using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: root });
    const read = (layer: string, name: string) =>
      engine.rows(`FROM read_parquet(${literal(join(root, layer, `${name}.parquet`))})`);
    const rows = await read("gold", customerMonths.name);
    const silver = await read("silver", "silver_customer_month");
    expect(rows.length).toBe(months.length);
    expect(rows).toEqual(
      silver.map((row) => ({
        customer_id: row["customer_id"],
        month: row["month"],
        ...Object.fromEntries(pairs.map(([name, source]) => [name, row[source]])),
      })),
    );
    const keys = rows.map((row) => `${row["customer_id"]} ${row["month"]}`);
    expect(keys).toEqual(keys.toSorted());
  });
});

it("lie in row groups so small that one customer's year is read without the others'", async () => {
  using engine = await Engine.open({ threads: 2, memoryLimitMb: 300, scratch: root });
  const folder = join(root, "many");
  mkdirSync(folder);
  const customers = 5_000;
  await writeTable(engine, {
    contract: customerMonths,
    query: `SELECT printf('C%05d', i) AS customer_id, printf('2024-%02d', m) AS month, i / 7 AS elec_kwh, 0 AS gas_m3,
      m / 3 AS revenue_eur, 1 AS cost_eur, m / 3 - 1 AS margin_eur
      FROM range(${customers}) c(i), range(1, 13) r(m) ORDER BY hash(i, m)`,
    folder,
    asOf,
    rowGroupRows: CUSTOMER_MONTHS_ROW_GROUP,
  });
  const groups = await engine.rows(
    `SELECT row_group_num_rows::INTEGER AS rows, stats_min_value AS first, stats_max_value AS last
     FROM parquet_metadata(${literal(tableFile(customerMonths, folder))}) WHERE path_in_schema = 'customer_id'
     ORDER BY row_group_id`,
  );
  const rows = groups.map((group) => Number(group["rows"]));
  expect(Math.max(...rows)).toBeLessThanOrEqual(CUSTOMER_MONTHS_ROW_GROUP);
  expect(rows.reduce((sum, each) => sum + each, 0)).toBe(customers * 12);
  expect(rows.length).toBe(Math.ceil((customers * 12) / CUSTOMER_MONTHS_ROW_GROUP));
  const holding = groups.filter(({ first, last }) => String(first) <= "C02500" && "C02500" <= String(last));
  expect(holding.length).toBe(1);
});
