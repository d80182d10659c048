import { describe, expect, test } from "vitest";
import { intentOf, sentimentOf } from "../../runtime/bronze/text/index.ts";
import { type Intent, intents, type Sentiment, sentiments } from "../../runtime/demo/conversation-kinds.ts";
import {
  askings,
  callers,
  complaintTones,
  contexts,
  openers,
  reminder,
  tones,
  topics,
} from "../../runtime/demo/phrases.ts";
import { randomStream } from "../../runtime/demo/random.ts";
import { tenureWords, writeNote } from "../../runtime/demo/texts.ts";
import { lexiconSentiment, originalIntent } from "./original-patterns.ts";

/** Every wording with its intent and sentiment; placeholders filled with typical words. */
function allWordings(): { intent: Intent; sentiment: Sentiment; text: string }[] {
  const fill = (text: string) =>
    text
      .replace("{days}", "69")
      .replace("{months}", "2")
      .replace("{tenure}", "3 years")
      .replace("{channel}", "a comparison website")
      .replace("{minutes}", "12");
  return intents.flatMap((intent) =>
    sentiments.flatMap((sentiment) => {
      const tone = (intent === "Complaint" ? complaintTones : tones)[sentiment];
      const short = callers.flatMap((caller) =>
        askings.flatMap((asking) =>
          topics[intent].flatMap((topic) =>
            tone.closes.map((close) => `${caller} ${asking} ${topic}. ${close}`),
          ),
        ),
      );
      const long = openers[intent].flatMap((opener) =>
        contexts[intent].flatMap((context) =>
          tone.moods.flatMap((mood) => {
            const text = `${opener}. ${context}. ${mood}.`;
            return [text, `${text} ${reminder}`];
          }),
        ),
      );
      return [...short, ...long].map((text) => ({ intent, sentiment, text: fill(text) }));
    }),
  );
}

const fullNames: Readonly<Record<Intent, string>> = {
  Complaint: "Complaint / Escalation",
  Cancellation: "Cancellation / Switch",
  Pricing: "Pricing Offers",
  Plan: "Plan / Product Inquiry",
  Renewal: "Contract Renewal",
  Account: "Account / Service Inquiry",
  Billing: "Billing / Payment",
};

describe("every wording", () => {
  const wordings = allWordings();

  test("is recognised as its intent and sentiment by the original's patterns and the recipe's lexicon", () => {
    expect(wordings.length).toBeGreaterThan(7000);
    const wrong = wordings.filter(
      ({ intent, sentiment, text }) =>
        originalIntent(text) !== intent || lexiconSentiment(text) !== sentiment,
    );
    expect(wrong).toEqual([]);
  });

  test("is recognised as its intent by the pipeline's vocabularies, and as its sentiment by its lexicon", () => {
    const wrong = wordings.filter(
      ({ intent, sentiment, text }) =>
        intentOf(text, "original") !== fullNames[intent] ||
        intentOf(text) !== fullNames[intent] ||
        sentimentOf(text)?.label !== sentiment,
    );
    expect(wrong).toEqual([]);
  });
});

describe("notes", () => {
  const facts = {
    intent: "Renewal",
    sentiment: "neutral",
    daysToRenewal: 69,
    tenureMonths: 40,
    channel: "comparador",
  } as const;

  test("are short in 52 % of the cases: at most 60 characters; else two sentences or more", () => {
    const notes = Array.from({ length: 4000 }, (_, index) =>
      writeNote(randomStream(1, "note", index), facts),
    );
    const short = notes.filter((note) => note.length <= 60);
    expect(Math.abs(short.length / 4000 - 0.52)).toBeLessThan(4 * 0.0079);
    const long = notes.filter((note) => note.length > 60);
    expect(Math.min(...long.map((note) => note.length))).toBeGreaterThan(170);
    expect(Math.max(...long.map((note) => note.length))).toBeLessThan(330);
    expect(notes.some((note) => /[{}]/.test(note))).toBe(false);
    expect(notes.some((note) => note.includes("69 days"))).toBe(true);
    expect(notes.some((note) => note.includes("3 years"))).toBe(true);
    expect(notes.some((note) => note.includes("a comparison website"))).toBe(true);
  });

  test("of happy complainers are long: no wording of 60 characters says so much", () => {
    for (let index = 0; index < 100; index += 1) {
      const note = writeNote(randomStream(2, "note", index), {
        ...facts,
        intent: "Complaint",
        sentiment: "positive",
      });
      expect(note.length).toBeGreaterThan(60);
      expect(originalIntent(note)).toBe("Complaint");
    }
  });

  test("count tenure in years, or in months in the first year", () => {
    expect([0, 0.5, 1, 11.9, 12, 23.9, 24, 182].map(tenureWords)).toEqual([
      "1 month",
      "1 month",
      "1 month",
      "11 months",
      "1 year",
      "1 year",
      "2 years",
      "15 years",
    ]);
  });
});
