import type { Advice } from "../../../configs/drift-advice.ts";
import { type Html, html } from "../../../runtime/html.ts";
import type { DriftAdvice } from "../../lake/documents.ts";
import type { Card } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { adviceWords } from "./advice-words.ts";

/** What the advice rests on, as one sentence. */
function because({ reasons }: DriftAdvice, reader: Reader): string {
  const words = wordsFor(adviceWords, reader);
  const text = reasons.map((reason) => words.reasons[reason]).join("; ");
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

/** Ignore, watch or retrain, and why. Runs of before gave no advice. */
export function adviceCard(advice: DriftAdvice | undefined, reader: Reader): readonly Card[] {
  if (advice === undefined) return [];
  const words = wordsFor(adviceWords, reader);
  return [{ title: words.title, value: words.advices[advice.verdict].name, note: because(advice, reader) }];
}

const looks: Readonly<Record<Advice, string>> = { ignore: "note", watch: "note", retrain: "banner" };

/** What to do, in a paragraph. @param more what else stands in it */
export function adviceParagraph({ verdict }: DriftAdvice, more: Html, reader: Reader): Html {
  const { name, remedy } = wordsFor(adviceWords, reader).advices[verdict];
  return html`<p class="${looks[verdict]}"><strong>${name}.</strong> ${remedy}
${more}</p>`;
}
