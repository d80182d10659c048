import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Format } from "../../../runtime/bronze/format.ts";
import { grid, Workbench } from "./readings-fixture.ts";

const month = grid({ to: "2024-01-31 23:00:00" });

async function lines(bench: Workbench, format: "csv" | "ndjson"): Promise<string[]> {
  using engine = await bench.engine();
  const rows = await engine.rows(
    `SELECT customer_id AS c, timestamp::VARCHAR AS t, consumption_elec_kwh AS e, consumption_gas_m3 AS g FROM (${month})`,
  );
  const header = "customer_id,timestamp,consumption_elec_kwh,consumption_gas_m3";
  return format === "csv"
    ? [header, ...rows.map((row) => [row["c"], row["t"], row["e"], row["g"]].join(","))]
    : rows.map((row) =>
        JSON.stringify({
          customer_id: row["c"],
          timestamp: row["t"],
          consumption_elec_kwh: row["e"],
          consumption_gas_m3: row["g"],
        }),
      );
}

describe("readings in other forms than Parquet", () => {
  it("give the same sums from CSV, CSV with CRLF and quotes, compressed CSV, JSON lines and a JSON array", async () => {
    const bench = new Workbench();
    const expected = await bench.run([await bench.parquet("readings.parquet", month)]);
    const csv = await lines(bench, "csv");
    const json = await lines(bench, "ndjson");
    const files: [string, Format, string | Buffer][] = [
      ["readings.csv", "csv", `${csv.join("\n")}\n`],
      ["crlf.csv", "csv", `\uFEFF${csv.map((line) => line.replace(/^([AB])/, '"$1"')).join("\r\n")}`],
      ["readings.csv.gz", "csv", gzipSync(csv.join("\n"))],
      ["readings.ndjson", "ndjson", json.join("\n")],
      ["readings.json", "json", `[${json.join(",\n")}]`],
    ];
    for (const [name, format, content] of files)
      expect([name, await bench.run([bench.write(name, content)], { format })]).toEqual([name, expected]);
  });

  it("go by column names, and skip columns that the contract does not know", async () => {
    const bench = new Workbench();
    const expected = await bench.run([await bench.parquet("readings.parquet", month)]);
    const file = bench.path("readings.csv");
    using engine = await bench.engine();
    await engine.run(
      `COPY (SELECT consumption_gas_m3, 'x' AS meter, timestamp, customer_id, consumption_elec_kwh FROM (${month}))
       TO '${file}' (FORMAT csv, HEADER)`,
    );
    expect((await bench.run([file], { format: "csv" })).months).toEqual(expected.months);
  });

  it("send bad lines to quarantine with their number, and keep the others", async () => {
    const bench = new Workbench();
    const csv = await lines(bench, "csv");
    const bad: [number, string, string, string][] = [
      [5, "A,2024-01-01 03:00:00,abc,0", "consumption_elec_kwh", "is not a number"],
      [9, "A,2024-01-01 07:00:00,1", "", "has fewer values than the header has columns"],
      [12, "A,2024-01-01 10:00:00,1,5,0.1", "", "has more values than the header has columns"],
      [20, "A,01/01/2024 18:00,1,0", "timestamp", "is not a time of the form YYYY-MM-DD HH:MM:SS"],
      [21, "A,2024-1-1 19:00:00,1,0", "timestamp", "is not a time of the form YYYY-MM-DD HH:MM:SS"],
      [22, "A,2024-01-01 24:00:00,1,0", "timestamp", "is not a time of the form YYYY-MM-DD HH:MM:SS"],
      [
        30,
        "A,2024-01-02T04:00:00Z,1,0",
        "timestamp",
        "carries a time zone, while the readings are in local time",
      ],
      [31, "A,2024-01-02 05:00:00,1,1_000", "consumption_gas_m3", "is not a number"],
      [40, ",2024-01-02 14:00:00,1,0", "customer_id", "is empty"],
    ];
    for (const [line, text] of bad) csv[line - 1] = text;
    // A blank line is no row, but it has a number.
    csv.splice(24, 0, "");
    const file = bench.write("readings.csv", csv.join("\n"));
    const { rejected, report } = await bench.run([file], { format: "csv" });
    expect(rejected).toEqual(
      bad.map(([line, , column, reason]) => ({
        file: "readings.csv",
        line: line > 24 ? line + 1 : line,
        column,
        reason,
      })),
    );
    expect(report).toMatchObject({
      readings: 1_488,
      readingsQuarantined: 9,
      readingsUsed: 1_479,
      missingHours: 9,
    });
  });

  it("send bad JSON lines to quarantine with their number", async () => {
    const bench = new Workbench();
    const json = await lines(bench, "ndjson");
    json[3] = '{"customer_id": "A", broken}';
    json[4] = "[1, 2]";
    json[5] = (json[5] ?? "").replace(/"consumption_elec_kwh":[^,]+/, '"consumption_elec_kwh":{"a":1}');
    const file = bench.write("readings.ndjson", json.join("\n"));
    expect((await bench.run([file], { format: "ndjson" })).rejected).toEqual([
      { file: "readings.ndjson", line: 4, column: "", reason: "is not valid JSON" },
      { file: "readings.ndjson", line: 5, column: "", reason: "is not a JSON object" },
      { file: "readings.ndjson", line: 6, column: "consumption_elec_kwh", reason: "is not a number" },
    ]);
  });

  it("honour a zone in times when the readings are in UTC", async () => {
    const bench = new Workbench();
    const utc = grid({ customers: ["A"], from: "2023-12-31 23:00:00", to: "2024-01-31 22:00:00" });
    const expected = await bench.run([await bench.parquet("readings.parquet", utc)], { timezone: "UTC" });
    using engine = await bench.engine();
    for (const format of ["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S+00:00", "%Y-%m-%d %H:%M"]) {
      const file = bench.path("readings.csv");
      await engine.run(
        `COPY (SELECT * REPLACE (strftime(timestamp, '${format}') AS timestamp) FROM (${utc})) TO '${file}' (FORMAT csv, HEADER)`,
      );
      expect((await bench.run([file], { format: "csv", timezone: "UTC" })).months).toEqual(expected.months);
    }
    const local = bench.path("local.csv");
    await engine.run(
      `COPY (SELECT * REPLACE (strftime(timestamp + INTERVAL 1 HOUR, '%Y-%m-%dT%H:%M:%S+01:00') AS timestamp) FROM (${utc}))
       TO '${local}' (FORMAT csv, HEADER)`,
    );
    expect((await bench.run([local], { format: "csv", timezone: "UTC" })).months).toEqual(expected.months);
  });

  it("read Parquet of other types: texts, floats, decimals, seconds, nanoseconds, whole numbers as keys", async () => {
    const bench = new Workbench();
    const rounded = `SELECT * REPLACE (round(consumption_elec_kwh, 3) AS consumption_elec_kwh, round(consumption_gas_m3, 3)
      AS consumption_gas_m3, CASE customer_id WHEN 'A' THEN '1' ELSE '2' END AS customer_id) FROM (${month})`;
    const customers = ["1", "2"];
    const expected = await bench.run([await bench.parquet("readings.parquet", rounded)], { customers });
    for (const types of [
      "timestamp::TIMESTAMP_NS AS timestamp",
      "timestamp::TIMESTAMP_S AS timestamp",
      "timestamp::VARCHAR AS timestamp",
      "consumption_elec_kwh::FLOAT AS consumption_elec_kwh",
      "consumption_gas_m3::DECIMAL(18, 3) AS consumption_gas_m3",
      "consumption_gas_m3::VARCHAR AS consumption_gas_m3",
      "customer_id::INTEGER AS customer_id",
    ]) {
      const file = await bench.parquet("other.parquet", `SELECT * REPLACE (${types}) FROM (${rounded})`);
      expect([types, (await bench.run([file], { customers })).months]).toEqual([types, expected.months]);
    }
  });

  it("take instants for UTC only where the contract says so", async () => {
    const bench = new Workbench();
    const instants = await bench.parquet(
      "readings.parquet",
      `SELECT * REPLACE (timezone('UTC', timestamp) AS timestamp) FROM (${grid({ from: "2023-12-31 23:00:00", to: "2024-01-31 22:00:00" })})`,
    );
    await expect(bench.run([instants])).rejects.toMatchObject({
      name: "InputError",
      message: expect.stringMatching(
        /^readings.parquet: the times in column timestamp are instants in UTC, /,
      ),
    });
    expect((await bench.run([instants], { timezone: "UTC" })).report).toMatchObject({ missingHours: 0 });
  });

  it("refuse what is no UTF-8, no JSON, or one endless line", async () => {
    const bench = new Workbench();
    const csv = await lines(bench, "csv");
    const latin = bench.write(
      "latin.csv",
      Buffer.from([...csv.slice(0, 3), "\xf1,x,1,1"].join("\n"), "latin1"),
    );
    await expect(bench.run([latin], { format: "csv" })).rejects.toThrow(
      "latin.csv, line 4 is not UTF-8 text; save the file as UTF-8.",
    );
    const json = bench.write("cut.json", '[{"customer_id": "A"}, {"customer_id": ');
    await expect(bench.run([json], { format: "json" })).rejects.toThrow(
      "cut.json is not valid JSON; export it again as one record per line.",
    );
    const long = bench.write("long.csv", `${csv[0]}\n${csv[1]}\n${"9".repeat(5_000_000)}\n`);
    await expect(bench.run([long], { format: "csv" })).rejects.toThrow(
      "long.csv, line 3 is longer than 4194304 bytes; write one reading per line.",
    );
  });
});
