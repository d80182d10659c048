import type { Html } from "../../../runtime/html.ts";
import { columns } from "../../charts/columns.ts";
import { figure } from "../../charts/figure.ts";
import { pairs } from "../../charts/pairs.ts";
import { fromZero, linear } from "../../charts/scale.ts";
import type { DistributionBin } from "../../data/distributions.ts";
import type { Compared } from "../../lake/documents.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { difference } from "../../words/decimals.ts";
import { domainWords } from "../../words/domain.ts";
import { levelInWords } from "../../words/level-names.ts";
import { featureDriftWords } from "./feature-words.ts";
import { comparedName } from "./status.ts";

/** Classes of the colours of then and now. */
const TONES = ["neutral", "one"] as const;
/** Ends of bins below the axis that a phone has room for. */
const NAMED = 3;

/** How a feature is spread, then and now: columns for bins of numbers, bars with names for levels. */
export function spreadFigure(compared: Compared, bins: readonly DistributionBin[], reader: Reader): Html {
  const { formats, language } = reader;
  const words = wordsFor(featureDriftWords, reader);
  const isNumeric = compared.kind === "numeric";
  const nameOf = (bin: DistributionBin) =>
    isNumeric ? binText(bin, reader) : levelText(compared.kind, bin.level ?? "", reader);
  const summary = words.spreadSummary(comparedName(compared.feature, reader), formats.count(bins.length));
  return figure(
    {
      id: "spread-figure",
      title: words.spread,
      drawing: isNumeric
        ? binColumns(summary, compared, bins, reader)
        : pairs(
            "spread-chart",
            summary,
            bins.map((bin) => ({
              label: nameOf(bin),
              text: `${formats.percent(bin.reference.share)} → ${formats.percent(bin.current.share)}`,
              bars: [bin.reference, bin.current].map(({ share }, index) => ({
                value: share,
                tone: TONES[index] ?? "",
              })),
            })),
          ),
      legend: [
        { label: words.before, tone: TONES[0] },
        { label: words.now, tone: TONES[1] },
      ],
      columns: [
        { title: isNumeric ? words.bin : words.level },
        { title: words.shareThen },
        { title: words.shareNow },
        { title: words.change },
        { title: words.rowsThen },
        { title: words.rowsNow },
      ],
      rows: bins.map((bin) => [
        nameOf(bin),
        formats.percent(bin.reference.share),
        formats.percent(bin.current.share),
        difference((bin.current.share - bin.reference.share) * 100, 1, language),
        formats.count(bin.reference.rows),
        formats.count(bin.current.rows),
      ]),
      note: isNumeric ? words.spreadNote : words.levelsNote,
    },
    reader,
  );
}

/** Bins are drawn equally wide, whatever they span: their ends are named between them. */
function binColumns(
  summary: string,
  { feature }: Compared,
  bins: readonly DistributionBin[],
  reader: Reader,
): Html {
  const { formats } = reader;
  const words = wordsFor(featureDriftWords, reader);
  const step = Math.max(1, Math.ceil((bins.length - 1) / NAMED));
  const shares = bins.flatMap(({ reference, current }) => [reference.share, current.share]);
  return columns(
    {
      id: "spread-chart",
      summary,
      x: linear(0, 1),
      y: fromZero(shares),
      xText: () => "",
      yText: (value) => `${formats.count(value * 100)} %`,
      xTitle: comparedName(feature, reader),
      yTitle: words.share,
      xTicks: bins.flatMap(({ upper }, index) =>
        upper !== undefined && index % step === 0
          ? [{ at: (index + 1) / bins.length, text: formats.short(Number(upper.at.toPrecision(3))) }]
          : [],
      ),
    },
    bins.map(({ reference, current }) => ({
      values: [reference.share, current.share],
      tones: TONES,
    })),
  );
}

/** Which values a bin holds: "> 7, ≤ 15". */
export function binText(
  { lower, upper }: Pick<DistributionBin, "lower" | "upper">,
  { formats }: Pick<Reader, "formats">,
): string {
  const from = lower === undefined ? [] : [`${lower.isBelow ? ">" : "≥"} ${formats.short(lower.at)}`];
  const to = upper === undefined ? [] : [`${upper.isBelow ? "≤" : "<"} ${formats.short(upper.at)}`];
  return [...from, ...to].join(", ");
}

/** A level in the reader's words. */
export function levelText(kind: string, level: string, reader: Reader): string {
  const { yes, no } = wordsFor(domainWords, reader);
  if (kind === "flag" && level === "1") return yes;
  if (kind === "flag" && level === "0") return no;
  return levelInWords(level, reader);
}
