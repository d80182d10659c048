import { type Content, type Html, html } from "../../../runtime/html.ts";
import type { Estimate } from "../../../runtime/model/metrics/estimate.ts";
import { dataTable } from "../../charts/figure.ts";
import type { Holdout } from "../../data/holdout.ts";
import type { Card, Evaluation } from "../../lake/documents.ts";
import type { OriginalProcedure } from "../../lake/evaluation-parts.ts";
import { section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { lacking } from "../../web/states.ts";
import { decimals } from "../../words/decimals.ts";
import { MISSING } from "../../words/formats.ts";
import { withInterval } from "./estimates.ts";
import { findingsWords } from "./findings-words.ts";

const PART = "before";

/** What this model and the procedure of the system before promised, and what each kept on the same customers. */
export function beforeSection(
  { originalProcedure, metrics, threshold, holdout: { rows } }: Evaluation,
  card: Card | undefined,
  holdout: Holdout | undefined,
  reader: Reader,
): Html {
  const { formats, language } = reader;
  const words = wordsFor(findingsWords, reader);
  if (originalProcedure === undefined)
    return section(PART, words.before, lacking(words.beforeLacking, reader));
  if (originalProcedure === null) return section(PART, words.before, html`<p>${words.notReplayed}</p>`);
  const { promised, shipped, raw, highestProbability } = originalProcedure;
  const four = (value: number | undefined) => decimals(value, 4, language);
  const cell = (estimate: Estimate | undefined, written: (value: number) => string): Content =>
    estimate === undefined ? MISSING : withInterval(estimate, written);
  return section(
    PART,
    words.before,
    html`<p><strong>${whatItShows(originalProcedure, metrics["recall"], card, reader)}</strong></p>
${dataTable("before-table", {
  caption: words.beforeCaption(formats.count(rows)),
  columns: [
    { title: words.measure },
    { title: words.beforePromised },
    { title: words.beforeKept },
    { title: words.beforeRaw },
    { title: words.oursPromised },
    { title: words.oursKept },
  ],
  rows: [
    ...(["precision", "recall"] as const).map((name) => [
      words[name],
      formats.percent(promised[name]),
      withInterval(shipped[name], formats.percent),
      withInterval(raw[name], formats.percent),
      formats.percent(card?.outOfFold[name]),
      cell(metrics[name], formats.percent),
    ]),
    ...(["brier", "calibrationError"] as const).map((name) => [
      words[name],
      MISSING,
      withInterval(shipped[name], four),
      MISSING,
      four(card?.outOfFold[name]),
      cell(metrics[name], four),
    ]),
    [
      words.highest,
      MISSING,
      formats.probability(highestProbability),
      MISSING,
      MISSING,
      formats.probability(highestOf(holdout)),
    ],
    [
      words.thresholdUsed,
      four(originalProcedure.threshold),
      four(originalProcedure.threshold),
      four(originalProcedure.threshold),
      four(threshold),
      four(threshold),
    ],
  ],
})}
<p class="hint">${words.errorLeans}</p>`,
  );
}

/** The highest score on the holdout; the first point of a curve calls nobody. */
function highestOf(holdout: Holdout | undefined): number | undefined {
  return holdout?.points[1]?.threshold;
}

/** Was a promise kept? It was where it lies within the interval. */
function keptOf(promised: number, { low, high }: Estimate): "less" | "as" | "more" {
  if (promised > high) return "less";
  return promised < low ? "more" : "as";
}

/** The recall that was promised and kept, in a sentence: what the threshold is chosen for. */
function whatItShows(
  { promised, shipped }: OriginalProcedure,
  ours: Estimate | undefined,
  card: Card | undefined,
  reader: Reader,
): string {
  const { percent } = reader.formats;
  const words = wordsFor(findingsWords, reader);
  const before = words.beforeShows[keptOf(promised.recall, shipped.recall)](
    percent(promised.recall),
    percent(shipped.recall.value),
  );
  if (ours === undefined) return before;
  const oursPromised = card?.outOfFold["recall"];
  const now =
    oursPromised === undefined
      ? words.oursShows.unknown(percent(ours.value))
      : words.oursShows[keptOf(oursPromised, ours)](percent(oursPromised), percent(ours.value));
  return words.shows(before, now);
}
