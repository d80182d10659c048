import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { scanFiles } from "../../../configs/hourly-scan.ts";
import { isoDate } from "../../../configs/names.ts";
import { literal } from "../../../runtime/table/engine.ts";
import { scannedBy } from "../../support/scanned.ts";
import { grid, type Run, type RunOptions, Workbench } from "./readings-fixture.ts";

const TODAY = "2025-11-24";

/** The same delivery scanned here, and taken from a query. */
async function bothWays(
  bench: Workbench,
  files: readonly string[],
  options: RunOptions = {},
): Promise<{ here: Run; taken: Run }> {
  const here = await bench.run(files, { today: TODAY, ...options });
  const asOf = options.asOf === undefined || options.asOf === null ? null : isoDate(options.asOf);
  const scanned = await scannedBy(files, { today: isoDate(options.today ?? TODAY), asOf });
  return { here, taken: await bench.run(files, { today: TODAY, ...options, scanned }) };
}

/** Everything but who has summed. */
function without({ report: { scan: _scan, ...report }, ...rest }: Run) {
  return { report, ...rest };
}

const at = (time: string) => `TIMESTAMP '2024-${time}'`;

/** Deliveries whose rows are all good by themselves: a query accounts for every one. */
const taken: Readonly<Record<string, (bench: Workbench) => Promise<readonly string[]>>> = {
  "a complete grid": async (bench) => [await bench.parquet("r.parquet", grid({}))],
  "a grid in parts, negative and missing readings, and one customer with gaps": async (bench) => {
    const elec = `CASE WHEN timestamp = ${at("01-09 12:00")} THEN -7.5 WHEN timestamp = ${at("01-09 13:00")} THEN NULL
      ELSE (hash(customer_id, timestamp) % 10007) / 5003.0 END::DOUBLE`;
    const gaps = `SELECT * FROM (${grid({ elec })}) WHERE customer_id = 'A' OR hash(timestamp) % 50 <> 0`;
    return [
      await bench.parquet("a.parquet", `SELECT * FROM (${gaps}) WHERE timestamp < ${at("01-20")}`),
      await bench.parquet("b.parquet", `SELECT * FROM (${gaps}) WHERE timestamp >= ${at("01-20")}`),
    ];
  },
  "repeated hours, exact and with other values, and one that hides a gap": async (bench) => [
    await bench.parquet(
      "r.parquet",
      `SELECT * REPLACE (CASE WHEN customer_id = 'B' AND timestamp = ${at("01-16 12:00")}
         THEN ${at("01-16 11:00")} ELSE timestamp END AS timestamp) FROM (${grid({})})
       UNION ALL (SELECT * FROM (${grid({})}) WHERE customer_id = 'A' LIMIT 3)
       UNION ALL SELECT 'A', ${at("02-05 10:00")}, 77.0::DOUBLE, 0.0::DOUBLE`,
    ),
  ],
  "a month at each edge with less than a day": async (bench) => [
    await bench.parquet("r.parquet", grid({ from: "2023-12-31 20:00:00", to: "2024-03-01 05:00:00" })),
  ],
  "a change of clocks": async (bench) => [
    await bench.parquet("r.parquet", grid({ from: "2024-03-01 00:00:00", to: "2024-04-30 23:00:00" })),
  ],
};

describe("what a query has made of the readings", () => {
  it.each(Object.entries(taken))("is taken, and gives what a scan gives: %s", async (_, files) => {
    const bench = new Workbench();
    const { here, taken } = await bothWays(bench, await files(bench));
    expect(taken.report.scan).toEqual({ by: "athena" });
    expect(without(taken)).toEqual(without(here));
    expect(here.report.scan).toBeUndefined();
  });

  it("is taken for an as-of date, whose later hours no table sees", async () => {
    const bench = new Workbench();
    const { here, taken } = await bothWays(bench, [await bench.parquet("r.parquet", grid({}))], {
      asOf: "2024-01-31",
    });
    expect(taken.report.scan).toEqual({ by: "athena" });
    expect(taken.report.readingsAfterAsOf).toBe(2 * 29 * 24);
    expect(without(taken)).toEqual(without(here));
  });

  it("is taken with strangers and with readings that are no numbers, which go to quarantine as ever", async () => {
    const bench = new Workbench();
    const elec = `CASE WHEN customer_id = 'A' AND timestamp = ${at("01-09 12:00")} THEN 'nan'::DOUBLE
      WHEN customer_id = 'A' AND timestamp = ${at("01-10 12:00")} THEN 'infinity'::DOUBLE ELSE 0.5 END::DOUBLE`;
    const stranger = `SELECT 'Z' AS customer_id, ${at("01-03 04:00")} AS timestamp, 1.0::DOUBLE, 1.0::DOUBLE`;
    const file = await bench.parquet(
      "r.parquet",
      `${grid({ elec })} UNION ALL ${stranger}`.replace("ORDER BY customer_id, timestamp UNION", "UNION"),
    );
    const { here, taken } = await bothWays(bench, [file]);
    expect(taken.report.scan).toEqual({ by: "athena" });
    expect(taken.rejected).toHaveLength(3);
    expect(without(taken)).toEqual(without(here));
  });
});

