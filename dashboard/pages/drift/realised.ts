import { type Html, html } from "../../../runtime/html.ts";
import { dataTable } from "../../charts/figure.ts";
import type { RealisedChurn } from "../../lake/documents.ts";
import { section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { domainWords } from "../../words/domain.ts";
import { adviceWords } from "./advice-words.ts";

/** Churn that came against the scores, tier by tier. Nothing for runs of before. */
export function realisedSection(realised: RealisedChurn | undefined, reader: Reader): Html | undefined {
  if (realised === undefined) return undefined;
  return section("realised", wordsFor(adviceWords, reader).realised, content(realised, reader));
}

function content({ status, customers, labelled, confidence, tiers }: RealisedChurn, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(adviceWords, reader);
  if (labelled === 0) return html`<p>${words.noLabels}</p>`;
  if (status === "unknown") return html`<p>${words.onlyChurners(formats.count(labelled))}</p>`;
  const names = wordsFor(domainWords, reader).tiers;
  const percent = `${formats.count(confidence * 100)} %`;
  return html`${dataTable("realised-table", {
    caption: words.realisedCaption,
    columns: [
      { title: words.tier },
      { title: words.customers },
      { title: words.expectedChurners },
      { title: words.churners },
      { title: words.expectedRate },
      { title: words.rate },
      { title: words.interval(percent) },
      { title: words.agreement, align: "left" },
    ],
    rows: tiers
      .toReversed()
      .map((tier) => [
        names[tier.tier],
        formats.count(tier.customers),
        formats.count(tier.expected_churners),
        formats.count(tier.churners),
        formats.percent(tier.expected_churners / tier.customers),
        formats.percent(tier.churners / tier.customers),
        `${formats.percent(tier.low)} – ${formats.percent(tier.high)}`,
        tier.status === "off"
          ? html`<strong class="badge critical">${words.agreements[tier.status]}</strong>`
          : words.agreements[tier.status],
      ]),
  })}
<p class="hint">${words.realisedNote(formats.count(labelled), formats.count(customers), percent)}</p>`;
}
