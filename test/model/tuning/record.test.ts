import { describe, expect, it } from "vitest";
import { runId } from "../../../configs/names.ts";
import { tuningPolicy } from "../../../configs/tuning.ts";
import { FolderLake } from "../../../runtime/lake/folder-lake.ts";
import { tuningKey, tuningRecordSchema, writeTuning } from "../../../runtime/model/tuning/record.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { trialInForce } from "../../support/trial.ts";

const RUN = runId("0123456789ab-1");
function searchOf(tried: number, seed = 42) {
  return {
    experiment: "E5_full",
    asOf: "2024-12-31",
    seed,
    budgetMinutes: 10,
    rows: 800,
    churners: 80,
    folds: 5,
    intervals: { method: "paired percentile bootstrap", confidence: 0.95, resamples: 1000 },
    tuning: tuningPolicy,
    libraries: { xgboost: "1.7.4" },
    planned: 33,
    ended: "budget" as const,
    trials: Array.from({ length: tried }, () => trialInForce),
  };
}

const storedIn = async (lake: FolderLake, of = searchOf(1)) =>
  tuningRecordSchema.parse(JSON.parse((await lake.read(tuningKey(RUN, of)))?.text ?? ""));

describe("the record of a search", () => {
  it("lies below its run, experiment and seed, and reads back as it was written", async () => {
    const lake = await FolderLake.open(temporaryFolder());
    expect(await writeTuning(lake, RUN, searchOf(2))).toBe(true);
    expect((await lake.list(`tuning/${RUN}/`)).items).toEqual(["E5_full-42.json"]);
    expect(await storedIn(lake)).toEqual({ recordVersion: 2, run: RUN, ...searchOf(2) });
  });

  it("gives way to a longer one of the same run, experiment and seed alone", async () => {
    const lake = await FolderLake.open(temporaryFolder());
    await writeTuning(lake, RUN, searchOf(3));
    expect(await writeTuning(lake, RUN, searchOf(2))).toBe(false);
    expect(await writeTuning(lake, RUN, { ...searchOf(3), budgetMinutes: 60 })).toBe(false);
    expect((await storedIn(lake)).budgetMinutes).toBe(10);
    expect(await writeTuning(lake, RUN, searchOf(4))).toBe(true);
    expect((await storedIn(lake)).trials).toHaveLength(4);
    const other = runId("0123456789ab-2");
    expect(await writeTuning(lake, other, searchOf(1))).toBe(true);
    expect((await storedIn(lake)).trials).toHaveLength(4);
  });

  it("is kept beside the one that it confirms, and beside that of another experiment", async () => {
    const lake = await FolderLake.open(temporaryFolder());
    await writeTuning(lake, RUN, searchOf(3));
    const confirming = searchOf(3, 7);
    const other = { ...searchOf(2), experiment: "E4_add_sentiment" };
    for (const search of [confirming, other]) {
      expect(await writeTuning(lake, RUN, search)).toBe(true);
      expect(await storedIn(lake, search)).toMatchObject(search);
    }
    expect((await storedIn(lake)).trials).toHaveLength(3);
  });

  it("takes the place of one that is damaged", async () => {
    const lake = await FolderLake.open(temporaryFolder());
    await lake.write(tuningKey(RUN, searchOf(1)), "{");
    expect(await writeTuning(lake, RUN, searchOf(1))).toBe(true);
    expect((await storedIn(lake)).trials).toHaveLength(1);
  });

  it("stays the longer one where two searches end in the same moment", async () => {
    for (const [theirs, written] of [
      [2, true],
      [5, false],
    ] as const) {
      const lake = await FolderLake.open(temporaryFolder());
      let before = true;
      const raced = {
        read: (key: string) => lake.read(key),
        write: async (...args: Parameters<FolderLake["write"]>) => {
          if (before) {
            before = false;
            await writeTuning(lake, RUN, searchOf(theirs));
          }
          return lake.write(...args);
        },
      };
      expect(await writeTuning(raced, RUN, searchOf(3))).toBe(written);
      expect((await storedIn(lake)).trials).toHaveLength(Math.max(theirs, 3));
    }
  });

  it("is not written where the lake refuses for another reason than a race", async () => {
    const refusing = {
      read: () => Promise.resolve(undefined),
      write: () => Promise.reject(new Error("no space")),
    };
    await expect(writeTuning(refusing, RUN, searchOf(1))).rejects.toThrow("no space");
  });

  it("refuses what is no search: fields too many, or no point at all", () => {
    const record = { recordVersion: 2, run: RUN, ...searchOf(1) };
    expect(tuningRecordSchema.safeParse(record).success).toBe(true);
    expect(tuningRecordSchema.safeParse({ ...record, minutes: 3 }).success).toBe(false);
    expect(tuningRecordSchema.safeParse({ ...record, trials: [] }).success).toBe(false);
    expect(tuningRecordSchema.safeParse({ ...record, ended: "tired" }).success).toBe(false);
  });
});
