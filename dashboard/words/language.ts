import { type Language, languages, type Translated } from "../../configs/languages.ts";

export { type Language, languages, type Translated };

/** How each language is called by those who speak it. */
export const languageNames: Readonly<Record<Language, string>> = { en: "English", es: "Español" };

/** Is this the code of a language that we speak? */
export function isLanguage(text: unknown): text is Language {
  return languages.some((language) => language === text);
}

/**
 * The language that a reader wants: the one chosen before, else the first of the browser's that we speak.
 * @param chosen what the reader has chosen, if anything
 * @param accepted the header `Accept-Language`: codes with weights, `es-ES,es;q=0.9,en;q=0.8`
 */
export function languageFor(chosen: string | undefined, accepted: string | undefined): Language {
  if (isLanguage(chosen)) return chosen;
  const wanted = (accepted ?? "")
    .split(",")
    .map((entry) => {
      const [code = "", ...parameters] = entry.trim().toLowerCase().split(";");
      const weight = parameters.map((each) => /^\s*q=([\d.]+)$/.exec(each)?.[1]).find(Boolean);
      return { code: code.trim().split("-")[0], weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ code }) => code)
    .find(isLanguage);
  return wanted ?? "en";
}
