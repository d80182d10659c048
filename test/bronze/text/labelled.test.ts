import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { intents } from "../../../configs/vocabulary.ts";
import { sentimentLabels } from "../../../runtime/bronze/text/index.ts";
import { labelledNotes, laterNotes } from "../../support/text/labelled-notes.ts";
import { textPage, withFigures } from "../../support/text/page.ts";
import { type Part, partOf, textReport } from "../../support/text/report.ts";

const notes = labelledNotes;
const share = (matches: (note: (typeof notes)[number]) => boolean) =>
  notes.filter(matches).length / notes.length;

describe("the labelled notes", () => {
  it("are enough of each kind to say something about it", () => {
    expect(notes.length).toBeGreaterThanOrEqual(320);
    expect(share(({ style }) => style === "short")).toBeGreaterThan(0.4);
    expect(share(({ style }) => style === "long")).toBeGreaterThan(0.4);
    expect(share(({ language }) => language === "es")).toBeGreaterThan(0.4);
    expect(notes.filter(({ negation }) => negation).length).toBeGreaterThanOrEqual(60);
    for (const intent of intents)
      expect([intent, notes.filter((note) => note.intent === intent).length >= 20]).toEqual([intent, true]);
    for (const sentiment of sentimentLabels)
      expect([sentiment, notes.filter((note) => note.sentiment === sentiment).length >= 80]).toEqual([
        sentiment,
        true,
      ]);
    for (const half of ["development", "test"] as const)
      expect(share((note) => note.half === half)).toBeGreaterThan(0.4);
  });

  it("are of the two styles that agents write in, and none stands there twice", () => {
    const sentences = (text: string) => text.split(/[.!?](?:\s|$)/).filter((part) => part !== "").length;
    for (const { style, text } of [...notes, ...laterNotes]) {
      if (style === "short") expect([text, text.length <= 60]).toEqual([text, true]);
      else expect([text, sentences(text) >= 2 && sentences(text) <= 4]).toEqual([text, true]);
    }
    const all = [...notes, ...laterNotes].map(({ text }) => text);
    expect(new Set(all).size).toBe(all.length);
  });
});

/**
 * The least that intent and tone must reach, as macro F1. On all notes it is what is asked of the project. A part is a
 * smaller sample, so that its figure swings more: its floor leaves two standard errors, of some sqrt(f (1 - f) / n),
 * below the whole's. The test half may fall behind the development half, whose errors were looked at. Of the 83 notes
 * in which negation matters few are of some classes, where a single note moves the mean by a hundredth. What was written
 * afterwards shows what unknown notes give, 0.85 and 0.84; its floor keeps that from getting worse by more than chance.
 */
const floors: Readonly<Record<Part, { readonly intent: number; readonly sentiment: number }>> = {
  "All notes": { intent: 0.95, sentiment: 0.85 },
  "Development half": { intent: 0.95, sentiment: 0.85 },
  "Test half": { intent: 0.91, sentiment: 0.85 },
  English: { intent: 0.92, sentiment: 0.85 },
  Spanish: { intent: 0.92, sentiment: 0.85 },
  Short: { intent: 0.92, sentiment: 0.85 },
  Long: { intent: 0.92, sentiment: 0.85 },
  "Negation matters": { intent: 0.85, sentiment: 0.85 },
  "Written afterwards": { intent: 0.78, sentiment: 0.78 },
};

describe("intent and tone of the labelled notes", () => {
  const reports = textReport();

  it.each(Object.entries(floors))("%s: macro F1 of intent and tone %o", (name, floor) => {
    const report = reports.find(({ part }) => part === name);
    expect(report?.intent.macroF1).toBeGreaterThanOrEqual(floor.intent);
    expect(report?.sentiment.macroF1).toBeGreaterThanOrEqual(floor.sentiment);
  });

  it("never take a displeased customer for a pleased one in more than 2 % of the notes, nor the other way round", () => {
    const { confusion, items } = partOf(reports, "All notes").sentiment;
    const [negative, , positive] = confusion;
    expect(((negative?.[2] ?? 0) + (positive?.[0] ?? 0)) / items).toBeLessThanOrEqual(0.02);
  });

  it("are shown in docs/text.md as they are (`node test/support/text-report.ts --write` brings it up to date)", () => {
    const page = readFileSync(textPage, "utf8");
    expect(withFigures(page, reports)).toBe(page);
  });
});
