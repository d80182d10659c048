import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FolderLake } from "../../runtime/lake/folder-lake.ts";
import { PreconditionFailed } from "../../runtime/lake/lake.ts";
import { filesBelow } from "../support/digests.ts";
import { temporaryFolder } from "../support/folders.ts";

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

test("a conditional write happens only when its condition holds, and tells what is there instead", async () => {
  const lake = await FolderLake.open(temporaryFolder());
  const first = await lake.write("p", "one", { ifAbsent: true });
  await expect(lake.write("p", "other", { ifAbsent: true })).rejects.toThrow(PreconditionFailed);
  await lake.write("p", "two", { ifMatch: first });
  const late = await lake.write("p", "three", { ifMatch: first }).catch((thrown: unknown) => thrown);
  expect(late).toMatchObject({ name: "PreconditionFailed", key: "p", stored: { text: "two" } });
  await expect(lake.write("q", "x", { ifMatch: first })).rejects.toThrow(PreconditionFailed);
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

test("a key cannot lead out of the lake", async () => {
  const lake = await FolderLake.open(temporaryFolder());
  await expect(lake.write("../outside", "x")).rejects.toThrow("is no key of the lake");
  expect(() => lake.input("/etc")).toThrow("is no key of the lake");
});
