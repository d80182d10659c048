import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { scanFiles, scanFolders } from "../../../configs/hourly-scan.ts";
import { isoDate } from "../../../configs/names.ts";
import { Engine, literal } from "../../../runtime/table/engine.ts";
import { digestsBelow } from "../../support/digests.ts";
import { bronzeRun, contentsOf } from "../../support/run-bronze.ts";
import { type SharedDelivery, sharedBy } from "../../support/shared.ts";
import { smallReadings } from "../../support/small-delivery.ts";
import { alone, CUSTOMERS, deliveryOf, factsOf, together } from "./fixture.ts";

vi.setConfig({ testTimeout: 180_000 });

const readings = smallReadings(CUSTOMERS);
const parts = [0, 1, 2].map((part) => `SELECT * FROM (${readings}) WHERE hash(customer_id) % 3 = ${part}`);
const overlap = { error: "ShardsOverlap" };

it("an hour of a customer in two shares is for one machine, and in one share it is not", async () => {
  const again = `SELECT * FROM (${readings}) WHERE customer_id = 'C00004' AND timestamp = TIMESTAMP '2024-11-09 04:00'`;
  const delivery = await deliveryOf([readings, again]);
  expect(await together(delivery, { machines: 2 })).toMatchObject(overlap);
  const one = await alone(delivery);
  expect(factsOf(one)).toMatchObject({ readings_quarantined: 1 });
  expect(await together(delivery, { machines: 1 })).toEqual(one);
});

it("an hour in two shares that no table looks at is no reason", async () => {
  const late = `SELECT * FROM (${readings}) WHERE customer_id = 'C00004' AND timestamp >= TIMESTAMP '2024-12-31 04:00'`;
  const delivery = await deliveryOf([readings, late]);
  const asOf = isoDate("2024-12-20");
  const one = await alone(delivery, { asOf });
  expect(await together(delivery, { machines: 2, asOf })).toEqual(one);
  expect(factsOf(one)).toMatchObject({ readings_quarantined: 0, readings_after_as_of: 20 * 11 * 24 + 20 });
});

it("the hour that the clock shows twice may stand in two shares, once in each", async () => {
  const october = readings.replaceAll("2024-11-01", "2024-10-01").replace("range(1464)", "range(744)");
  // A gap elsewhere, since nobody looks at the hours of customers who have all of them.
  const grid = `SELECT * FROM (${october}) WHERE timestamp <> TIMESTAMP '2024-10-03 04:00' UNION ALL SELECT * FROM (${readings})`;
  const hour = (rest: string) =>
    `SELECT * REPLACE (2.5::DOUBLE AS consumption_elec_kwh) FROM (${october}) WHERE timestamp = TIMESTAMP '2024-10-27 02:00' AND ${rest}`;
  const twice = await deliveryOf([grid, hour("customer_id < 'C00009'")], {
    costsOf: ["2024-10", "2024-11", "2024-12"],
  });
  const one = await alone(twice);
  expect(factsOf(one)).toMatchObject({ readings_quarantined: 0, missing_hours: 20 });
  expect(await together(twice, { machines: 2 })).toEqual(one);
  const thrice = await deliveryOf(
    [`${grid} UNION ALL ${hour("customer_id = 'C00003'")}`, hour("customer_id = 'C00003'")],
    {
      costsOf: ["2024-10", "2024-11", "2024-12"],
    },
  );
  expect(factsOf(await alone(thrice))).toMatchObject({ readings_quarantined: 1 });
  expect(await together(thrice, { machines: 2 })).toMatchObject(overlap);
});

it("texts in one share and numbers in another are for one machine, which converts all of them", async () => {
  const [first = "", ...rest] = parts;
  const texts = `SELECT * REPLACE (consumption_elec_kwh::VARCHAR AS consumption_elec_kwh) FROM (${first})`;
  const delivery = await deliveryOf([texts, ...rest]);
  expect(await together(delivery, { machines: 2 })).toMatchObject(overlap);
  expect(await together(delivery, { machines: 1 })).toEqual(await alone(delivery));
});

