import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { deliveryId, type ModelVersion, modelVersion, runId } from "../../configs/names.ts";
import { InputError } from "../../runtime/errors.ts";
import { FolderLake } from "../../runtime/lake/folder-lake.ts";
import { LakeRegistry } from "../../runtime/registry/lake-registry.ts";
import { ChampionMoved, type Decision, VersionExists } from "../../runtime/registry/registry.ts";
import { temporaryFolder } from "../support/folders.ts";

const RACE = fileURLToPath(new URL("../support/race.ts", import.meta.url));

const v1 = modelVersion("d1-1");
const v2 = modelVersion("d2-1");
const v3 = modelVersion("d3-1");

function registration(version: ModelVersion, decision: Decision = "approved") {
  return {
    version,
    run: runId(version),
    delivery: deliveryId("d1"),
    decision,
    reasons: ["PR-AUC is high enough."],
    experiment: "E5_full",
    asOf: null,
    labels: "digest",
    metrics: { prAuc: 0.75 },
    registeredAt: "2024-12-31T12:00:00.000Z",
  };
}

async function emptyRegistry() {
  const folder = temporaryFolder();
  return { folder, registry: new LakeRegistry(await FolderLake.open(folder)) };
}

async function withChampions(...versions: ModelVersion[]) {
  const { folder, registry } = await emptyRegistry();
  for (const version of versions) {
    await registry.register(registration(version));
    await registry.promote(version, await registry.champion());
  }
  return { folder, registry };
}

test("a version is kept as registered; registering it again with another decision is refused", async () => {
  const { registry } = await emptyRegistry();
  await registry.register(registration(v1));
  await registry.register({ ...registration(v1), registeredAt: "later" });
  expect(await registry.get(v1)).toEqual(registration(v1));
  await expect(registry.register(registration(v1, "rejected"))).rejects.toThrow(VersionExists);
});

test("only an approved version becomes champion", async () => {
  const { registry } = await emptyRegistry();
  await registry.register(registration(v1, "rejected"));
  await expect(registry.promote(v1, undefined)).rejects.toThrow(InputError);
  await expect(registry.promote(v2, undefined)).rejects.toThrow("There is no model d2-1");
  expect(await registry.champion()).toBeUndefined();
});

test("the champion moves only from the one that the mover has seen", async () => {
  const { registry } = await withChampions(v1);
  const seen = await registry.champion();
  await registry.register(registration(v2));
  await registry.register(registration(v3));
  await registry.promote(v2, seen);
  await expect(registry.promote(v3, seen)).rejects.toThrow(ChampionMoved);
  expect((await registry.champion())?.version).toBe(v2);
  // Repeating a promotion that has happened changes nothing: a resumed run may do so.
  await registry.promote(v2, seen);
  expect((await registry.champion())?.previous).toEqual([v1]);
});

test("rollback goes back champion by champion, past those rejected since", async () => {
  const { registry } = await withChampions(v1, v2, v3);
  await registry.reject(v2, "Complaints from the field.");
  expect((await registry.rollback()).version).toBe(v1);
  await expect(registry.rollback()).rejects.toThrow("Model d1-1 is the first champion");
  expect((await registry.get(v2))?.reasons).toEqual(["PR-AUC is high enough.", "Complaints from the field."]);
});

test("without a champion there is nothing to roll back", async () => {
  const { registry } = await emptyRegistry();
  await expect(registry.rollback()).rejects.toThrow("There is no champion yet");
});

test("a person may overrule the gate; the champion cannot be rejected", async () => {
  const { registry } = await withChampions(v1);
  await registry.register(registration(v2, "rejected"));
  const champion = await registry.approve(v2, "Known outage in the labels.");
  expect([champion.version, champion.previous]).toEqual([v2, [v1]]);
  await expect(registry.reject(v2, "No.")).rejects.toThrow("roll back first");
});

test("versions are listed by pages, without runs that have not come to their gate", async () => {
  const { registry, folder } = await withChampions(v1, v2, v3);
  const lake = await FolderLake.open(folder);
  await lake.write("models/d0-1/artifact/model.txt", "unregistered");
  const first = await registry.list({ limit: 3 });
  expect(first.items.map(({ version }) => version)).toEqual([v1, v2]);
  const second = await registry.list({ limit: 3, ...(first.next !== undefined && { after: first.next }) });
  expect(second.items.map(({ version }) => version)).toEqual([v3]);
});

test("of five processes that saw the same champion, one moves it and the others are told", async () => {
  const { registry, folder } = await withChampions(v1);
  const versions = [1, 2, 3, 4, 5].map((number) => modelVersion(`r${number}-1`));
  for (const version of versions) await registry.register(registration(version));
  const racers = versions.map((version) =>
    spawn(process.execPath, [RACE, folder, "promote", version], { stdio: ["pipe", "pipe", "inherit"] }),
  );
  const outcomes = racers.map(async (racer) => {
    const lines: string[] = [];
    for await (const line of createInterface(racer.stdout)) lines.push(line);
    return lines.at(-1);
  });
  await Promise.all(racers.map((racer) => once(racer.stdout, "data")));
  for (const racer of racers) racer.stdin.write("go\n");
  const results = await Promise.all(outcomes);
  expect(results.toSorted()).toEqual(["moved", "moved", "moved", "moved", "promoted"]);
  expect((await registry.champion())?.version).toBe(versions[results.indexOf("promoted")]);
});

test("four processes that add to one number under a condition lose none of 40 additions", async () => {
  const folder = temporaryFolder();
  const racers = [1, 2, 3, 4].map(() =>
    spawn(process.execPath, [RACE, folder, "count", "10"], { stdio: "inherit" }),
  );
  const codes = await Promise.all(racers.map(async (racer) => (await once(racer, "close"))[0]));
  expect(codes).toEqual([0, 0, 0, 0]);
  expect((await (await FolderLake.open(folder)).read("counter"))?.text).toBe("40");
});
