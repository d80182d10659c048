import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it, vi } from "vitest";
import { z } from "zod";
import { runId } from "../../configs/names.ts";
import { jsonText } from "../../runtime/json.ts";
import { FolderLake } from "../../runtime/lake/folder-lake.ts";
import { openManifest } from "../../runtime/manifest/open-manifest.ts";
import { loadModel } from "../../runtime/model/artifact.ts";
import { cardSchema } from "../../runtime/model/card/card.ts";
import { evaluateWith } from "../../runtime/model/evaluate-step.ts";
import { readEvaluation } from "../../runtime/model/evaluation.ts";
import { scoreRows } from "../../runtime/score/score-rows.ts";
import { servedColumns } from "../../runtime/serving/columns.ts";
import { scoreRequest } from "../../runtime/serving/score-request.ts";
import { servedScore } from "../../runtime/serving/write-answer.ts";
import { quickPolicy } from "../model/policy.ts";
import { jsonLines } from "../serving/rows-as-text.ts";
import { validRow } from "../serving/valid-row.ts";
import { spanishgas } from "../support/cli.ts";
import { columnsOf } from "../support/columns-of.ts";
import { runStep } from "../support/run-step.ts";
import { Lake } from "./lake.ts";

/** A logistic regression that has won (D22), through everything that a model goes through. */

vi.setConfig({ testTimeout: 120_000 });

const lake = new Lake();
const RUN = runId("0123456789ab-1");
const logistic = quickPolicy.leaderboard.rivals.flatMap((rival) =>
  rival.algorithm === "logistic_regression" ? [{ ...rival, rounds: 10 }] : [],
);
/** One split on a column drawn by chance does worse than anything that has learnt. */
const policy = {
  ...quickPolicy,
  recipe: {
    ...quickPolicy.recipe,
    trees: 1,
    depth: 1,
    colsampleByTree: 0.01,
    classWeightings: ["none"] as const,
  },
  leaderboard: { ...quickPolicy.leaderboard, minimumChurners: 30, resamples: 100, rivals: logistic },
};

beforeAll(async () => {
  await lake.prepare({ policy });
  await lake.score("gold", "scored");
}, 120_000);

it("wins the leaderboard and is what was trained", async () => {
  using model = await loadModel(lake.folder("champion"));
  expect(model.artifact.recipe.algorithm).toBe("logistic_regression");
});

it("is judged, and its card tells no gain of any feature", async () => {
  await runStep(evaluateWith(policy), {
    inputs: { gold: lake.folder("gold"), candidate: lake.folder("champion") },
    outputs: { evaluation: lake.folder("evaluation") },
    scratch: lake.scratch,
  });
  const evaluation = await readEvaluation(lake.folder("evaluation"));
  expect(evaluation.originalProcedure).toBeNull();
  const card = cardSchema.parse(
    JSON.parse(readFileSync(join(lake.folder("evaluation"), "card.json"), "utf8")),
  );
  expect(card.model.recipe.algorithm).toBe("logistic_regression");
  expect(card.features.length).toBe(card.transform.features);
  expect(new Set(card.features.map(({ gainShare }) => gainShare))).toEqual(new Set([0]));
});

it("explains its scores, here and by command: the effects sum with the base to the log-odds", async () => {
  const folder = join(lake.root, "lake");
  for (const [from, to] of [
    ["gold", `gold/${RUN}`],
    ["scored", `scored/${RUN}`],
    ["champion", `models/${RUN}/artifact`],
  ] as const)
    cpSync(lake.folder(from), join(folder, to), { recursive: true });
  mkdirSync(join(folder, "pointers"));
  const texts = await FolderLake.open(folder);
  openManifest(texts)[Symbol.dispose]();
  await texts.write(
    "pointers/current-run.json",
    jsonText({ run: RUN, model: RUN, published_at: "2025-01-01T00:00:00.000Z" }),
  );
  const { code, out, log } = await spanishgas(["explain", "C00017", "--json", "--lake", folder]);
  expect([code, log]).toEqual([0, ""]);
  const explained = z
    .object({
      base: z.object({ log_odds: z.number() }),
      churn_log_odds: z.number(),
      contributions: z.array(z.object({ contribution: z.number() })),
    })
    .parse(JSON.parse(out));
  const sum = explained.contributions.reduce((total, each) => total + each.contribution, 0);
  expect(sum).not.toBe(0);
  expect(explained.base.log_odds + sum).toBeCloseTo(explained.churn_log_odds, 9);
  expect((await spanishgas(["explain", "--global", "--lake", folder])).code).toBe(0);
});

it("answers requests with what it scores", async () => {
  using model = await loadModel(lake.folder("champion"));
  const { features } = model.artifact;
  const row = validRow(features);
  const rows = [0, 1].map((negative) => ({
    ...row,
    customer_id: `C${negative}`,
    is_negative_sentiment: negative,
  }));
  const answer = scoreRequest(model, servedColumns(features), {
    rowsAs: "application/jsonlines",
    answerAs: "application/jsonlines",
    body: new TextEncoder().encode(jsonLines(rows)),
  });
  const text = new TextDecoder().decode(answer.body);
  expect(answer.status, text).toBe(200);
  const scores = scoreRows(model, columnsOf(rows, features));
  expect(text).toBe(
    jsonLines(scores.map((score, place) => servedScore(rows[place]?.customer_id ?? null, score))),
  );
  expect(scores.map(({ drivers }) => drivers.length)).not.toContain(0);
});

it("is watched for drift like any other", async () => {
  await lake.drift("gold", "scored", "monitoring");
  expect(existsSync(join(lake.folder("monitoring"), "drift.json"))).toBe(true);
});
