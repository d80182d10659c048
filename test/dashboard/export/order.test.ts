import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { csvLines } from "../../../dashboard/export/csv.ts";
import { Database } from "../../../dashboard/lake/database.ts";
import { temporaryFolder } from "../../support/folders.ts";

/** More than four row groups, which threads read side by side. */
const ROWS = 500_000;

/** A table that is kept in the order of its places. */
async function keptTable(): Promise<{ readonly database: Database; readonly folder: string }> {
  const folder = temporaryFolder();
  const database = await Database.open({ folder, threads: 4, memoryLimitMb: 200, connections: 2 });
  onTestFinished(() => database.close());
  await database.run(
    `CREATE TABLE customers AS SELECT range::INTEGER AS place, ('C' || hash(range)) AS customer_id FROM range(${ROWS})`,
  );
  await database.run("CHECKPOINT");
  return { database, folder };
}
const rows = "SELECT * FROM customers WHERE place % 7 <> 3";
const wanted = Array.from({ length: ROWS }, (_, place) => place).filter((place) => place % 7 !== 3);

it("a table that is kept in its order is sent in that order, however many threads read it", async () => {
  const { database } = await keptTable();
  const places: number[] = [];
  for await (const lines of database.texts(
    csvLines(
      [
        { name: "place", kind: "number" },
        { name: "customer_id", kind: "text" },
      ],
      rows,
    ),
  ))
    for (const line of lines) places.push(Number(line.split(",")[0]));
  expect(places).toEqual(wanted);
});

it("a Parquet file of it has the same order", async () => {
  const { database, folder } = await keptTable();
  const file = join(folder, "made.parquet");
  await database.run(`COPY (SELECT place FROM (${rows})) TO '${file}' (FORMAT parquet)`);
  const { ordered, all } = await database.row(
    `SELECT count(*) FILTER (place > before)::DOUBLE AS ordered, count(*)::DOUBLE AS all
     FROM (SELECT place, coalesce(lag(place) OVER (), -1) AS before FROM read_parquet('${file}'))`,
  );
  expect([ordered, all]).toEqual([wanted.length, wanted.length]);
});
