import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { type ModelVersion, modelVersion } from "../../configs/names.ts";
import { InputError } from "../../runtime/errors.ts";
import { FolderLake } from "../../runtime/lake/folder-lake.ts";
import type { LakeTexts } from "../../runtime/lake/lake.ts";
import { LakeRegistry } from "../../runtime/registry/lake-registry.ts";
import { ChampionMoved, VersionExists } from "../../runtime/registry/registry.ts";
import { temporaryFolder } from "../support/folders.ts";
import { registration, writeModel } from "../support/models.ts";

const RACE = fileURLToPath(new URL("../support/race.ts", import.meta.url));

const v1 = modelVersion("d1-1");
const v2 = modelVersion("d2-1");
const v3 = modelVersion("d3-1");

async function emptyRegistry() {
  const folder = temporaryFolder();
  return { folder, registry: new LakeRegistry(await FolderLake.open(folder)) };
}

async function withChampions(...versions: ModelVersion[]) {
  const { folder, registry } = await emptyRegistry();
  for (const version of versions) {
    await writeModel(await FolderLake.open(folder), version);
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
  expect((await registry.rollback("Made up")).version).toBe(v1);
  await expect(registry.rollback("Made up")).rejects.toThrow("Model d1-1 is the first champion");
  expect((await registry.get(v2))?.reasons).toEqual(["PR-AUC is high enough.", "Complaints from the field."]);
});

test("without a champion there is nothing to roll back", async () => {
  const { registry } = await emptyRegistry();
  await expect(registry.rollback("Made up")).rejects.toThrow("There is no champion yet");
});

test("a person may overrule the gate; the champion cannot be rejected", async () => {
  const { folder, registry } = await withChampions(v1);
  await registry.register(registration(v2, "rejected"));
  await writeModel(await FolderLake.open(folder), v2);
  const champion = await registry.approve(v2, "Known outage in the labels.");
  expect([champion.version, champion.previous]).toEqual([v2, [v1]]);
  await expect(registry.reject(v2, "No.")).rejects.toThrow("roll back first");
  // The same decision, told twice, is noted once.
  await registry.approve(v2, "Known outage in the labels.");
  expect((await registry.get(v2))?.reasons).toEqual([
    "PR-AUC is high enough.",
    "Known outage in the labels.",
  ]);
});

test("who approves again what was rolled back or replaced is noted, with when and why; who repeats themselves is not", async () => {
  const { folder, registry: gate } = await withChampions(v1);
  const lake = await FolderLake.open(folder);
  await gate.register(registration(v2, "rejected"));
  await writeModel(lake, v2);
  let day = 0;
  const now = () => new Date(Date.UTC(2025, 0, ++day));
  const [ana, ben] = ["ana", "ben"].map((by) => new LakeRegistry(lake, now, by));
  await ana?.approve(v2, "Better.");
  await ana?.approve(v2, "Better.");
  await ana?.rollback("Complaints.");
  await ben?.approve(v2, "Better.");
  await ana?.approve(v2, "Better.");
  // Another champion meanwhile: the same words of the same person move the pointer once more.
  await gate.register(registration(v3));
  await gate.promote(v3, await gate.champion());
  await ana?.approve(v2, "Better.");
  expect((await gate.champion())?.version).toBe(v2);
  const history = (await gate.get(v2))?.history ?? [];
  expect(history.map(({ decision, by, reason }) => [decision, by, reason])).toEqual([
    ["approved", "ana", "Better."],
    ["rolled_back", "ana", "Complaints."],
    ["approved", "ben", "Better."],
    ["approved", "ana", "Better."],
    ["approved", "ana", "Better."],
  ]);
  expect(history.map(({ at }) => at)).toEqual(history.map(({ at }) => at).toSorted());
});

test("a champion that nothing would take the place of is withdrawn by its rejection", async () => {
  const { registry } = await withChampions(v1, v2);
  await expect(registry.reject(v2, "Complaints.")).rejects.toThrow("roll back first");
  await registry.reject(v1, "Complaints.");
  await registry.reject(v2, "Complaints.");
  expect(await registry.champion()).toBeUndefined();
  expect((await registry.get(v2))?.decision).toBe("rejected");
});

