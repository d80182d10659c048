import { type ExperimentName, featuresOf, isExperimentName, tiers } from "./features.ts";

/**
 * Who judges the tone of conversations (D18): the embedded lexicon, nobody, or a module of one's own. Without a tone, a
 * model that would read it is trained on what is left.
 */

/** The embedded lexicon. */
export const DEFAULT_SCORER = "lexicon";
/** Nobody judges the tone: for instance because notes must not be judged by a program. */
export const NO_SCORER = "none";

/** Is this a setting: `lexicon`, `none`, or the path of a module? */
export function isScorerSetting(text: string): boolean {
  return text === DEFAULT_SCORER || text === NO_SCORER || /^\S.*\.(?:js|mjs|ts)$/.test(text);
}

/** What a setting may be, for messages. */
export const SCORER_SETTINGS = `${DEFAULT_SCORER}, ${NO_SCORER}, or the path of a module (.js, .mjs, .ts)`;

/** The experiment that is trained in the place of one that reads the tone. */
export const EXPERIMENT_WITHOUT_SENTIMENT = "E8_no_sentiment" satisfies ExperimentName;

/** Column whose emptiness says that nobody has judged the tone of anybody. */
export const TONE_COLUMN = "sentiment_label";

const sentimentFeatures: ReadonlySet<string> = new Set([
  ...tiers.filter(({ id }) => id === "2B").flatMap(({ features }) => features.map(({ name }) => name)),
  "intent_x_sentiment",
  "sentiment_x_renewal_bucket",
]);

/** Is one of these features made from the tone of conversations? */
export function readsSentiment(features: readonly string[]): boolean {
  return features.some((name) => sentimentFeatures.has(name));
}

/** The experiment that is trained for this one where there is no tone: itself, unless it reads the tone. */
export function experimentWithoutSentiment(experiment: string): string {
  if (!isExperimentName(experiment)) return experiment;
  return readsSentiment(featuresOf(experiment).map(({ name }) => name))
    ? EXPERIMENT_WITHOUT_SENTIMENT
    : experiment;
}
