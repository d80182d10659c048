import { isLanguage, type Language, languageFor } from "../words/language.ts";
import { BadQuery } from "./query.ts";

/** Name of the cookie that remembers a reader's language. */
export const LANGUAGE_COOKIE = "language";
/** How long it is remembered, in ms. */
export const LANGUAGE_COOKIE_MS = 365 * 24 * 3600 * 1000;

/** A request, as far as its language is concerned. */
interface Asked {
  /** A header by its name. */
  get(name: string): string | undefined;
}

/** The language that a request is to be answered in. */
export function languageOf(request: Asked): Language {
  const cookies = request.get("Cookie") ?? "";
  const chosen = new RegExp(`(?:^|;\\s*)${LANGUAGE_COOKIE}=(\\w+)`).exec(cookies)?.[1];
  return languageFor(chosen, request.get("Accept-Language"));
}

/**
 * Reads a choice of language.
 * @returns the language, and where to go back to: a path of this site, whatever was asked for
 * @throws BadQuery when there is no such language
 */
export function languageChoice(search: URLSearchParams): { readonly to: Language; readonly back: string } {
  const to = search.get("to") ?? "";
  if (!isLanguage(to)) throw new BadQuery([{ name: "to", expected: { enum: ["en", "es"] } }]);
  const here = "http://here.invalid";
  const back = URL.canParse(search.get("back") ?? "", here)
    ? new URL(search.get("back") ?? "", here)
    : undefined;
  if (back?.origin !== here) return { to, back: "/" };
  // Dots may leave two slashes at the beginning, "/.//elsewhere": browsers would take that for another host.
  return { to, back: `${back.pathname.replace(/^\/+/, "/")}${back.search}` };
}
