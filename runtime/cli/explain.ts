import { type Direction, strengthOf } from "../../configs/explanations.ts";
import type { Language } from "../../configs/languages.ts";
import { InputError } from "../errors.ts";
import { type CustomerExplanation, explainCustomer } from "../explain/customer.ts";
import { type PublishedRun, publishedRun } from "../explain/published-run.ts";
import { readImportance } from "../explain/read-importance.ts";
import { tendencyInWords, tendencyOf } from "../explain/words/effects.ts";
import { featureInWords } from "../explain/words/feature-names.ts";
import { codeInWords } from "../explain/words/reasons.ts";
import { driverSentence } from "../explain/words/spoken.ts";
import { Engine } from "../table/engine.ts";
import { type CommandContext, type CommonOptions, printJson } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { customerLines, importanceLines } from "./explain-lines.ts";
import { withLakeFiles } from "./lake-files.ts";

export interface ExplainOptions extends CommonOptions {
  /** A folder, or `s3://<bucket>`. */
  readonly lake: string;
  readonly language: Language;
  readonly global?: boolean;
  readonly threads: number;
}

const MEMORY_LIMIT_MB = 400;

/** `spanishgas explain`: why a customer of the published run has its score, or what moves the scores of all. */
export async function explain(
  customer: string | undefined,
  options: ExplainOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { lake, threads, global = false } = options;
  if ((customer === undefined) !== global)
    throw new InputError(
      "Name one customer, or ask for all of them: spanishgas explain C00001, or explain --global.",
    );
  await withLakeFiles(lake, async (files) => {
    const { scratch } = files;
    using engine = await Engine.open({
      threads,
      memoryLimitMb: MEMORY_LIMIT_MB,
      scratch,
      signal: context.signal,
    });
    const published = await publishedRun(files);
    if (customer === undefined) await explainAll(published, engine, options, context);
    else {
      const explanation = await explainCustomer(published, engine, customer, threads);
      if (options.json === true) printJson(context, customerJson(published, explanation, options.language));
      else
        for (const line of customerLines(published, explanation, options.language, context.out))
          context.out.line(line);
    }
  });
  return exitCodes.done;
}

async function explainAll(
  published: PublishedRun,
  engine: Engine,
  { language, json }: ExplainOptions,
  context: CommandContext,
): Promise<void> {
  const rows = await readImportance(published, engine);
  const { run, model } = published;
  if (json !== true) {
    for (const line of importanceLines(rows, language, context.out)) context.out.line(line);
    return;
  }
  printJson(context, {
    run,
    model,
    language,
    features: rows.map((row) => ({
      ...row,
      name: featureInWords(row.feature, language),
      direction: tendencyInWords(tendencyOf(row), language),
    })),
  });
}

/** All of it for programs: exact numbers, and the sentences for people. */
function customerJson({ run, model }: PublishedRun, explained: CustomerExplanation, language: Language) {
  const { score, recommendation, base, churnRate, contributions, strongest, asOf } = explained;
  const values = new Map(contributions.map(({ feature, value }) => [feature, value]));
  const reasonsOf = (direction: Direction) =>
    strongest[direction].map(({ feature, contribution }) => {
      const value = values.get(feature) ?? null;
      return {
        feature,
        value,
        contribution,
        strength: strengthOf(contribution),
        sentence: driverSentence({ feature, value }, language),
      };
    });
  return {
    run,
    model,
    as_of: asOf,
    language,
    customer_id: score.customer_id,
    churn_proba: score.churn_proba,
    risk_tier: score.risk_tier,
    recommendation: {
      ...recommendation,
      sentences: recommendation.reason_codes
        .map((code) => codeInWords(code, language))
        .filter((sentence) => sentence !== undefined),
    },
    // Before calibration: base and contributions sum to churn_log_odds. The base is the trees' mean by cover, which is
    // neither the mean score nor the churn rate of the training.
    base: { log_odds: base.logOdds, churn_proba: base.probability },
    churn_rate_in_training: churnRate,
    churn_log_odds: score.churn_log_odds,
    raises: reasonsOf("raises"),
    lowers: reasonsOf("lowers"),
    contributions: contributions.map(({ feature, value, contribution }) => ({
      feature,
      value,
      contribution,
    })),
  };
}
