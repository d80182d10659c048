import { bars } from "../../charts/bars.ts";
import { figure } from "../../charts/figure.ts";
import type { Html } from "../../html.ts";
import type { Card } from "../../lake/documents.ts";
import { section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { lacking } from "../../web/states.ts";
import { featureInWords } from "../../words/features.ts";
import { own } from "../../words/own.ts";
import { modelWords } from "./words.ts";

/** Features that are drawn; the table holds all. */
const DRAWN = 20;

/** What the model looks at, by each feature's share of the gain. */
export function importanceSection(card: Card | undefined, reader: Reader): Html {
  const { formats, language } = reader;
  const words = wordsFor(modelWords, reader);
  if (card === undefined) return section("features", words.features, lacking(words.card, reader));
  const features = card.features
    .toSorted((a, b) => b.gainShare - a.gainShare)
    .map((feature) => ({ ...feature, label: featureInWords(feature.name, language) }));
  const top = features.slice(0, DRAWN);
  const title = words.featuresTop(
    formats.count(top.length),
    formats.count(features.length),
    formats.percent(top.reduce((sum, { gainShare }) => sum + gainShare, 0)),
  );
  return section(
    "features",
    words.features,
    figure(
      {
        id: "features-figure",
        title,
        drawing: bars(
          "features-chart",
          title,
          top.map(({ label, gainShare }) => ({
            label,
            value: gainShare,
            text: formats.percent(gainShare),
            tone: "one",
          })),
        ),
        columns: [
          { title: words.feature },
          { title: words.share },
          { title: words.tier, align: "left" },
          { title: words.kind, align: "left" },
        ],
        rows: features.map(({ label, gainShare, tier, kind }) => [
          label,
          formats.percent(gainShare),
          tier,
          own(words.kinds, kind) ?? kind,
        ]),
        note: words.featuresNote,
      },
      reader,
    ),
  );
}
