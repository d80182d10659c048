import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sha256 } from "../../../runtime/digest.ts";
import { Engine, literal } from "../../../runtime/table/engine.ts";
import { sharedFolder, temporaryFolder } from "../../support/folders.ts";
import { decisionOf, madeUpCustomers, publishDecisions, writeDecisions } from "../scored-lake.ts";
import { type ServeOptions, serve } from "../serve.ts";
import { SmallLake } from "../small-lake.ts";
import { cellsOf } from "./csv-reader.ts";
import { firstBytes, readerOf, restOf, ScratchFolders } from "./reading.ts";

/** So many, with ids so long and of so many kinds, that no buffer between server and reader holds a whole file. */
const MANY = 20_000;
const longId = (id: string) =>
  `${id}-${[1, 2, 3, 4, 5, 6, 7, 8].map((part) => sha256(`${part} ${id}`)).join("")}`;
/** A busy machine may take its time. */
const patience = { timeout: 20_000 };

const lake = await SmallLake.at(sharedFolder());
const many = madeUpCustomers(MANY).map((made) => decisionOf({ ...made, id: longId(made.id) }));
await publishDecisions(lake, "run-old", many);
await writeDecisions(lake, "run-new", madeUpCustomers(300).map(decisionOf));
const idsByRisk = many
  .map(({ score }) => score)
  .toSorted((a, b) => b.probability - a.probability)
  .map(({ customerId }) => customerId);

/** A dashboard that shows the large run, and where its files lie. */
async function servedOld(options: ServeOptions = {}) {
  await lake.pointAt("run-old");
  const scratch = new ScratchFolders();
  const served = await serve(lake.root, options);
  await served.get("/readyz");
  expect(scratch.open).toHaveLength(1);
  return { served, scratch };
}
type ServedOld = Awaited<ReturnType<typeof servedOld>>;

/** Publishes the other run and sees that it is shown. */
async function turnToNew({ served }: ServedOld): Promise<void> {
  await lake.pointAt("run-new");
  await expect.poll(async () => (await served.get("/readyz")).text, patience).toContain("run-new");
}

/** Sees that the server has nothing left of the old run, has met no fault, and goes on. */
async function expectAllIsWell({ served, scratch }: ServedOld): Promise<void> {
  const shown = await served.get("/customers.csv?size=10");
  expect(shown.status).toBe(200);
  await expect.poll(() => scratch.toSend, patience).toEqual([]);
  await expect.poll(() => scratch.open, patience).toHaveLength(1);
  expect(served.errors).toEqual([]);
}

async function idsInParquet(bytes: Buffer): Promise<readonly unknown[]> {
  const folder = temporaryFolder();
  const file = join(folder, "read.parquet");
  writeFileSync(file, bytes);
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: folder });
  const { customer_id: ids = [] } = await engine.columns(
    `SELECT customer_id FROM read_parquet(${literal(file)})`,
  );
  return ids;
}

it("a CSV file ends wholly with the run that it began with, although another is published meanwhile", async () => {
  const old = await servedOld();
  const reader = readerOf(old.served, "/customers.csv");
  const first = await firstBytes(reader);
  await turnToNew(old);
  expect(old.scratch.open).toHaveLength(2);
  const cells = cellsOf(Buffer.concat([first, await restOf(reader)]).toString());
  expect((await reader.begun).headers["x-run-id"]).toBe("run-old");
  expect(cells.slice(1).map(([id]) => id)).toEqual(idsByRisk);
  await expect
    .poll(() => old.served.audit, patience)
    .toMatchObject([{ rows: MANY, outcome: "done", what: "customers", format: "csv" }]);
  await expectAllIsWell(old);
});

it("a Parquet file does, too", async () => {
  const old = await servedOld();
  const reader = readerOf(old.served, "/customers.parquet");
  const first = await firstBytes(reader);
  await turnToNew(old);
  const ids = await idsInParquet(Buffer.concat([first, await restOf(reader)]));
  expect(ids).toEqual(idsByRisk);
  await expect.poll(() => old.served.audit, patience).toMatchObject([{ rows: MANY, outcome: "done" }]);
  await expectAllIsWell(old);
});

it.each(["csv", "parquet"])(
  "a reader of %s who breaks off leaves a note and nothing else",
  async (format) => {
    const old = await servedOld();
    const reader = readerOf(old.served, `/customers.${format}?sort=loss`);
    await firstBytes(reader, 50_000);
    expect(old.served.audit).toEqual([]);
    reader.leave();
    await expect
      .poll(() => old.served.audit, patience)
      .toMatchObject([{ action: "export", user: "local", filters: { sort: "loss" }, outcome: "broken off" }]);
    const { rows = 0 } = old.served.audit[0] ?? {};
    expect(rows).toBeGreaterThan(0);
    // Parquet is made as a whole before its first byte goes out.
    if (format === "csv") expect(rows).toBeLessThan(MANY);
    else expect(rows).toBe(MANY);
    await expectAllIsWell(old);
  },
);

it("a reader who breaks off before the file is made leaves nothing, although the run is replaced just then", async () => {
  const old = await servedOld();
  const reader = readerOf(old.served, "/customers.parquet?sort=channel");
  await expect.poll(() => old.scratch.toSend, { ...patience, interval: 2 }).toHaveLength(1);
  reader.leave();
  await turnToNew(old);
  await expect.poll(() => old.served.audit, patience).toMatchObject([{ outcome: "broken off" }]);
  await expectAllIsWell(old);
});

it.each(["csv", "parquet"])("many readers of %s who all break off leave nothing", async (format) => {
  const old = await servedOld();
  const readers = Array.from({ length: 6 }, () => readerOf(old.served, `/customers.${format}?sort=loss`));
  await Promise.all(readers.map((reader) => firstBytes(reader)));
  for (const reader of readers) reader.leave();
  await expect.poll(() => old.served.audit, patience).toHaveLength(6);
  expect(old.served.audit.every(({ outcome }) => outcome === "broken off")).toBe(true);
  await turnToNew(old);
  await expectAllIsWell(old);
});

it.each(["csv", "parquet"])(
  "a reader of %s who stops reading is let go of, and with it the run",
  async (format) => {
    const old = await servedOld({ sending: { readerMs: 300 } });
    const reader = readerOf(old.served, `/customers.${format}`);
    await firstBytes(reader);
    await turnToNew(old);
    await expect.poll(() => old.served.audit, patience).toMatchObject([{ outcome: "broken off" }]);
    await expectAllIsWell(old);
  },
);
