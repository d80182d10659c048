import { type Html, html } from "../../../runtime/html.ts";
import { dataTable } from "../../charts/figure.ts";
import { distributionOf } from "../../data/distributions.ts";
import { type Compared, type Drift, judgedPsi } from "../../lake/documents.ts";
import { NotFound, type PageRoute } from "../../web/page.ts";
import { cards, section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { lacking } from "../../web/states.ts";
import { decimals, difference, pValue } from "../../words/decimals.ts";
import { MISSING } from "../../words/formats.ts";
import { own } from "../../words/own.ts";
import { featureDriftWords } from "./feature-words.ts";
import { levelText, spreadFigure } from "./spread.ts";
import { comparedName, statusBadge } from "./status.ts";
import { driftWords } from "./words.ts";

/** One feature, or the score, then and now. */
export const driftFeaturePage: PageRoute = {
  path: "/drift/:feature",
  id: "drift",
  needs: "run",
  answer: async ({ run, reader, path }) => {
    const { drift } = run.documents;
    const words = wordsFor(featureDriftWords, reader);
    const feature = path["feature"] ?? "";
    if (drift === undefined)
      return {
        kind: "page",
        title: wordsFor(driftWords, reader).title,
        content: lacking(wordsFor(driftWords, reader).report, reader),
      };
    const compared = [...drift.features, drift.prediction].find((each) => each.feature === feature);
    if (compared === undefined) throw new NotFound();
    const bins = await distributionOf(run, feature);
    return {
      kind: "page",
      title: words.title(comparedName(feature, reader)),
      content: html`${comparedCards(compared, reader)}
${section(
  "spread",
  words.spread,
  bins === undefined ? lacking(words.distributions, reader) : spreadFigure(compared, bins, reader),
)}
<div class="columns">
${section("statistics", words.statistics, statistics(compared, drift, reader))}
${section("gaps", words.gaps, gaps(compared, drift, reader))}
</div>
<p><a href="/drift#features">${words.back}</a></p>`,
    };
  },
};

function comparedCards(compared: Compared, reader: Reader): Html {
  const { language } = reader;
  const words = wordsFor(driftWords, reader);
  return cards([
    { title: words.status, value: statusBadge(compared.status, reader) },
    { title: words.psi, value: decimals(judgedPsi(compared), 4, language) },
    {
      title: words.statistic,
      value: decimals(compared.statistic, 4, language),
      note: own(words.tests, compared.test) ?? compared.test,
    },
    { title: words.adjusted, value: pValue(compared.adjusted_p_value, language) },
  ]);
}

/** Each figure in one sentence, with its limits. */
function statistics(compared: Compared, { limits }: Drift, reader: Reader): Html {
  const { formats, language } = reader;
  const words = wordsFor(featureDriftWords, reader);
  const { kind, test, distance, shifted_level, level_shift } = compared;
  const figure = (value: number) => decimals(value, 4, language);
  const points = (share: number) => formats.short(share * 100);
  const { numeric, category } = limits;
  const sentences = [
    (test === "chi_square" ? words.chi : words.ks)(figure(compared.statistic)),
    words.p(pValue(compared.p_value, language)),
    words.adjusted(pValue(compared.adjusted_p_value, language), formats.short(limits.adjustedPValue)),
    kind === "numeric"
      ? words.psi(
          figure(judgedPsi(compared)),
          formats.short(numeric.psi.drifted),
          formats.short(numeric.psi.critical),
        )
      : words.psi(figure(judgedPsi(compared)), formats.short(category.psi.drifted), undefined),
    judgedPsi(compared) !== compared.psi &&
      (kind === "numeric"
        ? words.plainPsi(figure(compared.psi), formats.short(numeric.distance.drifted))
        : words.plainPsiOfLevels(figure(compared.psi), formats.percent(limits.smallestShare))),
    distance !== null &&
      words.distance(
        figure(distance),
        formats.short(numeric.distance.drifted),
        formats.short(numeric.distance.critical),
      ),
    shifted_level !== null &&
      level_shift !== null &&
      words.shift(
        levelText(kind, shifted_level, reader),
        difference(level_shift * 100, 1, language),
        points(category.shareShift.drifted),
        points(category.shareShift.critical),
      ),
  ];
  return html`<ul class="points">${sentences.map((sentence) => sentence !== false && html`<li>${sentence}</li>`)}</ul>`;
}

/** New levels that are spelled out; the rest is counted. */
const SPELLED_OUT = 10;

function gaps(compared: Compared, drift: Drift, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(featureDriftWords, reader);
  const { kind, unseen_levels, unseen_share, reference_missing, current_missing } = compared;
  const levels = unseen_levels
    .slice(0, SPELLED_OUT)
    .map((level) => levelText(kind, level, reader))
    .join(", ");
  const more = unseen_levels.length - SPELLED_OUT;
  return html`${dataTable("gaps-table", {
    caption: words.gapsCaption,
    columns: [{ title: words.what }, { title: words.thenColumn }, { title: words.nowColumn }],
    rows: [
      [words.rows, formats.count(drift.reference_rows), formats.count(drift.current_rows)],
      [words.missing, formats.percent(reference_missing), formats.percent(current_missing)],
      ...(kind === "numeric" ? [] : [[words.unseen, MISSING, formats.percent(unseen_share)]]),
    ],
  })}
${
  kind !== "numeric" &&
  html`<p>${unseen_levels.length === 0 ? words.unseenNone : more > 0 ? words.unseenMore(levels, formats.count(more)) : words.unseenLevels(levels)}</p>`
}`;
}
