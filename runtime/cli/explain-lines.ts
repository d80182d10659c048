import { type Direction, strengthOf } from "../../configs/explanations.ts";
import type { Language } from "../../configs/languages.ts";
import { riskTiers } from "../../configs/risk.ts";
import type { CustomerExplanation } from "../explain/customer.ts";
import type { ImportanceRow } from "../explain/importance-rows.ts";
import type { PublishedRun } from "../explain/published-run.ts";
import { amountsOf } from "../explain/words/amounts.ts";
import { strengthInWords, tendencyInWords, tendencyOf } from "../explain/words/effects.ts";
import { featureInWords } from "../explain/words/feature-names.ts";
import { codeInWords } from "../explain/words/reasons.ts";
import { reportWords } from "../explain/words/report.ts";
import { spokenReasons } from "../explain/words/spoken.ts";
import { table, wrap } from "./table.ts";
import { pad, type Terminal } from "./terminal.ts";

/** What `spanishgas explain` prints for people. */

const WIDTH = 96;
const BAR = 10;
/** Features that are printed of all. */
const PRINTED = 20;

/** A bar of a length in proportion; whatever has an effect has at least one block. */
function bar(size: number, longest: number): string {
  const blocks = longest > 0 ? Math.max(size > 0 ? 1 : 0, Math.round((size / longest) * BAR)) : 0;
  return pad("█".repeat(blocks), BAR);
}

const indented = (text: string) => wrap(text, WIDTH - 2).map((line) => `  ${line}`);

/** Why one customer has its score. */
export function customerLines(
  { run, model }: PublishedRun,
  explained: CustomerExplanation,
  language: Language,
  out: Terminal,
): string[] {
  const { score, recommendation, churnRate, contributions, strongest, asOf } = explained;
  const words = reportWords(language);
  const amounts = amountsOf(language);
  const bold = (text: string) => out.style("bold", text);
  const values = new Map(contributions.map(({ feature, value }) => [feature, value]));
  const both = spokenReasons(
    [...strongest.raises, ...strongest.lowers].map((driver) => ({
      ...driver,
      value: values.get(driver.feature) ?? null,
    })),
    language,
  );
  const shown = [...both.raises, ...both.lowers];
  const longest = Math.max(0, ...shown.map(({ contribution }) => Math.abs(contribution)));
  const reasonsOf = (direction: Direction, none: string) => {
    const own = both[direction];
    if (own.length === 0) return indented(none);
    const label = (contribution: number) => strengthInWords(strengthOf(contribution), language);
    const width = Math.max(...shown.map(({ contribution }) => label(contribution).length));
    return own.flatMap(({ sentence, contribution }) => {
      const before = `  ${bar(Math.abs(contribution), longest)}  ${pad(label(contribution), width)}  `;
      return wrap(sentence, WIDTH - before.length).map(
        (line, place) => `${place === 0 ? before : " ".repeat(before.length)}${line}`,
      );
    });
  };
  const tier = riskTiers.find(({ label }) => label === score.risk_tier);
  const why = recommendation.reason_codes.map((code) => codeInWords(code, language));
  const rest = contributions.length - strongest.raises.length - strongest.lowers.length;
  return [
    bold(
      words.heading(
        score.customer_id,
        amounts.probability(score.churn_proba),
        tier === undefined ? score.risk_tier : words.tiers[tier.id],
      ),
    ),
    words.start(amounts.probability(churnRate)),
    "",
    bold(words.recommendation),
    ...indented(`${words.actions[recommendation.action]} ${words.timings[recommendation.timing_window]}`),
    ...indented(why.filter((sentence) => sentence !== undefined).join(" ")),
    "",
    bold(words.raises),
    ...reasonsOf("raises", words.nothingRaises),
    "",
    bold(words.lowers),
    ...reasonsOf("lowers", words.nothingLowers),
    "",
    ...[words.rest(amounts.count(rest)), words.provenance(model, run, asOf)].flatMap((text) =>
      wrap(text, WIDTH).map((line) => out.style("dim", line)),
    ),
  ];
}

/** How much each feature moves the scores of all customers. */
export function importanceLines(rows: readonly ImportanceRow[], language: Language, out: Terminal): string[] {
  const words = reportWords(language);
  const amounts = amountsOf(language);
  const longest = Math.max(0, ...rows.map(({ mean_effect }) => mean_effect));
  const top = rows.slice(0, PRINTED);
  const lines = table(
    [{ title: "" }, { title: "", align: "right" }, { title: "" }, { title: "" }],
    top.map((row) => [
      bar(row.mean_effect, longest),
      amounts.figure(row.mean_effect),
      featureInWords(row.feature, language),
      tendencyInWords(tendencyOf(row), language),
    ]),
  );
  const hidden = rows.length - top.length;
  return [
    out.style("bold", words.globalHeading),
    "",
    ...lines.map((line) => `  ${line}`),
    "",
    ...wrap(`${words.globalNote}${hidden > 0 ? ` ${words.more(amounts.count(hidden))}` : ""}`, WIDTH).map(
      (line) => out.style("dim", line),
    ),
  ];
}