/** Deliveries of which a query cannot account for every row. */
const doubtful: Readonly<Record<string, readonly [string, RegExp]>> = {
  "a time that is no full hour": [
    `SELECT * REPLACE (CASE WHEN timestamp = ${at("01-09 12:00")} AND customer_id = 'A'
       THEN ${at("01-09 12:30")} ELSE timestamp END AS timestamp) FROM (${grid({})})`,
    /2879 of 2880 rows/,
  ],
  "a row without a time": [
    `SELECT * REPLACE (CASE WHEN timestamp = ${at("01-09 12:00")} AND customer_id = 'A'
       THEN NULL ELSE timestamp END AS timestamp) FROM (${grid({})})`,
    /2879 of 2880 rows/,
  ],
  "a time in the future": [
    `SELECT * REPLACE (CASE WHEN timestamp = ${at("01-09 12:00")} AND customer_id = 'A'
       THEN TIMESTAMP '2031-01-01' ELSE timestamp END AS timestamp) FROM (${grid({})})`,
    /outside of the hours/,
  ],
  "texts in place of times": [
    `SELECT * REPLACE (timestamp::VARCHAR AS timestamp) FROM (${grid({})})`,
    /converted first/,
  ],
};

describe("the readings are scanned here all the same", () => {
  it.each(Object.entries(doubtful))("with %s", async (_, [query, because]) => {
    const bench = new Workbench();
    const file = await bench.parquet("r.parquet", query);
    const here = await bench.run([file], { today: TODAY });
    // Athena refuses texts where the table has times: then there are no sums, and no query to take them from.
    const readable = /VARCHAR/.test(query) ? await bench.parquet("g.parquet", grid({})) : file;
    const scanned = await scannedBy([file], { today: isoDate(TODAY), asOf: null, reads: [readable] });
    const taken = await bench.run([file], { today: TODAY, scanned });
    expect(taken.report.scan).toEqual({ by: "bronze", because: expect.stringMatching(because) });
    expect(without(taken)).toEqual(without(here));
  });

  /** What may have gone wrong with a query, its calendar or its files. */
  const damages: Readonly<
    Record<string, readonly [(bench: Workbench, file: string) => Promise<string>, RegExp]>
  > = {
    "no query has run": [
      async (bench) => {
        mkdirSync(bench.path("empty"));
        writeFileSync(join(bench.path("empty"), scanFiles.reason), "…");
        return bench.path("empty");
      },
      /no query/,
    ],
    "the query has missed a file": [
      async (bench, file) => {
        const half = await bench.parquet("half.parquet", `SELECT * FROM ${literal(file)} LIMIT 1440`);
        return scannedBy([file], { today: isoDate(TODAY), asOf: null, reads: [half] });
      },
      /1440 of 2880 rows/,
    ],
    "the query has read a file twice": [
      (_, file) => scannedBy([file], { today: isoDate(TODAY), asOf: null, reads: [file, file] }),
      /5760 of 2880 rows/,
    ],
    "its calendar was that of another as-of date": [
      (_, file) => scannedBy([file], { today: isoDate(TODAY), asOf: isoDate("2024-01-15") }),
      /another calendar/,
    ],
    "its calendar ends too early": [
      (_, file) => scannedBy([file], { today: isoDate("2024-02-10"), asOf: null }),
      /another calendar/,
    ],
    "its calendar is gone": [
      async (_, file) => {
        const scanned = await scannedBy([file], { today: isoDate(TODAY), asOf: null });
        writeFileSync(join(scanned, scanFiles.calendar), "");
        return scanned;
      },
      /another calendar/,
    ],
    "a slot stands twice while another lacks": [
      async (bench, file) => {
        const scanned = await scannedBy([file], { today: isoDate(TODAY), asOf: null });
        using engine = await bench.engine();
        const folder = join(scanned, "slots/0-0/*");
        const doubled = join(scanned, "slots/0-1/x");
        mkdirSync(dirname(doubled), { recursive: true });
        // Slots of as many hours: the number of rows is right.
        await engine.run(
          `COPY (WITH s AS (SELECT * FROM read_parquet(${literal(folder)})),
             pair AS (SELECT a.customer_id AS c, a.slot AS kept, b.slot AS lost FROM s a JOIN s b
               ON a.customer_id = b.customer_id AND a.hours = b.hours AND a.slot < b.slot LIMIT 1)
           SELECT s.* FROM s, pair WHERE NOT (customer_id = c AND slot = lost)
           UNION ALL SELECT s.* FROM s, pair WHERE customer_id = c AND slot = kept) TO ${literal(doubled)} (FORMAT parquet)`,
        );
        return scanned;
      },
      /contradict each other/,
    ],
  };

  it.each(Object.entries(damages))("when %s", async (_, [damaged, because]) => {
    const bench = new Workbench();
    const file = await bench.parquet("r.parquet", grid({}));
    const here = await bench.run([file], { today: TODAY });
    const taken = await bench.run([file], { today: TODAY, scanned: await damaged(bench, file) });
    expect(taken.report.scan).toEqual({ by: "bronze", because: expect.stringMatching(because) });
    expect(without(taken)).toEqual(without(here));
  });

  it("takes the last of several attempts: the first has left pieces", async () => {
    const bench = new Workbench();
    const file = await bench.parquet("r.parquet", grid({}));
    const scanned = await scannedBy([file], { today: isoDate(TODAY), asOf: null, attempt: "0-10" });
    const orphan = join(scanned, "slots/0-9/piece");
    mkdirSync(dirname(orphan), { recursive: true });
    appendFileSync(orphan, readFileSync(join(scanned, "slots/0-10/20241231_1")));
    const { report } = await bench.run([file], { today: TODAY, scanned });
    expect(report.scan).toEqual({ by: "athena" });
  });
});
