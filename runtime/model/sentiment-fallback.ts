import type { ExperimentName } from "../../configs/features.ts";
import {
  EXPERIMENT_WITHOUT_SENTIMENT,
  experimentWithoutSentiment,
  readsSentiment,
  TONE_COLUMN,
} from "../../configs/sentiment.ts";
import { InputError } from "../errors.ts";
import type { Engine } from "../table/engine.ts";
import { readGold } from "./gold-columns.ts";

/** What becomes of a model that reads the tone of conversations where nobody has judged it (D18). */

/** Has nobody judged the tone? Then it is empty for every customer, also for those without a conversation. */
async function isUnjudged(engine: Engine, goldFolder: string): Promise<boolean> {
  const tones = (await readGold(engine, goldFolder, [TONE_COLUMN])).columns.get(TONE_COLUMN) ?? [];
  return tones.every((tone) => tone === null);
}

/**
 * The experiment that can be trained on this gold: the one that was asked for, or the one without sentiment and why.
 *
 * @returns `replaced` as facts for the step's summary: empty where nothing was replaced
 */
export async function trainableExperiment(
  engine: Engine,
  goldFolder: string,
  asked: ExperimentName,
): Promise<{ readonly experiment: ExperimentName; readonly replaced: Readonly<Record<string, string>> }> {
  if (experimentWithoutSentiment(asked) === asked || !(await isUnjudged(engine, goldFolder)))
    return { experiment: asked, replaced: {} };
  const notes = `${EXPERIMENT_WITHOUT_SENTIMENT} was trained in the place of ${asked}, because nobody has judged the tone of conversations (--sentiment none).`;
  return {
    experiment: EXPERIMENT_WITHOUT_SENTIMENT,
    replaced: { experiment_asked: asked, notes },
  };
}

/** Does a model read the tone of conversations where nobody has judged it? */
export async function missesTone(
  engine: Engine,
  goldFolder: string,
  { features }: { readonly features: readonly string[] },
): Promise<boolean> {
  return readsSentiment(features) && (await isUnjudged(engine, goldFolder));
}

/** @throws InputError when the champion reads the tone of conversations and nobody has judged it. */
export async function refuseWithoutSentiment(
  engine: Engine,
  goldFolder: string,
  champion: { readonly experiment: string; readonly features: readonly string[] },
): Promise<void> {
  if (!(await missesTone(engine, goldFolder, champion))) return;
  throw new InputError(
    `The champion (${champion.experiment}) reads the tone of conversations, and nobody has judged it in this run (--sentiment none); score with --sentiment lexicon, or train a model that does without it: --mode train --sentiment none.`,
  );
}
