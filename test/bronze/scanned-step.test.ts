import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isoDate } from "../../configs/names.ts";
import { today } from "../../runtime/bronze/today.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { temporaryFolder } from "../support/folders.ts";
import { bronzeRun, contentsOf } from "../support/run-bronze.ts";
import { scannedBy } from "../support/scanned.ts";
import { smallDelivery, smallReadings, writeSmallFiles } from "../support/small-delivery.ts";

const CUSTOMERS = 20;
const readings = smallReadings(CUSTOMERS);
const time = (text: string) => `TIMESTAMP '2024-${text}'`;

/** Readings of a delivery, as queries; each lies in a file of its own. */
const deliveries: Readonly<Record<string, readonly string[]>> = {
  "without a flaw": [readings],
  "with gaps, repeated hours and strangers": [
    `SELECT * FROM (${readings}) WHERE NOT (customer_id = 'C00003' AND timestamp BETWEEN ${time("12-03")} AND ${time("12-05")})`,
    `SELECT * FROM (${readings}) WHERE customer_id = 'C00007' AND timestamp < ${time("11-02")}`,
    `SELECT * REPLACE ('STRANGER' AS customer_id) FROM (${readings}) WHERE customer_id = 'C00001' AND timestamp < ${time("11-03")}`,
    `SELECT * REPLACE (9.5::DOUBLE AS consumption_elec_kwh) FROM (${readings})
     WHERE customer_id = 'C00009' AND timestamp < ${time("11-01 05:00")}`,
  ],
};

async function write(folder: string, queries: readonly string[]): Promise<string[]> {
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 300, scratch: join(folder, ".scratch") });
  writeSmallFiles(folder, smallDelivery(CUSTOMERS));
  const paths = queries.map((_, index) => join(folder, `consumption_hourly_2024-${index + 1}.parquet`));
  for (const [index, path] of paths.entries())
    await engine.run(`COPY (${queries[index]}) TO ${literal(path)} (FORMAT parquet)`);
  return paths;
}

describe.each(Object.entries(deliveries))("a delivery %s", (_, queries) => {
  it.each([null, isoDate("2024-11-30")])(
    "gives the same bytes, whoever has summed the readings (as of %s)",
    async (asOf) => {
      const delivery = temporaryFolder("delivery-");
      const files = await write(delivery, queries);
      const consumption = await scannedBy(files, { today: today(), asOf });
      const given = asOf === null ? {} : { asOf };

      const here = bronzeRun(delivery);
      const taken = bronzeRun(delivery);
      const { readings_summed_by, ...facts } = await taken.run({ ...given, consumption });
      expect(readings_summed_by).toBe("athena");
      expect(facts).toEqual(await here.run(given));
      expect(contentsOf(taken.bronze)).toEqual(contentsOf(here.bronze));
      expect(contentsOf(taken.quarantine)).toEqual(contentsOf(here.quarantine));
      expect(Object.keys(contentsOf(taken.bronze))).toContain("bronze_customer_month.parquet");
      expect(facts["readings_quarantined"]).toBe(queries.length === 1 ? 0 : 24 + 48 + 5);
    },
  );
});

it("says so when the query's sums could not be taken", async () => {
  const delivery = temporaryFolder("delivery-");
  await write(delivery, [readings]);
  const summary = await bronzeRun(delivery).run({ consumption: temporaryFolder("consumption-") });
  expect(summary).toMatchObject({
    readings_summed_by: "bronze",
    notes:
      "The hourly readings were summed by this step and not by a query, because no query has summed them.",
  });
});
