import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isoDate } from "../../configs/names.ts";
import { Quarantine } from "../../runtime/bronze/quarantine.ts";
import { InputError } from "../../runtime/errors.ts";
import { Engine } from "../../runtime/table/engine.ts";
import { temporaryFolder } from "../support/folders.ts";

let engine: Engine;
let folder: string;

beforeEach(async () => {
  folder = temporaryFolder("quarantine-");
  engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: folder });
});
afterEach(() => engine[Symbol.dispose]());

const bad = (line: number | null, column: string, value: string, reason: string) =>
  `SELECT 'churn_label.csv' AS file, ${line} AS line, '${column}' AS "column", '${reason}' AS reason,
          '{"${column}":"${value}"}' AS row`;

describe("Quarantine", () => {
  it("keeps rejected rows with file, line and reason, in the order of the file, and counts reasons", async () => {
    const quarantine = new Quarantine(engine);
    quarantine.read("churn_label", 300);
    quarantine.read("customer_contracts", 20);
    expect(await quarantine.add("churn_label", bad(9, "churn", "2", "is not 0 or 1"))).toBe(1);
    expect(
      await quarantine.add(
        "churn_label",
        `${bad(4, "churn", "x", "is not 0 or 1")} UNION ALL ${bad(7, "customer_id", "", "is empty")}`,
      ),
    ).toBe(2);
    expect(quarantine.total).toBe(3);
    await quarantine.finish(folder, isoDate("2024-12-31"));
    expect(readdirSync(folder).filter((name) => /parquet|json/.test(name))).toEqual([
      "churn_label.parquet",
      "summary.json",
    ]);
    const rows = await engine.rows(`SELECT * FROM '${join(folder, "churn_label.parquet")}'`);
    expect(rows.map((row) => [row["line"], row["column"], row["row"]])).toEqual([
      [4n, "churn", '{"churn":"x"}'],
      [7n, "customer_id", '{"customer_id":""}'],
      [9n, "churn", '{"churn":"2"}'],
    ]);
    const metadata = await engine.rows(
      `SELECT decode(key) AS key, decode(value) AS value
       FROM parquet_kv_metadata('${join(folder, "churn_label.parquet")}')`,
    );
    expect(metadata).toEqual([{ key: "as_of", value: "2024-12-31" }]);
    expect(JSON.parse(readFileSync(join(folder, "summary.json"), "utf8"))).toEqual({
      as_of: "2024-12-31",
      limit: 0.01,
      datasets: [
        {
          dataset: "churn_label",
          rows_read: 300,
          rows_quarantined: 3,
          reasons: [
            { column: "churn", reason: "is not 0 or 1", rows: 2 },
            { column: "customer_id", reason: "is empty", rows: 1 },
          ],
        },
        { dataset: "customer_contracts", rows_read: 20, rows_quarantined: 0, reasons: [] },
      ],
    });
  });

  it("stops above 1 % of the rows, names the first of them and writes nothing", async () => {
    const quarantine = new Quarantine(engine);
    quarantine.read("churn_label", 199);
    await quarantine.add("churn_label", bad(9, "churn", "2", "is not 0 or 1"));
    await quarantine.enforce("churn_label");
    await quarantine.add("churn_label", bad(3, "churn", "1,0", "is not a number"));
    const error: unknown = await quarantine
      .finish(folder, isoDate("2024-12-31"))
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({
      message:
        "churn_label.csv: 2 of 199 rows (1.0 %, the limit is 1 %) break the contract, the first in line 3: " +
        "churn is not a number; write decimals with a point, not with a comma.",
      location: { file: "churn_label.csv", column: "churn", line: 3 },
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("accepts exactly 1 %", async () => {
    const quarantine = new Quarantine(engine);
    quarantine.read("churn_label", 100);
    await quarantine.add("churn_label", bad(null, "", "", "is broken"));
    await expect(quarantine.enforce("churn_label")).resolves.toBeUndefined();
  });
});