test("a rollback does not lead to a model whose files are gone, and leaves the champion; past a rejected one it goes on", async () => {
  const { folder, registry } = await withChampions(v1, v2, v3);
  rmSync(join(folder, `models/${v2}/artifact/model.ubj`));
  await expect(registry.rollback("Made up")).rejects.toThrow(
    "models/d2-1/artifact/ lacks model.ubj: model d2-1 cannot score. Bring its files back from a backup or the bucket's " +
      "old versions, or reject it, so that a rollback goes past it.",
  );
  expect((await registry.champion())?.version).toBe(v3);
  expect((await registry.get(v3))?.history).toBeUndefined();
  await registry.reject(v2, "Its files are gone.");
  expect((await registry.rollback("Made up")).version).toBe(v1);
});

test("a model whose files are gone is not approved: it could not score", async () => {
  const { folder, registry } = await withChampions(v1);
  await registry.register(registration(v2, "rejected"));
  const lake = await FolderLake.open(folder);
  await lake.write(`models/${v2}/artifact/artifact.json`, "{}");
  await expect(registry.approve(v2, "Yes.")).rejects.toThrow("models/d2-1/artifact/ lacks model.ubj");
  expect((await registry.get(v2))?.decision).toBe("rejected");
});

test("an approval that rests on another champion is noted, and the champion stays", async () => {
  const { folder, registry } = await withChampions(v1);
  const seen = await registry.champion();
  await registry.register(registration(v2, "rejected"));
  await writeModel(await FolderLake.open(folder), v2);
  await registry.register(registration(v3));
  await registry.promote(v3, seen);
  await expect(registry.approve(v2, "Yes.", { seen })).rejects.toThrow(ChampionMoved);
  expect((await registry.get(v2))?.decision).toBe("approved");
  expect((await registry.champion())?.version).toBe(v3);
});

test("a dismissed champion makes way for the approved one of before, and the last one for none", async () => {
  const { registry } = await withChampions(v1, v2, v3);
  await registry.reject(v2, "Complaints.");
  expect((await registry.dismiss(v3, "Complaints."))?.version).toBe(v1);
  expect(await registry.dismiss(v1, "Complaints.")).toBeUndefined();
  expect(await registry.champion()).toBeUndefined();
  await expect(registry.rollback("Made up")).rejects.toThrow("There is no champion yet");
  // Nothing more to move: dismissing again changes nothing.
  expect(await registry.dismiss(v1, "Complaints.")).toBeUndefined();
});

test("after the champion was withdrawn, a model becomes champion as the first one did, and one mover alone wins", async () => {
  const { registry } = await withChampions(v1);
  const before = await registry.champion();
  await registry.dismiss(v1, "Complaints.");
  await registry.register(registration(v2));
  await registry.register(registration(v3));
  await expect(registry.promote(v2, before)).rejects.toThrow("The champion was withdrawn in the meantime");
  const champion = await registry.promote(v2, undefined);
  expect([champion.version, champion.previous]).toEqual([v2, []]);
  await expect(registry.promote(v3, undefined)).rejects.toThrow("The champion was changed to d2-1");
});

test.each([
  ["just before the pointer moves", "before"],
  ["just after it has moved", "after"],
] as const)("a version that is rejected %s does not stay champion", async (_, when) => {
  const { folder, registry } = await withChampions(v1);
  await registry.register(registration(v2));
  const lake = await FolderLake.open(folder);
  const racing: LakeTexts = {
    location: lake.location,
    read: (key) => lake.read(key),
    list: (prefix, page) => lake.list(prefix, page),
    exists: (prefix) => lake.exists(prefix),
    write: async (key, text, condition) => {
      const reject = () => registry.dismiss(v2, "Rejected at the same time.");
      if (when === "before") await reject();
      const etag = await lake.write(key, text, condition);
      if (when === "after") await reject();
      return etag;
    },
  };
  const promoted = new LakeRegistry(racing).promote(v2, await registry.champion());
  await expect(promoted).rejects.toThrow("Model d2-1 is rejected; only an approved model can be champion.");
  expect((await registry.champion())?.version).toBe(v1);
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
