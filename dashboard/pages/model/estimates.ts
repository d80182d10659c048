import { type Html, html } from "../../../runtime/html.ts";
import type { Estimate } from "../../../runtime/model/metrics/estimate.ts";
import { difference } from "../../words/decimals.ts";
import type { Language } from "../../words/language.ts";

/** A figure with its interval behind it, as cells of tables show it. */
export function withInterval({ value, low, high }: Estimate, written: (value: number) => string): Html {
  return html`${written(value)} <small>(${between({ low, high }, written)})</small>`;
}

/** The ends of an interval. */
export function between(
  { low, high }: Pick<Estimate, "low" | "high">,
  written: (value: number) => string,
): string {
  return `${written(low)} – ${written(high)}`;
}

/** Writes differences with their sign and so many decimals. */
export function signed(digits: number, language: Language): (value: number) => string {
  return (value) => difference(value, digits, language);
}
