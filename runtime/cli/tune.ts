import { dirname } from "node:path";
import { experiments, featuresOf, isExperimentName } from "../../configs/features.ts";
import { goldMaster } from "../../configs/gold-tables.ts";
import { modelPolicy } from "../../configs/model-policy.ts";
import { DEFAULT_SEED } from "../../configs/seed.ts";
import { tuningPolicy } from "../../configs/tuning.ts";
import { InputError } from "../errors.ts";
import { publishedRun } from "../explain/published-run.ts";
import { goldAsOf, readGold } from "../model/gold-columns.ts";
import { libraryVersions } from "../model/libraries.ts";
import { churnersIn, splitGold, trainingSetOf } from "../model/training-set.ts";
import { tuningKey, writeTuning } from "../model/tuning/record.ts";
import { searchRecipes } from "../model/tuning/search.ts";
import { Engine } from "../table/engine.ts";
import { type CommandContext, type CommonOptions, printJson } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { withLakeFiles } from "./lake-files.ts";
import { openTexts } from "./open-lake.ts";
import { ProgressLine } from "./progress.ts";
import { tuneLines } from "./tune-lines.ts";

export interface TuneOptions extends CommonOptions {
  /** A folder, or `s3://<bucket>`. */
  readonly lake: string;
  readonly experiment: string;
  readonly minutes: number;
  readonly seed: number;
  readonly threads: number;
}

const MEMORY_LIMIT_MB = 400;
const SECONDS_PER_MINUTE = 60;

/**
 * `spanishgas tune`: looks for a better recipe on the gold master of the published run. Nothing is changed by it: people
 * read the result and change the policy. Cancelled, it shows and keeps what it has found so far.
 */
export async function tune(options: TuneOptions, context: CommandContext): Promise<ExitCode> {
  const { lake, experiment, minutes, seed, threads } = options;
  if (!isExperimentName(experiment))
    throw new InputError(
      `There is no experiment "${experiment}"; choose one of ${Object.keys(experiments).join(", ")}.`,
    );
  const features = featuresOf(experiment);
  const line = new ProgressLine(context.log);
  const { run, record } = await withLakeFiles(lake, async (files) => {
    const published = await publishedRun(files);
    const goldFolder = dirname(await published.table("gold", goldMaster));
    using engine = await Engine.open({
      threads,
      memoryLimitMb: MEMORY_LIMIT_MB,
      scratch: files.scratch,
      signal: context.signal,
    });
    const gold = await readGold(
      engine,
      goldFolder,
      features.map(({ name }) => name),
    );
    // Asked before the search: a cancelled engine answers no more.
    const [asOf, libraries] = [await goldAsOf(engine, goldFolder), await libraryVersions(engine)];
    // Every run trains with the seed of the default: whatever seed is searched with, its holdout stays out of the search.
    const split = splitGold(gold, modelPolicy.split, DEFAULT_SEED, seed);
    const training = trainingSetOf(gold, split);
    const search = await searchRecipes(
      training,
      { features, policy: modelPolicy, tuning: tuningPolicy },
      {
        seed,
        threads,
        signal: context.signal,
        budgetSeconds: minutes * SECONDS_PER_MINUTE,
        now: () => performance.now(),
        progress: (event) => line.show("Tuning", event),
      },
    ).finally(() => line.end());
    return {
      run: published.run,
      record: {
        experiment,
        asOf,
        seed,
        budgetMinutes: minutes,
        rows: training.labels.length,
        churners: churnersIn(training.labels),
        folds: modelPolicy.split.folds,
        intervals: { method: "paired percentile bootstrap, stratified by class", ...modelPolicy.bootstrap },
        tuning: tuningPolicy,
        libraries,
        ...search,
      },
    };
  });
  const written = await writeTuning(await openTexts(lake), run, record);
  const key = tuningKey(run, record);
  if (options.json === true) printJson(context, { run, written, ...record });
  else {
    for (const text of tuneLines(record, modelPolicy.recipe, context.out)) context.out.line(text);
    context.out.line(
      written
        ? `Written to ${key} in the lake.`
        : `${key} in the lake is of a search that tried at least as many points; it was left as it is.`,
    );
  }
  return record.ended === "cancelled" ? exitCodes.cancelled : exitCodes.done;
}
