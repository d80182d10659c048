import type { JS } from "@duckdb/node-api";
import { featureNamed } from "../../configs/contracts.ts";
import { codeInWords, driverIn } from "../../runtime/explain/words/reasons.ts";
import { type FeatureValue, sentenceFor } from "../../runtime/explain/words/sentence.ts";
import type { Reader } from "../web/reader.ts";
import { domainWords } from "./domain.ts";
import { featureInWords } from "./features.ts";
import { MISSING } from "./formats.ts";
import { levelInWords } from "./level-names.ts";

/** Codes that say what moves a customer's score, and not just into which tier that leads. */
export function isDriver(code: string): boolean {
  return driverIn(code) !== undefined;
}

/**
 * A reason code in words. What drives a customer is said with the customer's own value, where it is at hand.
 * A code that nobody has translated yet is shown as it is, so that none is lost.
 */
export function reasonInWords(code: string, profile: Readonly<Record<string, JS>>, reader: Reader): string {
  const { language } = reader;
  const words = codeInWords(code, language);
  if (words !== undefined) return words;
  const driver = driverIn(code);
  if (driver === undefined) return code;
  const { feature } = driver;
  const sentence = Object.hasOwn(profile, feature)
    ? sentenceFor(feature, featureValue(profile[feature]), language)
    : undefined;
  return sentence ?? featureInWords(feature, language);
}

/** A cell of the gold master as a feature's value. */
function featureValue(cell: JS | undefined): FeatureValue {
  if (cell === null || cell === undefined) return null;
  return typeof cell === "number" || typeof cell === "bigint" ? Number(cell) : String(cell);
}

/** A feature's value as people read it. */
export function valueInWords(feature: string, value: JS | undefined, reader: Reader): string {
  const { formats, language } = reader;
  const words = domainWords[language];
  if (value === null || value === undefined) return MISSING;
  const kind = featureNamed(feature)?.feature.kind;
  if (kind === "flag") return Number(value) === 1 ? words.yes : words.no;
  if (typeof value === "number" || typeof value === "bigint") return formats.short(Number(value));
  return levelInWords(String(value), reader);
}
