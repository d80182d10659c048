import type { Language } from "../../../configs/languages.ts";
import { featureInWords } from "./feature-names.ts";
import { type FeatureValue, sentenceFor } from "./sentence.ts";

/** What moves a customer's score, as a person hears it. */
export interface SpokenReason {
  readonly sentence: string;
  /** In log-odds before calibration. */
  readonly contribution: number;
}

/** A feature with the customer's value and what it adds to the log-odds. */
export interface ValuedDriver {
  readonly feature: string;
  readonly value: FeatureValue;
  readonly contribution: number;
}

/** A driver as a sentence; one that this version does not know keeps its name, so that none is lost. */
export function driverSentence(
  { feature, value }: Omit<ValuedDriver, "contribution">,
  language: Language,
): string {
  return sentenceFor(feature, value, language) ?? featureInWords(feature, language);
}

/**
 * Drivers of one direction as sentences, the strongest first. Several features may say the same ("They have complained
 * to us."): it is said once, with what they add together.
 */
export function spokenReasons(drivers: readonly ValuedDriver[], language: Language): readonly SpokenReason[] {
  const sums = new Map<string, number>();
  for (const driver of drivers) {
    const sentence = driverSentence(driver, language);
    sums.set(sentence, (sums.get(sentence) ?? 0) + driver.contribution);
  }
  return [...sums]
    .map(([sentence, contribution]) => ({ sentence, contribution }))
    .sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution));
}
