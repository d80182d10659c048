import { spawn } from "node:child_process";
import { once } from "node:events";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { type LeaseOwner, RunInProgress } from "../../runtime/manifest/manifest.ts";
import { ownerIsGone, thisProcess } from "../../runtime/manifest/process-identity.ts";
import { SqliteManifest } from "../../runtime/manifest/sqlite-manifest.ts";
import { claimOf, elsewhere, sqliteManifest } from "../support/manifests.ts";

describe("the lease", () => {
  test("of a process that was killed is free at once, without waiting", async () => {
    const { manifest } = sqliteManifest();
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await once(child, "spawn");
    const owner: LeaseOwner = { ...thisProcess(), pid: child.pid ?? 0, processStart: null };
    await manifest.claim(claimOf("a", { owner }));
    await expect(manifest.claim(claimOf("a"))).rejects.toThrow(RunInProgress);
    child.kill("SIGKILL");
    await once(child, "close");
    expect((await manifest.claim(claimOf("a"))).resumed).toBe(true);
  });

  test("of a process whose number was given to another one is free", () => {
    const me = thisProcess();
    expect(ownerIsGone(me)).toBe(false);
    if (me.processStart !== null) expect(ownerIsGone({ ...me, processStart: "1" })).toBe(true);
    expect(ownerIsGone(elsewhere)).toBe(false);
  });
});

test("a manifest of a newer version is refused, not misread", () => {
  const { file } = sqliteManifest();
  const database = new DatabaseSync(file);
  database.exec("PRAGMA user_version = 99");
  database.close();
  expect(() => new SqliteManifest(file)).toThrow("was written by a newer version of spanishgas");
});
