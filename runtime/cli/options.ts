import { Option } from "commander";
import { DEFAULT_EXPERIMENT } from "../../configs/model-policy.ts";
import { DEFAULT_SEED } from "../../configs/seed.ts";
import { DEFAULT_SCORER } from "../../configs/sentiment.ts";
import {
  allThreads,
  day,
  experiment,
  MOST_THREADS,
  reason,
  scorerSetting,
  wholeNumber,
} from "./arguments.ts";

/** The options that several commands have, each with its words and its check. */

const CUSTOMERS_OF_THE_ORIGINAL = 20_099;
const MOST_CUSTOMERS = 999_999;
/** A day. */
const MOST_MINUTES = 1440;

export const raw = () => new Option("--raw <folder>", "folder of the seven raw files").default("data/raw");
export const lakeOrBucket = () =>
  new Option("--lake <place>", "folder of the lake, or its bucket (s3://<bucket>)").default("lake");
export const manifestTable = () =>
  new Option("--manifest-table <name>", "table of the runs, for a lake in a bucket").env("MANIFEST_TABLE");
export const threads = () =>
  new Option("--threads <number>", "threads of each step; results do not depend on it")
    .argParser(wholeNumber(1, MOST_THREADS))
    .default(allThreads);
export const seed = (what: string) =>
  new Option("--seed <number>", `seed of ${what}`).argParser(wholeNumber(0)).default(DEFAULT_SEED);
export const minutes = () =>
  new Option("--minutes <number>", "time after which no further point is tried")
    .argParser(wholeNumber(1, MOST_MINUTES))
    .default(10);
export const customers = () =>
  new Option("--customers <number>", "customers of the demo")
    .argParser(wholeNumber(1, MOST_CUSTOMERS))
    .default(CUSTOMERS_OF_THE_ORIGINAL);
export const chosenExperiment = () =>
  new Option("--experiment <name>", "feature set that is trained")
    .argParser(experiment)
    .default(DEFAULT_EXPERIMENT);
export const sentiment = () =>
  new Option(
    "--sentiment <scorer>",
    "who judges the tone of conversations: lexicon, none, or the path of a module (docs/text.md)",
  )
    .argParser(scorerSetting)
    .default(DEFAULT_SCORER);
export const asOf = () =>
  new Option(
    "--as-of <day>",
    "last day that may be looked at (default: the end of the last complete month of readings)",
  ).argParser(day);
export const because = () =>
  new Option("--reason <text>", "why: it is kept with the model").argParser(reason).makeOptionMandatory();
export const decider = () =>
  new Option("--by <name>", "who decides (default: the account that runs the command)").argParser(reason);
