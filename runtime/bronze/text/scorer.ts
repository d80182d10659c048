import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { DEFAULT_SCORER, isScorerSetting, NO_SCORER, SCORER_SETTINGS } from "../../../configs/sentiment.ts";
import { InputError, messageOf } from "../../errors.ts";
import { lexiconScorer, type Sentiment, type SentimentScorer, sentimentLabels } from "./sentiment.ts";

/** Name that a module of one's own exports its scorer by. */
const EXPORT = "scorer";
/** Texts that a scorer is given at a time. */
const BATCH = 256;
/** How far from 1 the three shares may add up to: a transformer computes in single precision. */
const SUM_TOLERANCE = 1e-3;

const scorerSchema = z.custom<SentimentScorer>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    "name" in value &&
    typeof value.name === "string" &&
    "score" in value &&
    typeof value.score === "function",
);

/** How far another share may be above the label's: as good as equal. */
const TIE_TOLERANCE = 1e-3;

const share = z.number().min(0).max(1);
const sentimentSchema = z
  .object({ negative: share, neutral: share, positive: share, label: z.enum(sentimentLabels) })
  .refine(({ negative, neutral, positive }) => Math.abs(negative + neutral + positive - 1) <= SUM_TOLERANCE);

/**
 * The scorer of a setting: the embedded lexicon; null for none; else the `scorer` that a module exports, which is loaded
 * here and nowhere else, so that nobody pays for what is not chosen.
 *
 * @throws InputError when there is no such module, or it exports no scorer
 */
export async function loadScorer(setting: string = DEFAULT_SCORER): Promise<SentimentScorer | null> {
  if (setting === DEFAULT_SCORER) return lexiconScorer;
  if (setting === NO_SCORER) return null;
  const remedy = `give --sentiment ${SCORER_SETTINGS}`;
  if (!isScorerSetting(setting)) throw new InputError(`"${setting}" names no sentiment scorer; ${remedy}.`);
  const file = resolve(setting);
  if (!existsSync(file)) throw new InputError(`There is no sentiment scorer at ${setting}; ${remedy}.`);
  const loaded: unknown = await import(pathToFileURL(file).href).catch((thrown: unknown) => {
    throw new InputError(`The sentiment scorer at ${setting} cannot be loaded: ${messageOf(thrown)}`);
  });
  const exported =
    typeof loaded === "object" && loaded !== null
      ? Object.entries(loaded).find(([name]) => name === EXPORT)
      : undefined;
  const scorer = scorerSchema.safeParse(exported?.[1]);
  if (!scorer.success)
    throw new InputError(
      `${setting} exports no "${EXPORT}" with a name and a function "score" (SentimentScorer in runtime/bronze/text); ${remedy}.`,
    );
  return scorer.data;
}

/**
 * The tones of these texts, in their order, asked for in batches and held against what a tone must be.
 *
 * @throws InputError when the scorer gives too few or too many, or something that is no tone
 */
export async function scoreAll(
  scorer: SentimentScorer,
  texts: readonly (string | null)[],
): Promise<readonly (Sentiment | null)[]> {
  const tones: (Sentiment | null)[] = [];
  for (let from = 0; from < texts.length; from += BATCH) {
    const batch = texts.slice(from, from + BATCH);
    const scored: unknown = await scorer.score(batch);
    const parsed = z.array(sentimentSchema.nullable()).length(batch.length).safeParse(scored);
    if (!parsed.success)
      throw new InputError(
        `The sentiment scorer "${scorer.name}" must give each text three shares that add up to 1 and a label, or null; it gave something else.`,
      );
    checkLabels(scorer.name, parsed.data);
    tones.push(...parsed.data);
  }
  return tones;
}

/**
 * Features read the label and the tables show the shares: they must say the same.
 * @throws InputError when a label is not that of the largest share
 */
function checkLabels(scorer: string, tones: readonly (Sentiment | null)[]): void {
  for (const tone of tones) {
    if (tone === null) continue;
    const largest = sentimentLabels.reduce((best, label) => (tone[label] > tone[best] ? label : best));
    if (tone[largest] - tone[tone.label] > TIE_TOLERANCE)
      throw new InputError(
        `The sentiment scorer "${scorer}" calls a text ${tone.label}, and gives ${largest} the larger share ` +
          `(${tone[largest]} against ${tone[tone.label]}). Let it give the label of the largest share.`,
      );
  }
}
