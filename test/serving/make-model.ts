/**
 * Makes a small model and rows for a container to score: `node test/serving/make-model.ts FOLDER` writes `FOLDER/model`,
 * `FOLDER/rows.jsonl` and, as the batch step's own code scores them, `FOLDER/scores.jsonl`.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadModel } from "../../runtime/model/artifact.ts";
import { trainWith } from "../../runtime/model/train-step.ts";
import { scoreRows } from "../../runtime/score/score-rows.ts";
import { servedScore } from "../../runtime/serving/write-answer.ts";
import { quickPolicy } from "../model/policy.ts";
import { columnsOf } from "../support/columns-of.ts";
import { runStep } from "../support/run-step.ts";
import { writeSyntheticGold } from "../support/synthetic-gold.ts";
import { jsonLines } from "./rows-as-text.ts";
import { validRow } from "./valid-row.ts";

const ROWS = 200;

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Name a folder.");
const at = (name: string) => join(folder, name);
for (const name of ["gold", "scratch", "model"]) mkdirSync(at(name), { recursive: true });
await writeSyntheticGold({ folder: at("gold"), scratch: at("scratch"), customers: 1200 });
await runStep(trainWith(quickPolicy), {
  inputs: { gold: at("gold") },
  outputs: { candidate: at("model") },
  scratch: at("scratch"),
});

using model = await loadModel(at("model"));
const { features } = model.artifact;
const row = validRow(features);
const rows = Array.from({ length: ROWS }, (_, index) => ({
  ...row,
  customer_id: `C${index}`,
  tenure_months: index / 2,
  is_negative_sentiment: index % 2,
}));
const scores = scoreRows(model, columnsOf(rows, features));
writeFileSync(at("rows.jsonl"), jsonLines(rows));
writeFileSync(
  at("scores.jsonl"),
  jsonLines(scores.map((score, index) => servedScore(rows[index]?.customer_id ?? null, score))),
);
