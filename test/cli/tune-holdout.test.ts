import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { modelPolicy } from "../../configs/model-policy.ts";
import { runId } from "../../configs/names.ts";
import { DEFAULT_SEED } from "../../configs/seed.ts";
import { Terminal } from "../../runtime/cli/terminal.ts";
import { tune } from "../../runtime/cli/tune.ts";
import { jsonText } from "../../runtime/json.ts";
import { FolderLake } from "../../runtime/lake/folder-lake.ts";
import { openManifest } from "../../runtime/manifest/open-manifest.ts";
import { readGold } from "../../runtime/model/gold-columns.ts";
import { splitGold, type TrainingSet } from "../../runtime/model/training-set.ts";
import type { Search } from "../../runtime/model/tuning/record.ts";
import { Engine } from "../../runtime/table/engine.ts";
import { temporaryFolder } from "../support/folders.ts";
import { writeSyntheticGold } from "../support/synthetic-gold.ts";
import { trialInForce } from "../support/trial.ts";

vi.setConfig({ testTimeout: 60_000 });

const RUN = runId("0123456789ab-1");
const found: Search = {
  planned: 1,
  ended: "complete",
  trials: [trialInForce],
};

class Silent extends Terminal {
  override line(): void {}
}

const searched = vi.hoisted(() => vi.fn<(training: TrainingSet) => Promise<Search>>());
vi.mock("../../runtime/model/tuning/search.ts", () => ({ searchRecipes: searched }));

test("no customer of the holdout of every run is searched, whatever the seed; the folds change with it", async () => {
  const root = temporaryFolder();
  const lake = join(root, "lake");
  const folder = join(lake, "gold", RUN);
  mkdirSync(folder, { recursive: true });
  await writeSyntheticGold({ folder, scratch: root, customers: 700 });
  const texts = await FolderLake.open(lake);
  openManifest(texts)[Symbol.dispose]();
  await texts.write(
    "pointers/current-run.json",
    jsonText({ run: RUN, model: RUN, published_at: "2025-01-01T00:00:00.000Z" }),
  );
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: root });
  const split = splitGold(await readGold(engine, folder, []), modelPolicy.split, DEFAULT_SEED);
  const trained = split.filter(({ part }) => part === "train");

  searched.mockResolvedValue(found);
  const silent = new Silent(process.stdout);
  const context = { out: silent, log: silent, signal: new AbortController().signal };
  const seeds = [DEFAULT_SEED, 7, 1234];
  for (const seed of seeds)
    await tune({ lake, experiment: "E1_lifecycle_market", minutes: 1, seed, threads: 1 }, context);
  const sets = searched.mock.calls.map(([training]) => training);
  for (const { gold } of sets) expect(gold.customerId).toEqual(trained.map(({ customerId }) => customerId));
  expect(sets[0]?.folds).toEqual(trained.map(({ fold }) => fold));
  expect(new Set(sets.map(({ folds }) => folds.join("")))).toHaveProperty("size", seeds.length);
});
