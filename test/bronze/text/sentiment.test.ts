import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lexiconScorer, sentimentOf } from "../../../runtime/bronze/text/index.ts";
import { demoTexts } from "./demo-texts.ts";

const label = (text: string) => sentimentOf(text)?.label;

describe("sentimentOf", () => {
  it("gives the softmax of the three logits, worked by hand", () => {
    // The neutral logit at s = 0 is (1.25 + 0.5) 1.5 - 0.375 = 2.25.
    // "happy": s = 2, logits -2.875, 1.25, 2.125. e^-5 = .00673795, e^-0.875 = .41686202, 1; sum 1.42359997.
    const happy = sentimentOf("Happy.");
    expect(happy?.negative).toBeCloseTo(0.004733, 6);
    expect(happy?.neutral).toBeCloseTo(0.2928224, 6);
    expect(happy?.positive).toBeCloseTo(0.7024445, 6);
    expect(happy?.label).toBe("positive");
    // No word of the lexicon: s = 0, logits -0.375, 2.25, -0.375. e^-2.625 = .07243976; 1 / 1.14487952 = .87345436.
    const plain = sentimentOf("Details sent.");
    expect(plain?.neutral).toBeCloseTo(0.87345436, 7);
    expect(plain?.negative).toBe(plain?.positive);
    expect(plain?.label).toBe("neutral");
  });

  it("turns words behind a negator: positive to -2, negative to +0.5", () => {
    expect(sentimentOf("not satisfied")).toEqual(sentimentOf("unhappy"));
    expect(sentimentOf("isn't satisfied")).toEqual(sentimentOf("unhappy"));
    expect(sentimentOf("not at satisfied")).toEqual(sentimentOf("unhappy"));
    expect(label("not at all satisfied")).toBe("negative");
    expect(label("not that anybody here was satisfied")).toBe("positive");
    expect(label("not only satisfied")).toBe("positive");
    expect(label("not there and satisfied")).toBe("positive");
    // +0.5 + 1 = 1.5 reaches the threshold, +0.5 alone does not.
    expect(label("not upset")).toBe("neutral");
    expect(label("not upset: helpful")).toBe("positive");
    expect(label("No. Happy.")).toBe("positive");
  });

  it("halves what was said before a turn, and weighs relief more than the worry that is over", () => {
    // -2 / 2 + 2 = 1 stays below the threshold; -1 / 2 + 2 = 1.5 reaches it; -2 + 3 = 1 does not, with "but" 2 does.
    expect(label("angry but happy")).toBe("neutral");
    expect(label("a problem, but happy")).toBe("positive");
    expect(label("worried, relieved")).toBe("neutral");
    expect(label("worried, but relieved")).toBe("positive");
    expect(label("feliz, sin embargo furiosa")).toBe("neutral");
  });

  it("counts the longest of overlapping phrases once", () => {
    expect(sentimentOf("no complaints")).toEqual(sentimentOf("happy"));
    expect(sentimentOf("thanks to the rain")).toEqual(sentimentOf("details sent"));
    // The "no" of a phrase turns nothing behind it.
    expect(sentimentOf("no complaints upset")).toEqual(sentimentOf("details sent"));
  });

  it("keeps to the thresholds of 1.5", () => {
    expect(label("helpful")).toBe("neutral");
    expect(label("helpful and loyal")).toBe("positive");
    expect(label("a delay")).toBe("neutral");
    expect(label("a delay and a problem")).toBe("negative");
    expect(label("looking forward, loyal")).toBe("positive");
    expect(label("looking; forward, loyal")).toBe("neutral");
  });

  it("compares whole words: dissatisfied is not satisfied", () => {
    expect(label("dissatisfied")).toBe("negative");
    expect(label("contentment")).toBe("neutral");
  });

  it("has equal shares at the threshold, and the label's the larger from there on", () => {
    // +0.5 + 1 = 1.5, and 1 / 2 + 0.5 = 1.
    const at = sentimentOf("Not upset: friendly.");
    expect(at).toMatchObject({ label: "positive", positive: at?.neutral });
    const below = sentimentOf("Friendly, but not upset.");
    expect(below?.label).toBe("neutral");
    expect(below?.neutral).toBeGreaterThan(below?.positive ?? 1);
    // What was called neutral with a larger share for positive.
    const between = sentimentOf("Not upset, but friendly.");
    expect(between?.label).toBe("neutral");
    expect(between?.neutral).toBeGreaterThan(between?.positive ?? 1);
  });

  it.each([
    ["She couldn't be more pleased", "positive"],
    ["could not be more satisfied with the plan", "positive"],
    ["could not be happier", "positive"],
    ["has never been happier", "positive"],
    ["Cannot thank the agent enough", "positive"],
    ["can't recommend us enough", "positive"],
    ["No podria estar mas contenta", "positive"],
    ["No podría estar más contenta", "positive"],
    ["no puede estar mas feliz", "positive"],
    ["Nunca ha estado tan contento", "positive"],
    ["Nothing to complain about", "positive"],
    ["Has never had any reason to complain", "positive"],
    ["could not be more disappointed", "negative"],
    ["No podría estar más enfadado", "negative"],
    ["Neither happy nor unhappy", "neutral"],
  ] as const)("takes an idiom as a whole: %s is %s", (text, tone) => {
    expect(label(text)).toBe(tone);
  });

  it("knows Spanish, with or without accents", () => {
    expect(label("Muy satisfecha, gracias")).toBe("positive");
    expect(label("No está satisfecho")).toBe("negative");
    expect(label("Se siente engañado")).toBe("negative");
    expect(label("Atención pésima")).toBe("negative");
    expect(label("Datos enviados")).toBe("neutral");
  });

  it("has no tone for null and blank texts", async () => {
    expect(sentimentOf(null)).toBeNull();
    expect(sentimentOf(" \n")).toBeNull();
    expect(await lexiconScorer.score(["Happy.", null])).toEqual([sentimentOf("Happy."), null]);
  });

  it("judges every note of the demo's phrase book as it was written", () => {
    expect(demoTexts.filter(({ text, tone }) => label(text) !== tone)).toEqual([]);
  });

  it("has scores that sum to 1 and a label with the largest score, for any words", () => {
    const words = fc.constantFrom(
      "happy",
      "upset",
      "but",
      "friendly",
      "delay",
      "loyal",
      "not",
      "very",
      "gracias",
      "molesto",
      ".",
    );
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 40 }), (parts) => {
        const tone = sentimentOf(parts.join(" "));
        if (tone === null) throw new Error("A text with words has a tone.");
        const { negative, neutral, positive } = tone;
        expect(negative + neutral + positive).toBeCloseTo(1, 12);
        expect(tone[tone.label]).toBe(Math.max(negative, neutral, positive));
      }),
    );
  });

  it("handles a megabyte of strong words", () => {
    const start = performance.now();
    expect(sentimentOf("unhappy ".repeat(125_000))).toEqual({
      negative: 1,
      neutral: 0,
      positive: 0,
      label: "negative",
    });
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
