import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { type Digests, digestsBelow } from "../support/digests.ts";
import { sharedFolder } from "../support/folders.ts";
import { outcomeOf, resultsOf, spanishgas } from "../support/journey.ts";
import { changeFormats, copyDelivery, cutReadings, makeDelivery } from "../support/journey-delivery.ts";

/** The same data gives the same bytes, whatever it is run on and however it is cut. */

// Whole runs take a while on a machine that is busy with other tests.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const folder = sharedFolder("spanishgas-identical-");
const at = (name: string) => join(folder, name);
const PARTS = 7;

beforeAll(() => makeDelivery(at("raw"), { customers: 400, seed: 11 }));
/** A whole run on a lake of its own: everything that it computed. */
async function wholeRun(name: string, raw: string, threads: number): Promise<Digests> {
  const lake = at(name);
  const ended = await spanishgas(
    ...["run", "--raw", at(raw), "--lake", lake, "--threads", String(threads), "--json"],
  );
  const outcome = outcomeOf(ended);
  // Only a run that promotes its model writes every table.
  expect(outcome).toMatchObject({ outcome: "completed", report: { candidate: { promoted: true } } });
  return resultsOf(lake, outcome.run_id);
}

describe("a whole run, from raw files to drift", () => {
  let expected: Digests = {};

  test("computes every table and document", async () => {
    expected = await wholeRun("lake-1-thread", "raw", 1);
    const names = Object.keys(expected);
    for (const path of [
      "bronze/<run>/bronze_customer_month.parquet",
      "silver/<run>/silver_customer_month.parquet",
      "gold/<run>/gold_master.parquet",
      "gold/<run>/customer_months.parquet",
      "models/<run>/artifact/model.ubj",
      "models/<run>/artifact/artifact.json",
      "models/<run>/evaluation/evaluation.json",
      "models/<run>/evaluation/holdout_scores.parquet",
      "scored/<run>/scored_customers.parquet",
      "scored/<run>/recommendations.parquet",
      "monitoring/<run>/drift.json",
      "monitoring/<run>/drift_features.parquet",
    ])
      expect(names).toContain(path);
  });

  test("gives the same bytes again, with two threads", async () => {
    expect(await wholeRun("lake-2-threads", "raw", 2)).toEqual(expected);
  });

  test(`gives the same bytes with the readings in ${PARTS} Parquet parts`, async () => {
    await cutReadings(copyDelivery(at("raw"), at("raw-parts")), PARTS);
    expect(readdirSync(at("raw-parts")).filter((name) => name.startsWith("consumption"))).toHaveLength(PARTS);
    expect(await wholeRun("lake-parts", "raw-parts", 2)).toEqual(expected);
  });

  test.each(["csv.gz", "parquet"] as const)(
    "gives the same bronze with small files as %s",
    async (format) => {
      const raw = copyDelivery(at("raw"), at(`raw-${format}`));
      await changeFormats(raw, format);
      const outputs = ["bronze", "quarantine"].map((place) => [place, at(`${format}-${place}`)] as const);
      for (const [, output] of outputs) mkdirSync(output);
      const { code, stderr } = await spanishgas(
        ...["step", "bronze", "--input", `delivery=${raw}`],
        ...outputs.flatMap(([place, output]) => ["--output", `${place}=${output}`]),
      );
      expect(stderr).toBe("");
      expect(code).toBe(0);
      const bronze = Object.entries(expected).filter(([path]) => path.startsWith("bronze/"));
      expect(digestsBelow(folder, `${format}-bronze`)).toEqual(
        Object.fromEntries(
          bronze.map(([path, digest]) => [path.replace("bronze/<run>", `${format}-bronze`), digest]),
        ),
      );
    },
  );
});
