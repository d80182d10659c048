import type { DriftStatus } from "../../../configs/drift-limits.ts";
import { SCORE_NAME } from "../../../configs/monitoring-tables.ts";
import { type Html, html } from "../../../runtime/html.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { featureInWords } from "../../words/features.ts";
import { driftWords } from "./words.ts";

/** Signs beside the words and colours of a status, so that none of the three is needed to tell them apart. */
const signs: Readonly<Record<DriftStatus, string>> = { stable: "", drifted: "▲", critical: "▲▲" };

/** Classes of the statuses' colours. */
export const statusTones: Readonly<Record<DriftStatus, string>> = {
  stable: "one",
  drifted: "high",
  critical: "critical",
};

/** A status in words. */
export function statusText(status: DriftStatus, reader: Reader): string {
  return `${wordsFor(driftWords, reader).statuses[status]} ${signs[status]}`.trim();
}

/** A status with its colour; what has drifted stands out. */
export function statusBadge(status: DriftStatus, reader: Reader): Html {
  const text = statusText(status, reader);
  if (status === "stable") return html`${text}`;
  return html`<strong class="badge ${statusTones[status]}">${text}</strong>`;
}

/** A feature, or the score, in words. */
export function comparedName(feature: string, reader: Reader): string {
  if (feature === SCORE_NAME) return wordsFor(driftWords, reader).score;
  return featureInWords(feature, reader.language);
}

/** The page of a feature. */
export function featureLink(feature: string): string {
  return `/drift/${encodeURIComponent(feature)}`;
}