/** What may be wrong with the machines' folders. */
const damages: Readonly<Record<string, readonly [(shared: SharedDelivery) => void, RegExp]>> = {
  "a machine's folder is lost": [
    ({ shards }) => rmSync(join(shards, "algo-2"), { recursive: true }),
    /^The shares of 1 of 3 machines are missing \(algo-2\)/,
  ],
  "all are": [
    ({ shards }) => rmSync(shards, { recursive: true }),
    /^No machine has written its share of the readings/,
  ],
  "a file of the delivery was given to no machine": [
    ({ consumption }) => {
      const path = join(consumption, scanFiles.readingsManifest);
      writeFileSync(path, readFileSync(path, "utf8").replace("]", ', "consumption_hourly_2024-4.parquet"]'));
    },
    /have read 3 files of readings, and not each of the delivery's 4 once \(1 are missing\)/,
  ],
  "a file was given to two machines": [
    ({ shards }) => {
      const path = join(shards, "algo-3", "shard.json");
      writeFileSync(path, readFileSync(path, "utf8").replace("2024-3.parquet", "2024-2.parquet"));
    },
    /have read 3 files of readings, and not each/,
  ],
  "a table is another's": [
    ({ shards }) =>
      copyFileSync(join(shards, "algo-1", "slots.parquet"), join(shards, "algo-2", "slots.parquet")),
    /does not account for all rows/,
  ],
  "a machine of another set has written": [
    ({ shards }) => {
      mkdirSync(join(shards, "algo-4"));
      copyFileSync(join(shards, "algo-1", "shard.json"), join(shards, "algo-4", "shard.json"));
    },
    /was made for another day, as-of date or set of machines/,
  ],
};

it.each(Object.entries(damages))("shares are not merged when %s", async (_, [damage, message]) => {
  const shared = await sharedBy(await deliveryOf(parts), { machines: 3 });
  damage(shared);
  const merge = bronzeRun(shared.others).run({ consumption: shared.consumption });
  await expect(merge).rejects.toMatchObject({ name: "Error", message: expect.stringMatching(message) });
});

it("nor when they were made for another as-of date; the newest attempt counts, not what a failed one left", async () => {
  const delivery = await deliveryOf(parts);
  const shared = await sharedBy(delivery, { machines: 3 });
  const { others, consumption } = shared;
  await expect(bronzeRun(others).run({ consumption, asOf: isoDate("2024-11-30") })).rejects.toThrow(
    /another day, as-of date/,
  );
  const top = join(consumption, scanFolders.shards);
  renameSync(shared.shards, join(top, "0-100"));
  mkdirSync(join(top, "0-2", "algo-1"), { recursive: true });
  const merged = bronzeRun(others);
  await merged.run({ consumption });
  const one = await alone(delivery);
  expect("bronze" in one && one.bronze).toEqual(contentsOf(merged.bronze));
});

it("a share of whole months needs no list of hours, whatever the clock does", async () => {
  const year = readings.replaceAll("2024-11-01", "2024-01-01").replace("range(1464)", "range(8784)");
  const twice = `SELECT * FROM (${year}) WHERE timestamp = TIMESTAMP '2024-10-27 02:00' AND customer_id < 'C00004'`;
  const shown = `SELECT * FROM (${year}) WHERE timestamp <> TIMESTAMP '2024-03-31 02:00' OR customer_id > 'C00007'`;
  const { shards } = await sharedBy(await deliveryOf([`${shown} UNION ALL ${twice}`]), { machines: 1 });
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 300, scratch: shards });
  const rows = (table: string) =>
    engine.number(`SELECT count(*)::DOUBLE FROM ${literal(join(shards, "algo-1", `${table}.parquet`))}`);
  expect(await rows("words")).toBe(0);
  expect(await rows("surplus")).toBe(0);
  // Three tariff periods in each month, and holidays on working days in six of them.
  expect(await rows("slots")).toBe(20 * (12 * 3 + 6));
});

it("equal shares give equal bytes, with one thread and with two", async () => {
  const year = readings.replaceAll("2024-11-01", "2024-01-01").replace("range(1464)", "range(8000)");
  const delivery = await deliveryOf([
    `SELECT * FROM (${year}) WHERE hash(customer_id, timestamp) % 3 > 0 UNION ALL SELECT * FROM (${year}) WHERE hash(timestamp) % 99 = 0
     UNION ALL SELECT 'STRANGER', timestamp, 1.0, 1.0 FROM (${year})`,
  ]);
  const runs = [1, 2, 2].map((threads) => sharedBy(delivery, { machines: 1, threads }));
  const [first, ...others] = (await Promise.all(runs)).map(({ shards }) => digestsBelow(shards));
  expect(Object.keys(first ?? {})).toHaveLength(6);
  for (const other of others) expect(other).toEqual(first);
});
