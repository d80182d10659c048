import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FolderLake } from "../../runtime/lake/folder-lake.ts";
import { PreconditionFailed } from "../../runtime/lake/lake.ts";
import { filesBelow } from "../support/digests.ts";
import { temporaryFolder } from "../support/folders.ts";

test("a text comes back as it was written, with a new ETag for new content", async () => {
  const lake = await FolderLake.open(temporaryFolder());
  expect(await lake.read("pointers/champion.json")).toBeUndefined();
  const first = await lake.write("pointers/champion.json", "one");
  expect(await lake.read("pointers/champion.json")).toEqual({ text: "one", etag: first });
  const second = await lake.write("pointers/champion.json", "two");
  expect(second).not.toBe(first);
});

test("a conditional write happens only when its condition holds, and tells what is there instead", async () => {
  const lake = await FolderLake.open(temporaryFolder());
  const first = await lake.write("p", "one", { ifAbsent: true });
  await expect(lake.write("p", "other", { ifAbsent: true })).rejects.toThrow(PreconditionFailed);
  await lake.write("p", "two", { ifMatch: first });
  const late = await lake.write("p", "three", { ifMatch: first }).catch((thrown: unknown) => thrown);
  expect(late).toMatchObject({ name: "PreconditionFailed", key: "p", stored: { text: "two" } });
  await expect(lake.write("q", "x", { ifMatch: first })).rejects.toThrow(PreconditionFailed);
});

test("an output is invisible until it is published, and then there in one piece", async () => {
  const lake = await FolderLake.open(temporaryFolder());
  const stage = await lake.stage("models/r1/artifact/");
  writeFileSync(join(stage.folder, "model.ubj"), "trees");
  expect(await lake.exists("models/")).toBe(false);
  expect((await lake.list("models/")).items).toEqual([]);
  await stage.publish();
  expect(readFileSync(join(await lake.input("models/r1/artifact/"), "model.ubj"), "utf8")).toBe("trees");
  await stage.discard();
  expect(await lake.exists("models/r1/artifact/")).toBe(true);
});

test("publishing again replaces what a run of before left, whole", async () => {
  const lake = await FolderLake.open(temporaryFolder());
  const publish = async (name: string) => {
    const stage = await lake.stage("bronze/r1/");
    writeFileSync(join(stage.folder, name), name);
    await stage.publish();
  };
  await publish("old");
  await publish("new");
  expect(readdirSync(await lake.input("bronze/r1/"))).toEqual(["new"]);
  expect(readdirSync(join(lake.location, ".work"))).toEqual([]);
});

test("sweeping removes unfinished work and nothing else", async () => {
  const lake = await FolderLake.open(temporaryFolder());
  const finished = await lake.stage("gold/r1/");
  await finished.publish();
  const unfinished = await lake.stage("gold/r2/");
  await lake.write("pointers/current-run.json", "{}");
  await lake.sweep();
  expect(existsSync(unfinished.folder)).toBe(false);
  expect((await lake.list("gold/")).items).toEqual(["r1"]);
  expect(await lake.read("pointers/current-run.json")).toBeDefined();
});

test("a process that is killed in mid-write leaves the old text, and nothing that the next write does not clear away", async () => {
  const lake = await FolderLake.open(temporaryFolder());
  await lake.write("pointers/champion.json", "old");
  const program = `
    import fs from "node:fs";
    import { syncBuiltinESMExports } from "node:module";
    fs.renameSync = () => process.kill(process.pid, "SIGKILL");
    syncBuiltinESMExports();
    const { FolderLake } = await import(${JSON.stringify(new URL("../../runtime/lake/folder-lake.ts", import.meta.url).href)});
    const lake = await FolderLake.open(${JSON.stringify(lake.location)});
    await lake.write("pointers/champion.json", "a longer text that never comes to its place");`;
  const { signal, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    encoding: "utf8",
  });
  expect(signal, stderr).toBe("SIGKILL");
  expect((await lake.read("pointers/champion.json"))?.text).toBe("old");
  await lake.write("pointers/current-run.json", "new");
  expect((await lake.read("pointers/current-run.json"))?.text).toBe("new");
  expect(filesBelow(lake.location)).toEqual([
    ".lock.sqlite",
    "pointers/champion.json",
    "pointers/current-run.json",
  ]);
});

test("names come in order and by pages", async () => {
  const root = temporaryFolder();
  for (const name of ["r3", "r1", "r2", ".hidden"])
    mkdirSync(join(root, "models", name), { recursive: true });
  const lake = await FolderLake.open(root);
  expect(await lake.list("models/", { limit: 2 })).toEqual({ items: ["r1", "r2"], next: "r2" });
  expect(await lake.list("models/", { limit: 2, after: "r2" })).toEqual({ items: ["r3"] });
  expect(await lake.list("nothing/")).toEqual({ items: [] });
});

test("a key cannot lead out of the lake", async () => {
  const lake = await FolderLake.open(temporaryFolder());
  await expect(lake.write("../outside", "x")).rejects.toThrow("is no key of the lake");
  expect(() => lake.input("/etc")).toThrow("is no key of the lake");
});
