import { type Html, html } from "../../../runtime/html.ts";
import { dataTable } from "../../charts/figure.ts";
import type { Findings } from "../../lake/training-documents.ts";
import { section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { lacking } from "../../web/states.ts";
import { featureInWords } from "../../words/features.ts";
import { levelInWords } from "../../words/level-names.ts";
import { between, signed } from "./estimates.ts";
import { findingsWords } from "./findings-words.ts";

/** Features that tell the outcome almost alone, and what the model is worth without them. */
export function leakageSection(findings: Findings | undefined, reader: Reader): Html {
  const { formats, language } = reader;
  const words = wordsFor(findingsWords, reader);
  if (findings === undefined)
    return section("leakage", words.leakage, lacking(words.findingsLacking, reader));
  const { leakage, ablation } = findings;
  const name = (feature: string) => featureInWords(feature, language);
  return section(
    "leakage",
    words.leakage,
    html`${ablation !== null && html`<p><strong>${without(ablation, reader)}</strong></p>`}
<p class="hint">${words.leakageNote}</p>
<div class="columns">
${dataTable("leakage-features", {
  caption: words.single,
  columns: [{ title: words.feature }, { title: words.aloneRocAuc }],
  rows: leakage.features.map(({ feature, rocAuc }) => [name(feature), formats.figure(rocAuc)]),
})}
${
  leakage.pureLevels.length === 0
    ? html`<p>${words.noPure}</p>`
    : dataTable("leakage-levels", {
        caption: words.pure,
        columns: [
          { title: words.feature },
          { title: words.level, align: "left" },
          { title: words.rows },
          { title: words.left },
          { title: words.churnRate },
        ],
        rows: leakage.pureLevels.map(({ feature, level, rows, churners, churnRate }) => [
          name(feature),
          levelInWords(level, reader),
          formats.count(rows),
          formats.count(churners),
          formats.percent(churnRate),
        ]),
      })
}
</div>`,
  );
}

function without(
  { without, prAuc, prAucWithout, difference }: NonNullable<Findings["ablation"]>,
  reader: Reader,
): string {
  const { formats, language } = reader;
  const three = signed(3, language);
  return wordsFor(findingsWords, reader).without(
    new Intl.ListFormat(language, { type: "conjunction" }).format(
      without.map((feature) => `“${featureInWords(feature, language)}”`),
    ),
    formats.figure(prAucWithout),
    formats.figure(prAuc),
    `${three(difference.value)} (${between(difference, three)})`,
  );
}
