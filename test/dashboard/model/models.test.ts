import { expect, it } from "vitest";
import { modelsOf, standingsOf } from "../../../dashboard/data/models.ts";
import { keptFor, keptForEver } from "../../../dashboard/data/source-memory.ts";
import { FolderSource } from "../../../dashboard/lake/folder-source.ts";
import { SourceFault } from "../../../dashboard/lake/source.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { modelFigures, SmallLake } from "../small-lake.ts";

const estimate = (value: number, half: number) => ({ value, low: value - half, high: value + half });

it("calls a tie what overlaps with the highest, and nothing else", () => {
  expect(standingsOf([estimate(0.7, 0.02), estimate(0.75, 0.02), undefined, estimate(0.72, 0.01)])).toEqual([
    "below",
    "leads",
    "unknown",
    "tie",
  ]);
  // Touching ends overlap.
  expect(standingsOf([estimate(0.5, 0.25), estimate(1, 0.25)])).toEqual(["tie", "leads"]);
  expect(standingsOf([])).toEqual([]);
  expect(standingsOf([undefined])).toEqual(["unknown"]);
});

it("tells all registered models, the newest first, with their evaluations", async () => {
  const lake = await SmallLake.at(temporaryFolder());
  await lake.crown("run-1");
  await lake.crown("run-2");
  await lake.text("models/run-2/evaluation/evaluation.json", JSON.stringify(modelFigures));
  // A run that has not come to its gate.
  await lake.text("models/run-3/artifact/artifact.json", "{}");
  const models = await modelsOf(new FolderSource(lake.root));
  expect(models.map(({ registration }) => registration.version).toSorted()).toEqual(["run-1", "run-2"]);
  const evaluated = models.filter(({ evaluation }) => evaluation !== undefined);
  expect(evaluated.map(({ registration }) => registration.version)).toEqual(["run-2"]);
  expect(evaluated[0]?.evaluation?.metrics["prAuc"]).toEqual(modelFigures.metrics.prAuc);
});

it("says that a registration which cannot be understood is at fault, and reads it anew", async () => {
  const lake = await SmallLake.at(temporaryFolder());
  await lake.crown("run-1");
  const text = await new FolderSource(lake.root).read("models/run-1/registration.json");
  await lake.text("models/run-1/registration.json", "{");
  const source = new FolderSource(lake.root);
  await expect(modelsOf(source)).rejects.toThrow(SourceFault);
  await lake.text("models/run-1/registration.json", text?.text ?? "");
  expect(await modelsOf(source)).toHaveLength(1);
});

const nowhere = () => new FolderSource("/nowhere");

it("reads once for all who ask within the time, and again after it", async () => {
  let [now, reads] = [1000, 0];
  const read = keptFor(
    10,
    async () => ++reads,
    () => now,
  );
  const source = nowhere();
  expect(await Promise.all([read(source), read(source)])).toEqual([1, 1]);
  now += 9;
  expect(await read(source)).toBe(1);
  expect(await read(nowhere())).toBe(2);
  now += 1;
  expect(await read(source)).toBe(3);
});

it("keeps no failure", async () => {
  let reads = 0;
  const failing = async () => {
    reads += 1;
    if (reads === 1) throw new Error("once");
    return reads;
  };
  const read = keptFor(1_000, failing);
  const source = nowhere();
  await expect(read(source)).rejects.toThrow("once");
  expect(await read(source)).toBe(2);
});

it("keeps for ever what it found, and asks again for what was missing", async () => {
  const asked: string[] = [];
  const read = keptForEver(async (_source, name) => {
    asked.push(name);
    return name === "there" ? name : undefined;
  });
  const source = nowhere();
  for (const name of ["there", "there", "gone", "gone"]) await read(source, name);
  expect(asked).toEqual(["there", "gone", "gone"]);
});
