import { readFileSync } from "node:fs";
import { z } from "zod";
import { intents } from "../../../configs/vocabulary.ts";
import { sentimentLabels } from "../../../runtime/bronze/text/index.ts";
import { sha256 } from "../../../runtime/digest.ts";

/** The notes that were labelled by hand; `docs/text.md` says by which rules. */

export const noteStyles = ["short", "long"] as const;
export const noteLanguages = ["en", "es"] as const;

const COLUMNS = ["intent", "sentiment", "negation", "text"] as const;
const labels = [
  z.enum(intents),
  z.enum(sentimentLabels),
  z.enum(["yes", "no"]),
  z.string().regex(/^\S.*\S$/),
] as const;
const lineSchema = z.tuple(labels);
const mixedLineSchema = z.tuple([z.enum(noteStyles), z.enum(noteLanguages), ...labels]);

/** A note as a colleague understands it. */
export interface LabelledNote {
  readonly text: string;
  readonly style: (typeof noteStyles)[number];
  readonly language: (typeof noteLanguages)[number];
  readonly intent: (typeof intents)[number];
  readonly sentiment: (typeof sentimentLabels)[number];
  /** Somebody who skipped the negation would take the note for something else. */
  readonly negation: boolean;
  /**
   * Errors of the development half may be looked at to improve the words; of the test half only figures are. What was
   * written afterwards was measured once, after the words were chosen, and no word was changed for it.
   */
  readonly half: "development" | "test" | "afterwards";
}

/** By the text alone, so that a note stays in its half whatever is added around it. */
function halfOf(text: string): "development" | "test" {
  return Number.parseInt(sha256(text).slice(0, 2), 16) % 2 === 0 ? "development" : "test";
}

/** The lines of a file, each as the schema reads it. */
function linesOf<T>(name: string, columns: readonly string[], schema: z.ZodType<T>): T[] {
  const url = new URL(`../../bronze/text/labelled/${name}.tsv`, import.meta.url);
  const [header, ...lines] = readFileSync(url, "utf8").trimEnd().split("\n");
  if (header !== columns.join("\t")) throw new Error(`${name}.tsv must begin with ${columns.join(", ")}.`);
  return lines.map((line, index) => {
    const parsed = schema.safeParse(line.split("\t"));
    if (!parsed.success) throw new Error(`${name}.tsv, line ${index + 2}: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  });
}

function notesOf(style: LabelledNote["style"], language: LabelledNote["language"]): LabelledNote[] {
  return linesOf(`${style}-${language}`, COLUMNS, lineSchema).map(([intent, sentiment, negation, text]) => ({
    ...{ text, style, language, intent, sentiment, negation: negation === "yes" },
    half: halfOf(text),
  }));
}

/** The notes of a file that names style and language in each line. */
function mixedNotes(name: string, half: LabelledNote["half"]): LabelledNote[] {
  return linesOf(name, ["style", "language", ...COLUMNS], mixedLineSchema).map(
    ([style, language, intent, sentiment, negation, text]) => ({
      ...{ text, style, language, intent, sentiment, negation: negation === "yes" },
      half,
    }),
  );
}

/**
 * The labelled notes of both halves. The second round was written after the first words were chosen, to see how they do
 * on notes that nobody had in mind; its errors were looked at then, so that all of it is of the development half. So are the reviewed notes: they are
 * wordings that a review had found misread.
 */
export const labelledNotes: readonly LabelledNote[] = [
  ...noteStyles.flatMap((style) => noteLanguages.flatMap((language) => notesOf(style, language))),
  ...mixedNotes("second-round", "development"),
  ...mixedNotes("reviewed", "development"),
];

/** The notes that were written and labelled after all words had been chosen. */
export const laterNotes: readonly LabelledNote[] = mixedNotes("afterwards", "afterwards");
