import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { InvalidArgumentError } from "commander";
import { experiments, isExperimentName } from "../../configs/features.ts";
import { type IsoDate, isIsoDate, type ModelVersion, modelVersion } from "../../configs/names.ts";
import { type StepName, stepNames } from "../../configs/pipeline.ts";
import { DEFAULT_SCORER, isScorerSetting, NO_SCORER, SCORER_SETTINGS } from "../../configs/sentiment.ts";

/** Readers of option values. What they throw, commander shows with the option's name. */

export function wholeNumber(low: number, high = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isInteger(value) || value < low || value > high)
      throw new InvalidArgumentError(
        `Give a whole number ${high === Number.MAX_SAFE_INTEGER ? `from ${low}` : `from ${low} to ${high}`}.`,
      );
    return value;
  };
}

/** A calendar day. */
export function day(text: string): IsoDate {
  if (!isIsoDate(text)) throw new InvalidArgumentError("Give a day as YYYY-MM-DD, for example 2024-12-31.");
  return text;
}

/** Name of an experiment. */
export function experiment(text: string): string {
  if (!isExperimentName(text))
    throw new InvalidArgumentError(`Choose one of ${Object.keys(experiments).join(", ")}.`);
  return text;
}

/** Who judges the tone of conversations. A module's path becomes absolute: the run may be resumed from elsewhere. */
export function scorerSetting(text: string): string {
  if (!isScorerSetting(text)) throw new InvalidArgumentError(`Give ${SCORER_SETTINGS}.`);
  return text === DEFAULT_SCORER || text === NO_SCORER ? text : resolve(text);
}

/** A model's version: the id of the run that trained it. */
export function version(text: string): ModelVersion {
  if (!/^[0-9a-f]{12}-\d+$/.test(text))
    throw new InvalidArgumentError(
      "Give a version as `spanishgas models` lists it, for example 0123456789ab-1.",
    );
  return modelVersion(text);
}

const LONGEST_REASON = 500;

/** Why a person decides as he does. */
export function reason(text: string): string {
  if (text.trim() === "" || text.length > LONGEST_REASON)
    throw new InvalidArgumentError(`Say why, in ${LONGEST_REASON} characters at most.`);
  return text.trim();
}

/** Name of a data step. */
export function stepName(text: string): StepName {
  const name = stepNames.find((each) => each === text);
  if (name === undefined) throw new InvalidArgumentError(`Choose one of ${stepNames.join(", ")}.`);
  return name;
}

/** Gathers `--input bronze=DIR --input silver=DIR` into one record. */
export function folder(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const [, place, path] = /^([a-z]+)=(.+)$/.exec(text) ?? [];
  if (place === undefined || path === undefined)
    throw new InvalidArgumentError("Give NAME=FOLDER, for example bronze=lake/bronze.");
  return { ...before, [place]: path };
}

/** @default all of the machine's */
export const allThreads = availableParallelism();
/** More threads than this no machine of ours has: a typing error. */
export const MOST_THREADS = 64;
