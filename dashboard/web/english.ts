import { type Content, html } from "../../runtime/html.ts";
import type { Reader } from "./reader.ts";

/**
 * Contracts and what the pipeline says are written in English: in other languages their words are marked, so that they
 * are read out as such.
 */
export function inEnglish(text: string, { language }: Reader): Content {
  return language === "en" ? text : html`<span lang="en">${text}</span>`;
}
