import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  lexiconScorer,
  loadScorer,
  type Sentiment,
  type SentimentScorer,
  scoreAll,
} from "../../../runtime/bronze/text/index.ts";
import { InputError } from "../../../runtime/errors.ts";
import { temporaryFolder } from "../../support/folders.ts";

const MADE_UP = fileURLToPath(new URL("../../support/scorers/made-up.ts", import.meta.url));

function moduleOf(text: string): string {
  const file = join(temporaryFolder("scorer-"), "scorer.mjs");
  writeFileSync(file, text);
  return file;
}

async function refusal(setting: string): Promise<string> {
  const thrown: unknown = await loadScorer(setting).catch((error: unknown) => error);
  if (!(thrown instanceof InputError)) throw new Error(`${setting} was not refused as input.`);
  return thrown.message;
}

describe("loadScorer", () => {
  it("gives the lexicon unless another is named, and nobody for none", async () => {
    expect(await loadScorer()).toBe(lexiconScorer);
    expect(await loadScorer("lexicon")).toBe(lexiconScorer);
    expect(await loadScorer("none")).toBeNull();
  });

  it("loads a module of one's own", async () => {
    const scorer = await loadScorer(MADE_UP);
    expect(scorer?.name).toBe("made-up");
    expect((await scorer?.score(["Asked about the bill.", "", null]))?.map((tone) => tone?.label)).toEqual([
      "positive",
      undefined,
      undefined,
    ]);
  });

  it("says what is wrong with a setting, and what to do", async () => {
    const remedy = "give --sentiment lexicon, none, or the path of a module (.js, .mjs, .ts).";
    expect(await refusal("roberta")).toBe(`"roberta" names no sentiment scorer; ${remedy}`);
    const absent = join(temporaryFolder("scorer-"), "absent.mjs");
    expect(await refusal(absent)).toBe(`There is no sentiment scorer at ${absent}; ${remedy}`);
    const broken = moduleOf('throw new Error("The weights are missing.");');
    expect(await refusal(broken)).toBe(
      `The sentiment scorer at ${broken} cannot be loaded: The weights are missing.`,
    );
    for (const text of [
      "export const other = 1;",
      'export const scorer = { name: "x" };',
      "export const scorer = null;",
    ])
      expect(await refusal(moduleOf(text))).toContain(
        'exports no "scorer" with a name and a function "score"',
      );
  });
});

describe("scoreAll", () => {
  const neutral: Sentiment = { negative: 0.2, neutral: 0.5, positive: 0.3, label: "neutral" };
  const giving = (score: SentimentScorer["score"]): SentimentScorer => ({ name: "test", score });

  it("asks in batches and keeps the order", async () => {
    const sizes: number[] = [];
    const scorer = giving(async (texts) => {
      sizes.push(texts.length);
      return texts.map((text) =>
        text === null ? null : { ...neutral, neutral: 0.7, positive: Number(text) },
      );
    });
    const texts = Array.from({ length: 600 }, (_, index) =>
      index === 300 ? null : index % 2 === 0 ? "0.1" : "0.1",
    );
    const tones = await scoreAll(scorer, texts);
    expect(sizes).toEqual([256, 256, 88]);
    expect(tones).toHaveLength(600);
    expect(tones.flatMap((tone, index) => (tone === null ? [index] : []))).toEqual([300]);
    expect(await scoreAll(scorer, [])).toEqual([]);
  });

  it("refuses a label that is not that of the largest share, and says what to do", async () => {
    const tone: Sentiment = { negative: 0.03, neutral: 0.43, positive: 0.54, label: "neutral" };
    const scored = scoreAll(
      giving(async () => [tone]),
      ["a text"],
    );
    await expect(scored).rejects.toThrow(InputError);
    await expect(scored).rejects.toThrow(
      'The sentiment scorer "test" calls a text neutral, and gives positive the larger share (0.54 against 0.43). ' +
        "Let it give the label of the largest share.",
    );
  });

  it("leaves the label of equal shares to the scorer", async () => {
    const tie: Sentiment = { negative: 0, neutral: 0.4998, positive: 0.5002, label: "neutral" };
    expect(
      await scoreAll(
        giving(async () => [tie]),
        ["a text"],
      ),
    ).toEqual([tie]);
  });

  it.each<[string, unknown]>([
    ["too few", []],
    ["too many", [neutral, neutral]],
    ["shares that do not add up to 1", [{ ...neutral, neutral: 0.9 }]],
    ["a share above 1", [{ negative: -0.5, neutral: 1.2, positive: 0.3, label: "neutral" }]],
    ["an unknown label", [{ ...neutral, label: "furious" }]],
    ["no list", "neutral"],
    ["nothing", undefined],
  ])("refuses %s", async (_, answer) => {
    const file = moduleOf(
      `export const scorer = { name: "odd", score: async () => (${JSON.stringify(answer) ?? "undefined"}) };`,
    );
    const scorer = await loadScorer(file);
    if (scorer === null) throw new Error("There is a scorer.");
    const scored = scoreAll(scorer, ["a text"]);
    await expect(scored).rejects.toThrow(InputError);
    await expect(scored).rejects.toThrow('The sentiment scorer "odd" must give each text three shares');
  });
});
