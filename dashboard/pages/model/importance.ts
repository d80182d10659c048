import { features as allFeatures } from "../../../configs/features.ts";
import type { ImportanceRow } from "../../../runtime/explain/importance-rows.ts";
import { tendencyInWords, tendencyOf } from "../../../runtime/explain/words/effects.ts";
import { html } from "../../../runtime/html.ts";
import { type Effect, effectList } from "../../charts/effects.ts";
import { type Figure, figure } from "../../charts/figure.ts";
import type { Card } from "../../lake/documents.ts";
import { section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { lacking } from "../../web/states.ts";
import { featureInWords } from "../../words/features.ts";
import { own } from "../../words/own.ts";
import { modelWords } from "./words.ts";

/** Features that are drawn; the table holds all. */
const DRAWN = 20;

/**
 * What the model looks at: how far each feature moves the customers' scores, with its share of the gain beside it. Runs of
 * before that was kept show the gain alone.
 */
export function importanceSection(
  card: Card | undefined,
  effects: readonly ImportanceRow[] | undefined,
  reader: Reader,
) {
  const words = wordsFor(modelWords, reader);
  if (effects !== undefined) return section("features", words.features, effectFigure(effects, card, reader));
  if (card === undefined) return section("features", words.features, lacking(words.card, reader));
  return section("features", words.features, gainFigure(card, reader));
}

/** Shares of the gain by feature; none where an algorithm without trees has gained nothing by splitting. */
function gainsOf(card: Card | undefined): ReadonlyMap<string, number> {
  const features = card?.features ?? [];
  const gained = features.some(({ gainShare }) => gainShare > 0);
  return new Map(gained ? features.map(({ name, gainShare }) => [name, gainShare]) : []);
}

function effectFigure(effects: readonly ImportanceRow[], card: Card | undefined, reader: Reader) {
  const { formats, language } = reader;
  const words = wordsFor(modelWords, reader);
  const gains = gainsOf(card);
  const facts = new Map<string, (typeof allFeatures)[number]>(allFeatures.map((each) => [each.name, each]));
  const rows = effects.map((row) => ({
    label: featureInWords(row.feature, language),
    value: row.mean_effect,
    text: formats.figure(row.mean_effect),
    direction: tendencyInWords(tendencyOf(row), language),
    gain: formats.percent(gains.get(row.feature)),
    tier: facts.get(row.feature)?.tier ?? "",
    kind: facts.get(row.feature)?.kind ?? "",
  }));
  const top = rows.slice(0, DRAWN);
  return importanceFigure(
    {
      title: words.effectsTop(formats.count(top.length), formats.count(rows.length)),
      effects: top.map(({ label, value, text, direction, gain }) => ({
        text: label,
        note:
          gains.size === 0 ? words.effectAlone(text, direction) : words.effectAndGain(text, direction, gain),
        size: value,
        tone: "one",
      })),
      columns: [
        { title: words.feature },
        { title: words.meanEffect },
        { title: words.direction, align: "left" },
        { title: words.gain },
        { title: words.tier, align: "left" },
        { title: words.kind, align: "left" },
      ],
      rows: rows.map(({ label, text, direction, gain, tier, kind }) => [
        label,
        text,
        direction,
        gain,
        tier,
        own(words.kinds, kind) ?? kind,
      ]),
      note: words.effectsNote,
    },
    reader,
  );
}

function gainFigure(card: Card, reader: Reader) {
  const { formats, language } = reader;
  const words = wordsFor(modelWords, reader);
  if (gainsOf(card).size === 0) return html`<p>${words.noGain}</p>`;
  const features = card.features
    .toSorted((a, b) => b.gainShare - a.gainShare)
    .map((feature) => ({ ...feature, label: featureInWords(feature.name, language) }));
  const top = features.slice(0, DRAWN);
  return importanceFigure(
    {
      title: words.featuresTop(
        formats.count(top.length),
        formats.count(features.length),
        formats.percent(top.reduce((sum, { gainShare }) => sum + gainShare, 0)),
      ),
      effects: top.map(({ label, gainShare }) => ({
        text: label,
        note: formats.percent(gainShare),
        size: gainShare,
        tone: "one",
      })),
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
  );
}

/** The most important features with bars, and all of them as a table. */
function importanceFigure(
  content: Pick<Figure, "title" | "columns" | "rows" | "note"> & { readonly effects: readonly Effect[] },
  reader: Reader,
) {
  const { effects, ...shown } = content;
  const longest = Math.max(0, ...effects.map(({ size }) => size));
  return figure({ id: "features-figure", drawing: effectList(effects, longest), ...shown }, reader);
}
