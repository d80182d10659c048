import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test, vi } from "vitest";
import { featuresOf } from "../../configs/features.ts";
import { artifactSchema } from "../../runtime/model/artifact.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { sharedFolder } from "../support/folders.ts";
import { jsonAt, type Outcome, outcomeOf, spanishgas } from "../support/journey.ts";
import { copyDelivery, correctPrice, makeDelivery } from "../support/journey-delivery.ts";

/**
 * Where nobody judges the tone of conversations (D18), through the real command: what is trained, what is recorded,
 * what may score. Each test goes on from the one before.
 */

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const folder = sharedFolder("spanishgas-no-sentiment-");
const at = (name: string) => join(folder, name);
const lake = at("lake");
const MADE_UP = fileURLToPath(new URL("../support/scorers/made-up.ts", import.meta.url));
const run = (...args: readonly string[]) =>
  spanishgas("run", "--raw", at("raw"), "--lake", lake, "--json", ...args);
const factsOf = ({ report }: Outcome, step: string) =>
  report?.steps.find((each) => each.step === step)?.facts ?? {};

async function labelsOf(id: string): Promise<Record<string, number>> {
  mkdirSync(at("scratch"), { recursive: true });
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: at("scratch") });
  const rows = await engine.rows(
    `SELECT coalesce(sentiment_label, 'empty') AS label, count(*)::DOUBLE AS customers
     FROM read_parquet(${literal(join(lake, "gold", id, "gold_master.parquet"))}) GROUP BY ALL ORDER BY ALL`,
  );
  return Object.fromEntries(rows.map(({ label, customers }) => [String(label), Number(customers)]));
}

let champion = "";
let withoutTone = "";

beforeAll(() => makeDelivery(at("raw"), { customers: 400, seed: 7 }));

test("usually the lexicon judges, and E5 is trained on its tones", async () => {
  const outcome = outcomeOf(await run());
  expect(outcome).toMatchObject({ outcome: "completed", report: { model: { experiment: "E5_full" } } });
  champion = outcome.run_id;
  expect(factsOf(outcome, "bronze")).toMatchObject({ sentiment_scorer: "lexicon" });
  expect(factsOf(outcome, "train")).not.toHaveProperty("experiment_asked");
  expect(Object.keys(await labelsOf(champion))).toEqual([
    "negative",
    "neutral",
    "no_interaction",
    "positive",
  ]);
});

test("a champion that reads the tone refuses to score without one, and says what to do", async () => {
  const { code, stdout } = await run("--sentiment", "none", "--mode", "score");
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toEqual({
    error: {
      name: "InputError",
      message:
        "The champion (E5_full) reads the tone of conversations, and nobody has judged it in this run (--sentiment none); score with --sentiment lexicon, or train a model that does without it: --mode train --sentiment none.",
    },
  });
  expect(jsonAt(lake, "pointers/current-run.json")).toMatchObject({ run: champion });
});

test("a training trains E8 in its place, which every record of the model names, and why", async () => {
  const outcome = outcomeOf(await run("--sentiment", "none", "--mode", "train"));
  withoutTone = outcome.run_id;
  expect(outcome).toMatchObject({
    outcome: "completed",
    // What was asked for, and what came of it.
    report: { experiment: "E5_full", champion: withoutTone, model: { experiment: "E8_no_sentiment" } },
  });
  expect(factsOf(outcome, "bronze")).toMatchObject({ sentiment_scorer: "none" });
  expect(factsOf(outcome, "gold")).toMatchObject({
    null_share_sentiment_label: 1,
    null_share_is_negative_sentiment: 1,
    null_share_complaint_x_negative_sentiment: 1,
  });
  expect(factsOf(outcome, "train")).toMatchObject({
    experiment: "E8_no_sentiment",
    experiment_asked: "E5_full",
    notes:
      "E8_no_sentiment was trained in the place of E5_full, because nobody has judged the tone of conversations (--sentiment none).",
  });
  expect(await labelsOf(withoutTone)).toEqual({ empty: 400 });

  const artifact = artifactSchema.parse(jsonAt(lake, `models/${withoutTone}/artifact/artifact.json`));
  expect(artifact.experiment).toBe("E8_no_sentiment");
  expect(artifact.features).toEqual(featuresOf("E8_no_sentiment").map(({ name }) => name));
  expect(jsonAt(lake, `models/${withoutTone}/evaluation/evaluation.json`)).toMatchObject({
    comparison: { note: expect.stringContaining("it had to do without, which favours the candidate") },
  });
  for (const record of ["evaluation/evaluation.json", "evaluation/card.json", "registration.json"])
    expect([
      record,
      readFileSync(join(lake, "models", withoutTone, record), "utf8").includes('"E8_no_sentiment"'),
    ]).toEqual([record, true]);
  const listed = await spanishgas("models", "--lake", lake);
  expect(listed.stdout).toMatch(new RegExp(`${withoutTone} .*approved.*E8_no_sentiment`));
});

test("E8 scores later deliveries, with the tone empty, with the lexicon and with a scorer of one's own", async () => {
  correctPrice(copyDelivery(at("raw"), at("raw-price")));
  const score = async (...args: readonly string[]) =>
    outcomeOf(await spanishgas("run", "--raw", at("raw-price"), "--lake", lake, "--json", ...args));
  const scored = { outcome: "completed", report: { mode: "score", champion: withoutTone } };

  const silent = await score("--sentiment", "none");
  expect(silent).toMatchObject(scored);
  expect(await labelsOf(silent.run_id)).toEqual({ empty: 400 });

  // Another scorer is another request: it is not done already.
  const own = await score("--sentiment", MADE_UP);
  expect(own).toMatchObject(scored);
  expect(factsOf(own, "bronze")).toMatchObject({ sentiment_scorer: "made-up" });
  expect(Object.keys(await labelsOf(own.run_id))).toEqual(["neutral", "no_interaction", "positive"]);
  expect(await score("--sentiment", MADE_UP)).toMatchObject({ outcome: "already_done", run_id: own.run_id });
});

test("a scorer that is not there ends the run as the input's fault, and a name that is none the command", async () => {
  const absent = await run("--sentiment", at("absent.mjs"), "--mode", "score");
  expect([absent.code, absent.stderr]).toEqual([
    2,
    expect.stringContaining(`There is no sentiment scorer at ${at("absent.mjs")}`),
  ]);
  const misspelt = await run("--sentiment", "lexikon");
  expect([misspelt.code, misspelt.stderr]).toEqual([
    2,
    expect.stringContaining("Give lexicon, none, or the path of a module"),
  ]);
});
