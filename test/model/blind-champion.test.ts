import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it, vi } from "vitest";
import { features } from "../../configs/features.ts";
import { readsSentiment } from "../../configs/sentiment.ts";
import { evaluateWith } from "../../runtime/model/evaluate-step.ts";
import { readEvaluation } from "../../runtime/model/evaluation.ts";
import { trainWith } from "../../runtime/model/train-step.ts";
import { sharedFolder } from "../support/folders.ts";
import { runStep } from "../support/run-step.ts";
import { writeSyntheticGold } from "../support/synthetic-gold.ts";
import { quickPolicy } from "./policy.ts";

/** A champion that reads the tone of conversations, judged on rows whose tone nobody has judged (D18). */

vi.setConfig({ testTimeout: 60_000 });

const root = sharedFolder("spanishgas-blind-");
const scratch = join(root, "scratch");
const at = (name: string) => join(root, name);
const tones = features.map(({ name }) => name).filter((name) => readsSentiment([name]));

async function trainOn(gold: string, candidate: string) {
  await runStep(trainWith(quickPolicy), {
    inputs: { gold: at(gold) },
    outputs: { candidate: at(candidate) },
    scratch,
  });
}

async function compare(gold: string, candidate: string, champion: string) {
  const evaluation = at(`${candidate}-with-${champion}-on-${gold}`);
  await runStep(evaluateWith(quickPolicy), {
    inputs: { gold: at(gold), candidate: at(candidate), champion: at(champion) },
    outputs: { evaluation },
    scratch,
  });
  const { comparison } = await readEvaluation(evaluation);
  return { note: comparison?.note, page: readFileSync(join(evaluation, "card.html"), "utf8") };
}

beforeAll(async () => {
  for (const name of ["judged", "unjudged", "scratch"]) mkdirSync(at(name));
  await writeSyntheticGold({ folder: at("judged"), scratch, customers: 1200 });
  await writeSyntheticGold({
    folder: at("unjudged"),
    scratch,
    customers: 1200,
    features: (values) => {
      for (const tone of tones) values.set(tone, null);
    },
  });
  await trainOn("judged", "full");
  await trainOn("unjudged", "without-tone");
}, 60_000);

it("is told in the comparison's note and on the card", async () => {
  const { note, page } = await compare("unjudged", "without-tone", "full");
  expect(note).toMatch(/^Neither model was trained on any of these rows\. The champion reads the tone/);
  expect(note).toContain("it had to do without, which favours the candidate");
  expect(page).toContain(note);
});

it("is not told where the tone is judged, nor of a champion that does not read it", async () => {
  const plain = "Neither model was trained on any of these rows.";
  expect((await compare("judged", "full", "full")).note).toBe(plain);
  expect((await compare("unjudged", "without-tone", "without-tone")).note).toBe(plain);
});
