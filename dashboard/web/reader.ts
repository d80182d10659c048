import { type Formats, formatsOf } from "../words/formats.ts";
import type { Language, Translated } from "../words/language.ts";

/** Who reads a page, and how. */
export interface Reader {
  readonly language: Language;
  readonly formats: Formats;
  /** Who asks, as far as anybody knows. */
  readonly user: string;
  readonly now: Date;
}

/** A reader of a language. */
export function readerOf(language: Language, user: string, now: Date): Reader {
  return { language, formats: formatsOf(language), user, now };
}

/** The texts of a page in the reader's language. */
export function wordsFor<Texts>(texts: Translated<Texts>, { language }: Pick<Reader, "language">): Texts {
  return texts[language];
}
