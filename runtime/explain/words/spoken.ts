import type { Direction } from "../../../configs/explanations.ts";
import type { Language } from "../../../configs/languages.ts";
import { factOf, mostTelling } from "./facts.ts";
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

/** Puts what has the same key together, in the order in which the keys first occur. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

const sumOf = (parts: readonly { readonly contribution: number }[]) =>
  parts.reduce((sum, { contribution }) => sum + contribution, 0);

/**
 * Drivers as sentences by the way they move the score, the strongest first. A fact is said once, with what its features
 * add together, and so is what two facts have in common ("We have never talked to them."): the same must not speak for
 * leaving and for staying. What cancels out is left out.
 *
 * @param drivers of both directions, in any order
 */
export function spokenReasons(
  drivers: readonly ValuedDriver[],
  language: Language,
): Readonly<Record<Direction, readonly SpokenReason[]>> {
  const facts = grouped(drivers, ({ feature }) => factOf(feature)).map((parts) => ({
    sentence: driverSentence(mostTelling(parts), language),
    contribution: sumOf(parts),
  }));
  const reasons = grouped(facts, ({ sentence }) => sentence)
    .map((parts) => ({ sentence: parts[0].sentence, contribution: sumOf(parts) }))
    .sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution));
  return {
    raises: reasons.filter(({ contribution }) => contribution > 0),
    lowers: reasons.filter(({ contribution }) => contribution < 0),
  };
}
