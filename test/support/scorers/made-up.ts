import type { SentimentScorer } from "../../../runtime/bronze/text/index.ts";

/** A scorer as somebody may plug it in: every text that asks something is positive, and nothing else is. */
export const scorer: SentimentScorer = {
  name: "made-up",
  score: async (texts) =>
    texts.map((text) => {
      if (text === null || text.trim() === "") return null;
      return /asked|pregunta/i.test(text)
        ? { negative: 0, neutral: 0.25, positive: 0.75, label: "positive" }
        : { negative: 0.25, neutral: 0.75, positive: 0, label: "neutral" };
    }),
};
