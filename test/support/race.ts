import { setTimeout as sleep } from "node:timers/promises";
import { modelVersion } from "../../configs/names.ts";
import { FolderLake } from "../../runtime/lake/folder-lake.ts";
import { PreconditionFailed } from "../../runtime/lake/lake.ts";
import { LakeRegistry } from "../../runtime/registry/lake-registry.ts";
import { ChampionMoved } from "../../runtime/registry/registry.ts";

/**
 * One of several processes that want the same thing: `node race.ts LAKE count TIMES` adds one to a number so many
 * times; `node race.ts LAKE promote VERSION` makes a version the champion in the place of the one it sees.
 */

const [folder = "", what = "", argument = ""] = process.argv.slice(2);
const lake = await FolderLake.open(folder);

async function addOne(): Promise<void> {
  for (;;) {
    const stored = await lake.read("counter");
    const next = String(Number(stored?.text ?? 0) + 1);
    try {
      await lake.write("counter", next, stored === undefined ? { ifAbsent: true } : { ifMatch: stored.etag });
      return;
    } catch (thrown) {
      if (!(thrown instanceof PreconditionFailed)) throw thrown;
      await sleep(Math.random() * 5);
    }
  }
}

if (what === "count") {
  for (let turn = 0; turn < Number(argument); turn += 1) await addOne();
} else {
  const registry = new LakeRegistry(lake);
  const seen = await registry.champion();
  process.stdout.write("ready\n");
  // All have seen the same champion before the first of them moves.
  await new Promise((resolve) => process.stdin.once("data", resolve));
  try {
    await registry.promote(modelVersion(argument), seen);
    process.stdout.write("promoted\n");
  } catch (thrown) {
    if (!(thrown instanceof ChampionMoved)) throw thrown;
    process.stdout.write("moved\n");
  }
  process.stdin.destroy();
}
