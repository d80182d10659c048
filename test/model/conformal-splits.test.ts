import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { featuresOf } from "../../configs/features.ts";
import { type GoldColumns, readGold } from "../../runtime/model/gold-columns.ts";
import { Engine } from "../../runtime/table/engine.ts";
import { averageOf, coverageOfSplit, type SplitCoverage } from "../support/conformal-splits.ts";
import { sharedFolder } from "../support/folders.ts";
import { writeSyntheticGold } from "../support/synthetic-gold.ts";
import { quickPolicy } from "./policy.ts";

/** The small form of `test/bench/conformal.ts`, which does the same on a lake of 20,099 customers. */

const root = sharedFolder("spanishgas-conformal-");
const features = featuresOf("E5_full");
const SEEDS = [1, 2, 3, 4, 5, 6];
const ASKED = 0.9;
let splits: readonly SplitCoverage[];

beforeAll(async () => {
  const folder = join(root, "gold");
  mkdirSync(folder);
  // Every third one who stayed is left unlabelled, so that the churners are more.
  await writeSyntheticGold({
    folder,
    scratch: root,
    customers: 6000,
    label: (id, churn) => (churn === 0 && Number(id.slice(1)) % 3 > 0 ? null : churn),
  });
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: root });
  const gold: GoldColumns = await readGold(
    engine,
    folder,
    features.map(({ name }) => name),
  );
  const found: SplitCoverage[] = [];
  for (const seed of SEEDS)
    found.push(
      await coverageOfSplit(
        gold,
        {
          contestant: {
            // Few shallow trees: models of nine tenths of the rows must be like the model of all of them.
            recipe: { ...quickPolicy.recipe, trees: 15, depth: 2 },
            features,
            weighting: "none",
          },
          calibration: "sigmoid",
          coverage: ASKED,
          // Half of them, so that few splits tell much.
          holdoutShare: 0.5,
          folds: 10,
        },
        { seed, threads: 2, signal: new AbortController().signal },
      ),
    );
  splits = found;
}, 60_000);

describe("prediction sets on customers that had no part in making them", () => {
  it.each(["churned", "stayed"] as const)(
    "hold the true outcome of as many %s as they promise",
    (outcome) => {
      const { mean } = averageOf(splits.map(({ coverage }) => coverage[outcome].coverage));
      expect(Math.abs(mean - ASKED)).toBeLessThan(0.02);
    },
  );
});
