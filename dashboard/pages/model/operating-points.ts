import { type Html, html } from "../../../runtime/html.ts";
import { dataTable } from "../../charts/figure.ts";
import type { Evaluation } from "../../lake/documents.ts";
import type { Findings } from "../../lake/training-documents.ts";
import { section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { lacking } from "../../web/states.ts";
import { decimals } from "../../words/decimals.ts";
import { domainWords } from "../../words/domain.ts";
import { withInterval } from "./estimates.ts";
import { findingsWords } from "./findings-words.ts";
import { confidenceOf } from "./summary.ts";

/** The shipped threshold beside the one that earns most, with what was assumed. */
export function operatingPointsSection(
  evaluation: Evaluation,
  findings: Findings | undefined,
  reader: Reader,
): Html {
  const { formats, language } = reader;
  const words = wordsFor(findingsWords, reader);
  const { operatingPoints = [], holdout } = evaluation;
  if (operatingPoints.length === 0)
    return section("points", words.points, lacking(words.pointsLacking, reader));
  return section(
    "points",
    words.points,
    html`${dataTable("points-table", {
      caption: words.pointsCaption(formats.count(holdout.rows), confidenceOf(evaluation, reader)),
      columns: [
        { title: words.rule },
        { title: words.threshold },
        { title: words.called },
        { title: words.precision },
        { title: words.recall },
        { title: words.profit },
      ],
      rows: operatingPoints.map(({ rule, threshold, called, precision, recall, profitPerCustomerEur }) => [
        words.rules[rule],
        decimals(threshold, 4, language),
        formats.count(called),
        withInterval(precision, formats.percent),
        withInterval(recall, formats.percent),
        withInterval(profitPerCustomerEur, formats.cents),
      ]),
    })}
${findings !== undefined && assumptions(findings, reader)}`,
  );
}

function assumptions({ profitThreshold }: Findings, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(findingsWords, reader);
  const { threshold, action, saveRate, horizonMonths, offerMonths, costShare } = profitThreshold;
  return html`${threshold === null && html`<p>${words.noProfit}</p>`}
<p class="hint">${words.assumed(
    formats.percent(saveRate),
    formats.count(horizonMonths),
    wordsFor(domainWords, reader).actions[action],
    formats.percent(costShare),
    formats.count(offerMonths),
  )}</p>`;
}
