import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { slotColumns } from "../../configs/hourly-scan.ts";
import { isoDate } from "../../configs/names.ts";
import { scanSql, unloadSql } from "../../infra/scale/query.ts";
import { scanTables } from "../../infra/scale/tables.ts";
import { hourCalendar } from "../../runtime/bronze/hourly/calendar.ts";
import { Engine } from "../../runtime/table/engine.ts";
import { temporaryFolder } from "../support/folders.ts";
import { type TrinoGrammar, trinoGrammar } from "../support/trino.ts";

/**
 * One statement for two engines. Trino's grammar stands for Athena's, which is made from it: whether Athena plans and runs
 * the statement is for an account to show. `scale-machine.test.ts` executes the expression that carries it.
 */

const statement = readFileSync(
  new URL("../../runtime/bronze/hourly/monthly-consumption.sql", import.meta.url),
  "utf8",
);
const DATABASE = "spanishgas_dev_hourly_scan";
const RUN = "0123456789ab-1";

describe("Trino's grammar", () => {
  let faults: TrinoGrammar;
  beforeAll(async () => {
    faults = await trinoGrammar();
  });

  test("takes the statement as it lies in its file, comments and all", () => {
    expect(faults(statement)).toEqual([]);
  });

  test("takes it as it is sent, over the two tables of a run", () => {
    expect(faults(scanSql(DATABASE, RUN))).toEqual([]);
  });

  test.each([
    "SELECT * EXCLUDE (a) FROM t",
    "SELECT a FROM t QUALIFY row_number() OVER () = 1",
    "SELECT a // 2 FROM t",
    "SELECT a::INTEGER FROM t",
    "SELECT sum(a) FILTER (a > 1) FROM t",
    "SELECT a FROM read_parquet('x')",
    "SELECT a FROM t GROUP BY ALL",
    "FROM t",
    "SELECT a, FROM t",
  ])("refuses what DuckDB alone understands: %s", (sql) => {
    expect(faults(sql)).not.toEqual([]);
  });

  test.each([
    ["SUM(doubled.elec_kwh)", "SUM(doubled.elec_kwh // 2)"],
    ["GROUP BY doubled.customer_id, hour_calendar.slot", "GROUP BY ALL"],
    ["AS BIGINT) AS hours", "AS BIGINT)::INTEGER AS hours"],
  ])("refuses the statement when %s becomes %s", (piece, other) => {
    expect(statement).toContain(piece);
    expect(faults(statement.replace(piece, other))).not.toEqual([]);
  });
});

describe("what Athena is asked for", () => {
  const asked = unloadSql({ database: DATABASE, bucket: "spanishgas-data-dev", run: RUN, attempt: "2-1" });

  /**
   * https://docs.aws.amazon.com/athena/latest/ug/unload.html:
   * UNLOAD (SELECT …) TO 's3://amzn-s3-demo-bucket/my_folder/' WITH ( property_name = 'expression' [, …] )
   */
  test("is the documented form around the statement, to a folder of its own", () => {
    expect(asked).toBe(
      `UNLOAD (${scanSql(DATABASE, RUN)}) ` +
        "TO 's3://spanishgas-data-dev/consumption/0123456789ab-1/slots/2-1/' " +
        "WITH (format = 'PARQUET', compression = 'SNAPPY')",
    );
  });

  test("is one statement without an end, a comment or a line break, of a length that Athena takes", () => {
    expect(asked).not.toMatch(/;|--|\/\*|\n/);
    expect(Buffer.byteLength(asked), "262,144 bytes").toBeLessThan(262_144);
  });

  test("holds the statement's file word by word", () => {
    const words = statement.replace(/--.*$/gm, "").trim().split(/\s+/).join(" ");
    expect(asked).toContain(` ${words}) TO `);
  });
});

describe("on DuckDB", () => {
  /** Readings as they are delivered, missing, negative and at the clock's change among them. */
  const readings = `SELECT 'c' || (i % 7) AS customer_id,
      TIMESTAMP '2024-03-30 00:00:00' + INTERVAL 1 HOUR * (i // 7) AS "timestamp",
      CASE WHEN i % 11 = 0 THEN NULL ELSE round(sin(i) * 3, 4) END AS consumption_elec_kwh,
      CASE WHEN i % 5 = 0 THEN NULL ELSE round(cos(i), 4) END AS consumption_gas_m3
    FROM range(700) t(i)`;
  async function opened(): Promise<Engine> {
    const scratch = temporaryFolder("statement-");
    const engine = await Engine.open({ threads: 2, memoryLimitMb: 200, scratch });
    const span = { first: Date.UTC(2024, 2, 30), last: Date.UTC(2024, 3, 4) };
    const hours = hourCalendar(span, "Europe/Madrid", isoDate("2024-04-02")).map(
      ({ startsAt, slot, tally }) => `(make_timestamp(${startsAt * 1000}), ${slot}, ${tally}::DOUBLE)`,
    );
    await engine.run(
      `CREATE TEMP TABLE readings AS ${readings};
       CREATE TEMP TABLE hour_calendar AS SELECT * FROM (VALUES ${hours.join(", ")}) h (starts_at, slot, tally)`,
    );
    return engine;
  }

  test("the text that Athena is sent gives what the bronze step's own statement gives, to the bit", async () => {
    using engine = await opened();
    const order = "ORDER BY customer_id, slot";
    const own = await engine.rows(`SELECT * FROM (${statement}) ${order}`);
    await engine.run(
      `ATTACH ':memory:' AS catalog; CREATE SCHEMA catalog.${DATABASE};
       CREATE TABLE catalog.${DATABASE}.readings AS SELECT '${RUN}' AS run, * FROM readings;
       INSERT INTO catalog.${DATABASE}.readings SELECT '0123456789ab-2' AS run, * FROM readings;
       CREATE TABLE catalog.${DATABASE}.hour_calendar AS SELECT '${RUN}' AS run, * FROM hour_calendar;
       DROP TABLE readings; DROP TABLE hour_calendar; USE catalog`,
    );
    const sent = await engine.rows(`SELECT * FROM (${scanSql(DATABASE, RUN)}) ${order}`);
    expect(own.length).toBeGreaterThan(20);
    expect(sent).toEqual(own);
  });

  test("the result has the columns and types that the bronze step takes", async () => {
    using engine = await opened();
    const described = await engine.rows(`DESCRIBE ${statement}`);
    expect(described.map((row) => [row["column_name"], String(row["column_type"]).toLowerCase()])).toEqual(
      slotColumns.map(({ name, type }) => [name, type]),
    );
  });
});

test("every column that the statement is given is one of the tables', of a type that Parquet keeps", () => {
  const types = new Map(
    scanTables.map(({ name, columns }) => [name, new Map(columns.map((c) => [c.name, c.type]))]),
  );
  const given = [...scanSql(DATABASE, RUN).matchAll(/(\w+) AS \(SELECT ([^)]+?) FROM "/g)];
  expect(given.map(([, table]) => table)).toEqual(["readings", "hour_calendar"]);
  for (const [, table = "", columns = ""] of given)
    for (const column of columns.split(", "))
      expect(types.get(table)?.get(column.replaceAll('"', "")), `${table}.${column}`).toMatch(
        /^(?:string|timestamp|double|int)$/,
      );
});
