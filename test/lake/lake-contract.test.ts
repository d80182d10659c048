import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Lake } from "../../runtime/lake/lake.ts";
import { filesBelow } from "../support/digests.ts";
import { lakes } from "../support/lakes.ts";

/** What holds of every lake, wherever it lies. */

/** Publishes files by their paths. */
async function publish(lake: Lake, prefix: string, files: Readonly<Record<string, string>>): Promise<void> {
  const stage = await lake.stage(prefix);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(stage.folder, name, ".."), { recursive: true });
    writeFileSync(join(stage.folder, name), text);
  }
  await stage.publish();
  await stage.discard();
}

/** Files of a place by their paths. */
async function content(lake: Lake, prefix: string): Promise<Readonly<Record<string, string>>> {
  const folder = await lake.input(prefix);
  return Object.fromEntries(
    filesBelow(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
}

async function namesOf(lake: Lake, prefix: string, limit: number): Promise<readonly (readonly string[])[]> {
  const pages: (readonly string[])[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await lake.list(prefix, { limit, ...(after !== undefined && { after }) });
    pages.push(items);
    after = next;
  } while (after !== undefined);
  return pages;
}

describe.each(lakes)("a lake in $kind", ({ open }) => {
  test("gives a text back as it was written, with a new ETag for new content", async () => {
    const lake = await open();
    expect(await lake.read("pointers/champion.json")).toBeUndefined();
    const first = await lake.write("pointers/champion.json", "uno: ñ");
    expect(await lake.read("pointers/champion.json")).toEqual({ text: "uno: ñ", etag: first });
    expect(await lake.write("pointers/champion.json", "two")).not.toBe(first);
    expect((await lake.read("pointers/champion.json"))?.text).toBe("two");
  });

  test("shows an output when it is published, and not before", async () => {
    const lake = await open();
    const stage = await lake.stage("models/r1/artifact/");
    writeFileSync(join(stage.folder, "model.ubj"), "trees");
    expect(await lake.exists("models/")).toBe(false);
    expect((await lake.list("models/")).items).toEqual([]);
    await stage.publish();
    expect(await lake.exists("models/r1/artifact/")).toBe(true);
    expect((await lake.list("models/r1/")).items).toEqual(["artifact"]);
    expect((await lake.list("models/r1/artifact/")).items).toEqual(["model.ubj"]);
    await stage.discard();
    expect(await content(lake, "models/r1/artifact/")).toEqual({ "model.ubj": "trees" });
  });

  test("publishes folders in folders, empty files and hidden ones, and any name", async () => {
    const lake = await open();
    const files = { "a b+ñ%20.csv": "1", "part/0/x.parquet": "2", empty: "", ".delivery.json": "[]" };
    await publish(lake, "deliveries/d1/", files);
    expect(await content(lake, "deliveries/d1/")).toEqual(files);
    expect((await lake.list("deliveries/d1/")).items).toEqual(["a b+ñ%20.csv", "empty", "part"]);
    expect(await lake.exists("deliveries/d1/.delivery.json")).toBe(true);
  });

  test("replaces what was published before as a whole, and leaves its neighbours alone", async () => {
    const lake = await open();
    await publish(lake, "bronze/r1/", { old: "1", kept: "1" });
    await publish(lake, "bronze/r10/", { old: "10" });
    await publish(lake, "bronze/r1/", { new: "2", kept: "2" });
    expect(await content(lake, "bronze/r1/")).toEqual({ new: "2", kept: "2" });
    expect(await content(lake, "bronze/r10/")).toEqual({ old: "10" });
    expect((await lake.list("bronze/r1/")).items).toEqual(["kept", "new"]);
  });

  test("knows a place without files from one that is not there", async () => {
    const lake = await open();
    await publish(lake, "quarantine/r1/", {});
    expect([await lake.exists("quarantine/r1/"), await lake.exists("quarantine/r2/")]).toEqual([true, false]);
    expect(readdirSync(await lake.input("quarantine/r1/"))).toEqual([]);
  });

  test("forgets what is discarded, and sweeps away what was left unfinished, and nothing else", async () => {
    const lake = await open();
    await publish(lake, "gold/r1/", { a: "1" });
    const discarded = await lake.stage("gold/r2/");
    await discarded.discard();
    const unfinished = await lake.stage("gold/r3/");
    await lake.write("pointers/current-run.json", "{}");
    await lake.sweep();
    expect([existsSync(discarded.folder), existsSync(unfinished.folder)]).toEqual([false, false]);
    expect((await lake.list("gold/")).items).toEqual(["r1"]);
    expect(await content(lake, "gold/r1/")).toEqual({ a: "1" });
    expect(await lake.read("pointers/current-run.json")).toBeDefined();
  });

  test("lists names in order and by pages, hidden ones left out", async () => {
    const lake = await open();
    for (const key of ["r3/x", "r1/x", "r2/x", ".hidden/x", "z.json"]) await lake.write(`models/${key}`, "x");
    const pages = await namesOf(lake, "models/", 2);
    expect(pages.flat()).toEqual(["r1", "r2", "r3", "z.json"]);
    expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(2);
    expect(await lake.list("nothing/")).toEqual({ items: [] });
    expect([await lake.exists("models/"), await lake.exists("nothing/")]).toEqual([true, false]);
  });

  test("gives a folder of its own to each of two who write to the same place", async () => {
    const lake = await open();
    const [one, other] = [await lake.stage("gold/r1/"), await lake.stage("gold/r1/")];
    writeFileSync(join(one.folder, "one"), "1");
    writeFileSync(join(other.folder, "other"), "2");
    await one.publish();
    await other.publish();
    expect(await content(lake, "gold/r1/")).toEqual({ other: "2" });
  });
});
