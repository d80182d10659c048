import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type SliceColumn, sliceColumns } from "../../configs/model-policy.ts";
import { holdoutScores } from "../../configs/model-tables.ts";
import { evaluateWith } from "../../runtime/model/evaluate-step.ts";
import { type Evaluation, readEvaluation } from "../../runtime/model/evaluation.ts";
import { averagePrecision, rankScores } from "../../runtime/model/metrics/ranking.ts";
import { trainWith } from "../../runtime/model/train-step.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { asOfOf, tableFile } from "../../runtime/table/read-table.ts";
import { digestsBelow } from "../support/digests.ts";
import { sharedFolder } from "../support/folders.ts";
import { runStep } from "../support/run-step.ts";
import { writeSyntheticGold } from "../support/synthetic-gold.ts";
import { quickPolicy } from "./policy.ts";

const root = sharedFolder("spanishgas-holdout-scores-");
const at = (name: string) => join(root, name);
const file = (contract: { readonly name: string }, folder: string) =>
  literal(tableFile(contract, at(folder)));

function evaluateInto(name: string, threads: number) {
  return runStep(evaluateWith(quickPolicy), {
    inputs: { gold: at("gold"), candidate: at("candidate") },
    outputs: { evaluation: at(name) },
    scratch: at("scratch"),
    parameters: { threads },
  });
}

async function rows(sql: string) {
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: at("scratch") });
  return await engine.rows(sql);
}

let evaluation: Evaluation;

beforeAll(async () => {
  for (const name of ["gold", "scratch"]) mkdirSync(at(name), { recursive: true });
  await writeSyntheticGold({ folder: at("gold"), scratch: at("scratch"), customers: 2400 });
  // Few facts: segment and channel are features of this model, but region of none.
  const parameters = { experiment: "E0_baseline" };
  const outputs = { candidate: at("candidate") };
  await runStep(trainWith(quickPolicy), {
    inputs: { gold: at("gold") },
    outputs,
    scratch: at("scratch"),
    parameters,
  });
  await evaluateInto("evaluation", 1);
  evaluation = await readEvaluation(at("evaluation"));
});

describe("the scores of the holdout", () => {
  it("are those of its customers, with their outcomes and columns to slice by, sorted by customer", async () => {
    const held = await rows(
      `SELECT customer_id, churn, ${sliceColumns.join(", ")}
       FROM read_parquet(${file({ name: "gold_master" }, "gold")}) AS gold
         JOIN read_parquet(${file({ name: "folds" }, "candidate")}) AS folds
         USING (customer_id) WHERE part = 'holdout' ORDER BY customer_id`,
    );
    expect(
      await rows(`SELECT * EXCLUDE (churn_proba) FROM read_parquet(${file(holdoutScores, "evaluation")})`),
    ).toEqual(held);
    expect(held.length).toBe(480);
    using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: at("scratch") });
    expect(await asOfOf(engine, holdoutScores, at("evaluation"))).toBe("2024-12-31");
  });

  it("are what the evaluation's figures come from", async () => {
    const scored = await rows(
      `SELECT churn, churn_proba FROM read_parquet(${file(holdoutScores, "evaluation")})`,
    );
    const probabilities = scored.map((row) => Number(row["churn_proba"]));
    const labels = scored.map((row) => Number(row["churn"]));
    const { metrics, confusion, threshold } = evaluation;
    expect(averagePrecision(rankScores(probabilities, labels))).toBe(metrics.prAuc.value);
    const called = labels.filter((_, row) => (probabilities[row] ?? 0) >= threshold);
    const caught = called.filter((label) => label === 1).length;
    expect(caught).toBe(confusion.truePositives);
    expect(caught / called.length).toBe(metrics.precision.value);
    expect(caught / labels.filter((label) => label === 1).length).toBe(metrics.recall.value);
  });

  it("are the same bytes, with the same evaluation, with two threads", async () => {
    await evaluateInto("two", 2);
    const digests = (name: string) => Object.values(digestsBelow(root, name));
    expect(digests("two")).toEqual(digests("evaluation"));
  });
});

describe("the slices of the evaluation", () => {
  it.each(sliceColumns)(
    "by %s are what SQL finds in the scores of the holdout",
    async (column: SliceColumn) => {
      const found = await rows(
        `SELECT ${column} AS level, count(*)::DOUBLE AS rows, sum(churn)::DOUBLE AS churners,
         count(*) FILTER (churn_proba >= ${evaluation.threshold})::DOUBLE AS called,
         count(*) FILTER (churn = 1 AND churn_proba >= ${evaluation.threshold})::DOUBLE AS caught,
         fsum(churn_proba) AS expected
       FROM read_parquet(${file(holdoutScores, "evaluation")}) GROUP BY level
       ORDER BY rows DESC, level NULLS LAST`,
      );
      const slices = evaluation.slices.columns.find((each) => each.column === column);
      const large = found.filter((row) => Number(row["rows"]) >= 50);
      expect(slices?.levels.length).toBeGreaterThan(1);
      expect(slices?.levels.map(({ level, rows: count }) => [level, count])).toEqual(
        large.map((row) => [row["level"], row["rows"]]),
      );
      for (const [index, slice] of (slices?.levels ?? []).entries()) {
        const row = large[index] ?? {};
        const [count, churners, called, caught] = ["rows", "churners", "called", "caught"].map((name) =>
          Number(row[name]),
        );
        expect(slice.churners).toBe(churners);
        expect(slice.churnRate).toBe((churners ?? 0) / (count ?? 0));
        expect(slice.meanProbability).toBeCloseTo(Number(row["expected"]) / (count ?? 0), 12);
        expect(slice.calibrationGap.value).toBeCloseTo(slice.meanProbability - slice.churnRate, 12);
        expect(slice.recall?.value ?? null).toBe(
          (churners ?? 0) < 10 ? null : (caught ?? 0) / (churners ?? 0),
        );
        expect(slice.precision?.value ?? null).toBe(called === 0 ? null : (caught ?? 0) / (called ?? 0));
      }
      const judged = large.reduce((sum, row) => sum + Number(row["rows"]), 0);
      expect(slices?.otherRows).toBe(480 - judged);
    },
  );

  it("record how they were made", () => {
    expect(evaluation.slices).toMatchObject({
      minimumRows: 50,
      minimumChurners: 10,
      intervals: { confidence: 0.95, resamples: 200 },
    });
  });
});
