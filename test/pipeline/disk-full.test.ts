import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ResourceError } from "../../runtime/errors.ts";
import { FolderLake } from "../../runtime/lake/folder-lake.ts";
import { openManifest } from "../../runtime/manifest/open-manifest.ts";
import { temporaryFolder } from "../support/folders.ts";
import { mountDisk, resizeDisk } from "../support/small-disk.ts";
import { ToyLake } from "../support/toy-lake.ts";

test("a full disk ends the run with a remedy, nothing half published; with more space it goes well", async (context) => {
  const toy = new ToyLake(temporaryFolder());
  const reason = mountDisk(toy.lake, "4m");
  if (reason !== undefined) context.skip(reason);
  toy.plan({ gold: { fillBytes: 8_000_000 } });
  const failure = await toy.run().catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(ResourceError);
  expect(String(failure)).toMatch(
    /^ResourceError: The disk that holds \S+\/lake is full\. Free some space there and start the run again/,
  );
  expect(toy.calls("gold")).toBe(1);
  expect(existsSync(join(toy.lake, "gold"))).toBe(false);
  {
    using manifest = openManifest(await FolderLake.open(toy.lake));
    expect((await manifest.runs()).items[0]).toMatchObject({ state: "failed", error: "ResourceError" });
  }
  resizeDisk(toy.lake, "64m");
  const { kind, run } = await toy.run();
  expect([kind, run.attempt]).toEqual(["completed", 2]);
});

test("a disk too small for the delivery itself ends the run with a remedy, nothing frozen", async (context) => {
  const toy = new ToyLake(temporaryFolder());
  const reason = mountDisk(toy.lake, "1m");
  if (reason !== undefined) context.skip(reason);
  toy.deliver({ "price_history.csv": "x".repeat(2_000_000) });
  await expect(toy.run()).rejects.toThrow(/The disk that holds \S+\/lake is full/);
  expect(existsSync(join(toy.lake, "deliveries"))).toBe(false);
});

test("a disk without any space left ends the run with a remedy before it begins", async (context) => {
  const toy = new ToyLake(temporaryFolder());
  const reason = mountDisk(toy.lake, "64k");
  if (reason !== undefined) context.skip(reason);
  writeFileSync(join(toy.lake, "filling"), Buffer.alloc(60_000));
  await expect(toy.run()).rejects.toThrow(/The disk that holds \S+\/lake is full/);
});
