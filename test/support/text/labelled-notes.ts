import { readFileSync } from "node:fs";
import { z } from "zod";
import { intents } from "../../../configs/vocabulary.ts";
import { sentimentLabels } from "../../../runtime/bronze/text/index.ts";
import { sha256 } from "../../../runtime/digest.ts";

/** The notes that were labelled by hand; `docs/text.md` says by which rules. */

export const noteStyles = ["short", "long"] as const;
export const noteLanguages = ["en", "es"] as const;

const COLUMNS = ["intent", "sentiment", "negation", "text"] as const;

const lineSchema = z.tuple([
  z.enum(intents),
  z.enum(sentimentLabels),
  z.enum(["yes", "no"]),
  z.string().regex(/^\S.*\S$/),
]);

/** A note as a colleague understands it. */
export interface LabelledNote {
  readonly text: string;
  readonly style: (typeof noteStyles)[number];
  readonly language: (typeof noteLanguages)[number];
  readonly intent: (typeof intents)[number];
  readonly sentiment: (typeof sentimentLabels)[number];
  /** Somebody who skipped the negation would take the note for something else. */
  readonly negation: boolean;
  /** Errors of the development half may be looked at to improve the words; of the test half only figures are. */
  readonly half: "development" | "test";
}

/** By the text alone, so that a note stays in its half whatever is added around it. */
function halfOf(text: string): LabelledNote["half"] {
  return Number.parseInt(sha256(text).slice(0, 2), 16) % 2 === 0 ? "development" : "test";
}

function notesOf(style: LabelledNote["style"], language: LabelledNote["language"]): LabelledNote[] {
  const url = new URL(`../../bronze/text/labelled/${style}-${language}.tsv`, import.meta.url);
  const [header, ...lines] = readFileSync(url, "utf8").trimEnd().split("\n");
  if (header !== COLUMNS.join("\t"))
    throw new Error(`${url.pathname} must begin with ${COLUMNS.join(", ")}.`);
  return lines.map((line, index) => {
    const parsed = lineSchema.safeParse(line.split("\t"));
    if (!parsed.success)
      throw new Error(`${url.pathname}, line ${index + 2}: ${z.prettifyError(parsed.error)}`);
    const [intent, sentiment, negation, text] = parsed.data;
    return { text, style, language, intent, sentiment, negation: negation === "yes", half: halfOf(text) };
  });
}

/** All labelled notes, short before long, English before Spanish. */
export const labelledNotes: readonly LabelledNote[] = noteStyles.flatMap((style) =>
  noteLanguages.flatMap((language) => notesOf(style, language)),
);
