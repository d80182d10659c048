import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { modelPolicy } from "../../configs/model-policy.ts";
import { runId } from "../../configs/names.ts";
import { tuningPolicy } from "../../configs/tuning.ts";
import { Terminal } from "../../runtime/cli/terminal.ts";
import { tune } from "../../runtime/cli/tune.ts";
import { tuneLines } from "../../runtime/cli/tune-lines.ts";
import { jsonText } from "../../runtime/json.ts";
import { FolderLake } from "../../runtime/lake/folder-lake.ts";
import { openManifest } from "../../runtime/manifest/open-manifest.ts";
import { type Trial, tuningKey, tuningRecordSchema } from "../../runtime/model/tuning/record.ts";
import { spanishgas } from "../support/cli.ts";
import { digestsBelow } from "../support/digests.ts";
import { sharedFolder, temporaryFolder } from "../support/folders.ts";
import { writeSyntheticGold } from "../support/synthetic-gold.ts";
import { trialInForce } from "../support/trial.ts";

vi.setConfig({ testTimeout: 120_000 });

const RUN = runId("0123456789ab-1");
const root = sharedFolder("spanishgas-tune-");
const lake = join(root, "lake");

beforeAll(async () => {
  const folder = join(lake, "gold", RUN);
  mkdirSync(folder, { recursive: true });
  await writeSyntheticGold({ folder, scratch: root, customers: 700 });
  const texts = await FolderLake.open(lake);
  openManifest(texts)[Symbol.dispose]();
  await texts.write(
    "pointers/current-run.json",
    jsonText({ run: RUN, model: RUN, published_at: "2025-01-01T00:00:00.000Z" }),
  );
});

/** What is written, and what happens when a progress line comes. */
class Recorder extends Terminal {
  readonly lines: string[] = [];
  readonly #watch: (text: string) => void;

  constructor(watch: (text: string) => void = () => undefined) {
    super(process.stdout);
    this.#watch = watch;
  }

  override get interactive(): boolean {
    return true;
  }

  override line(text = ""): void {
    this.lines.push(text);
  }

  override update(text: string): void {
    this.#watch(text);
  }

  override clear(): void {}
}

describe("spanishgas tune", () => {
  it("cancelled, shows and keeps what it has found, and leaves the rest of the lake as it is", async () => {
    const before = digestsBelow(lake);
    const cancellation = new AbortController();
    const out = new Recorder();
    const log = new Recorder((text) => {
      if (text.includes("Point 3 of 33")) cancellation.abort();
    });
    const options = { lake, experiment: "E1_lifecycle_market", minutes: 30, seed: 5, threads: 2 };
    const key = tuningKey(RUN, options);
    expect(await tune(options, { out, log, signal: cancellation.signal })).toBe(130);
    expect(digestsBelow(lake)).toMatchObject(before);
    const record = tuningRecordSchema.parse(JSON.parse(readFileSync(join(lake, key), "utf8")));
    expect(record).toMatchObject({
      run: RUN,
      experiment: "E1_lifecycle_market",
      asOf: "2024-12-31",
      seed: 5,
      budgetMinutes: 30,
      ended: "cancelled",
      planned: 33,
    });
    expect(record.trials.map(({ inForce }) => inForce)).toEqual([true, false]);
    expect(Object.keys(record.libraries)).toContain("xgboost");
    // 20 % of the labelled customers are the holdout, and have no part.
    expect(record.rows).toBe(560);
    const text = out.lines.join("\n");
    expect(text).toContain("2 of 33 points were tried before it was cancelled");
    expect(text).toMatch(/\* +3 +0\.02 .* in force/);
    expect(text).toContain(`Written to ${key} in the lake.`);
  });

  it("says what to do where no run is published", async () => {
    const empty = temporaryFolder();
    openManifest(await FolderLake.open(empty))[Symbol.dispose]();
    const { code, log } = await spanishgas(["tune", "--lake", empty]);
    expect([code, log]).toEqual([2, expect.stringContaining("No run of this lake is published yet")]);
  });

  it("refuses a time that is none, and an experiment that there is not", async () => {
    const time = await spanishgas(["tune", "--minutes", "0"]);
    expect([time.code, time.log]).toEqual([2, expect.stringContaining("Give a whole number from 1 to 1440")]);
    const experiment = await spanishgas(["tune", "--experiment", "E99"]);
    expect([experiment.code, experiment.log]).toEqual([2, expect.stringContaining("Choose one of E0")]);
  });
});

describe("the table of a search", () => {
  const found = (depth: number, gain: number, verdict: Trial["verdict"]): Trial => ({
    ...trialInForce,
    inForce: false,
    depth,
    trees: 812,
    roundsByFold: [800, 812, 2490],
    prAuc: trialInForce.prAuc + gain,
    difference: { value: gain, low: gain - 0.01, high: gain + 0.01 },
    verdict,
  });
  const linesOf = (trials: readonly Trial[]) =>
    tuneLines(
      {
        experiment: "E5_full",
        asOf: "2024-12-31",
        seed: 42,
        budgetMinutes: 10,
        rows: 16_080,
        churners: 1602,
        folds: 5,
        intervals: { method: "paired percentile bootstrap", confidence: 0.95, resamples: 1000 },
        tuning: tuningPolicy,
        libraries: {},
        planned: 33,
        ended: "budget",
        trials,
      },
      modelPolicy.recipe,
      { style: (_, text) => text },
    );

  it("puts the best first, marks the recipe in force, calls ties ties, and then advises no change", () => {
    const lines = linesOf([trialInForce, found(4, 0.005, "tie"), found(2, -0.03, "worse")]);
    const rows = lines.filter((line) => /^[* ] +\d/.test(line));
    expect(rows.map((row) => row.split(/ {2,}/).at(-1))).toEqual(["tie", "in force", "worse"]);
    expect(rows[0]).toContain("812+");
    expect(rows[0]).toContain("+0.0050  (-0.0050 to +0.0150)");
    expect(lines[0]).toContain("3 of 33 points were tried before the time was up");
    expect(lines.join(" ")).toContain("There is no reason to change it.");
    expect(lines.join(" ")).not.toContain("model-policy.ts");
  });

  it("names the lines to change for the best point that is better, and no other", () => {
    const lines = linesOf([
      trialInForce,
      found(4, 0.02, "better"),
      found(5, 0.03, "better"),
      found(2, 0.04, "tie"),
    ]);
    const changes = lines.filter((line) => /^ {4}[a-z]/i.test(line)).map((line) => line.trim());
    expect(changes[0]).toBe("trees: 812,");
    expect(changes[1]).toBe("depth: 5,");
    expect(changes[2]).toContain('classWeightings: ["none"],');
    expect(changes).toHaveLength(3);
    const text = lines.join(" ");
    expect(text).toContain("configs/model-policy.ts");
    expect(text).toContain("Nothing was changed.");
    expect(text).toContain("search again with another --seed");
  });
});
