import { z } from "zod";
import { driftStatuses } from "../../../configs/drift-limits.ts";
import { type Html, html } from "../../../runtime/html.ts";
import { dataTable } from "../../charts/figure.ts";
import { type Compared, type Drift, judgedPsi } from "../../lake/documents.ts";
import { link } from "../../web/links.ts";
import { boxes } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { decimals, pValue } from "../../words/decimals.ts";
import { own } from "../../words/own.ts";
import { comparedName, featureLink, statusBadge } from "./status.ts";
import { driftWords } from "./words.ts";

/** Which features are listed, and in which order. */
export const driftQuerySchema = z.object({
  status: z.array(z.enum(driftStatuses)).default([]).describe("Statuses; none means all"),
  sort: z.enum(["psi", "statistic", "p", "distance", "feature"]).default("psi"),
  order: z.enum(["asc", "desc"]).default("desc"),
});
export type DriftQuery = Readonly<z.infer<typeof driftQuerySchema>>;
type SortName = DriftQuery["sort"];

/** The figures that features can be sorted by. */
const figures: Readonly<Record<Exclude<SortName, "feature">, (compared: Compared) => number | null>> = {
  psi: judgedPsi,
  statistic: ({ statistic }) => statistic,
  p: ({ adjusted_p_value }) => adjusted_p_value,
  distance: ({ distance }) => distance,
};

/** The features of a query in its order: those without the figure come last, ties by name. */
export function listed(
  features: readonly Compared[],
  { status, sort, order }: DriftQuery,
  nameOf: (compared: Compared) => string,
): readonly Compared[] {
  const direction = order === "asc" ? 1 : -1;
  const byName = (a: Compared, b: Compared) => nameOf(a).localeCompare(nameOf(b));
  const kept = features.filter((feature) => status.length === 0 || status.includes(feature.status));
  if (sort === "feature") return kept.toSorted((a, b) => direction * byName(a, b));
  const figureOf = figures[sort];
  return kept.toSorted((a, b) => {
    const [first, second] = [figureOf(a), figureOf(b)];
    if (first === null || second === null)
      return Number(first === null) - Number(second === null) || byName(a, b);
    return direction * (first - second) || byName(a, b);
  });
}

/** All features with their figures, to be narrowed down by status and sorted through the address. */
export function featureList({ features, limits }: Drift, query: DriftQuery, reader: Reader): Html {
  const { formats, language } = reader;
  const words = wordsFor(driftWords, reader);
  const rows = listed(features, query, ({ feature }) => comparedName(feature, reader));
  const sortable = (sort: SortName, label: string) => sortLink(query, sort, label, reader);
  const table = dataTable("drift-table", {
    caption: words.featuresCaption(formats.count(rows.length), formats.count(features.length)),
    columns: [
      { title: sortable("feature", words.feature) },
      { title: words.status, align: "left" },
      { title: sortable("psi", words.psi) },
      { title: sortable("distance", words.distance) },
      { title: sortable("p", words.adjusted) },
      { title: sortable("statistic", words.statistic) },
      { title: words.test, align: "left" },
      { title: words.kind, align: "left" },
    ],
    rows: rows.map((row) => [
      html`<a href="${featureLink(row.feature)}">${comparedName(row.feature, reader)}</a>`,
      statusBadge(row.status, reader),
      decimals(judgedPsi(row), 4, language),
      decimals(row.distance, 4, language),
      pValue(row.adjusted_p_value, language),
      decimals(row.statistic, 4, language),
      own(words.tests, row.test) ?? row.test,
      own(words.kinds, row.kind) ?? row.kind,
    ]),
  });
  return html`${filterForm(query, reader)}
${rows.length === 0 ? html`<p>${words.nothing} <a href="/drift#features">${words.all}</a></p>` : table}
<p class="hint">${words.rule(
    formats.short(limits.adjustedPValue),
    formats.short(limits.numeric.psi.drifted),
    formats.short(limits.numeric.distance.drifted),
    formats.short(limits.category.shareShift.drifted * 100),
  )}</p>`;
}

function filterForm({ status, sort, order }: DriftQuery, reader: Reader): Html {
  const words = wordsFor(driftWords, reader);
  return html`<form action="/drift" method="get">
${boxes(
  "status",
  words.filter,
  driftStatuses.toReversed().map((value) => ({ value, label: words.statuses[value] })),
  status,
)}
<input type="hidden" name="sort" value="${sort}">
<input type="hidden" name="order" value="${order}">
<p class="actions"><button>${words.apply}</button>${status.length > 0 && html` <a href="${link("/drift", { sort, order })}">${words.all}</a>`}</p>
</form>`;
}

/** A heading that sorts by its column; a second click turns the order round. */
function sortLink(query: DriftQuery, sort: SortName, label: string, reader: Reader): Html {
  const words = wordsFor(driftWords, reader);
  const isSorted = query.sort === sort;
  const isDown = query.order === "desc";
  // What is most telling comes first: names from A, p-values from the smallest, effects from the largest.
  const first = sort === "feature" || sort === "p" ? "asc" : "desc";
  const order = isSorted ? (isDown ? "asc" : "desc") : first;
  const arrow = isSorted && html`<span aria-hidden="true">${isDown ? " ↓" : " ↑"}</span>`;
  return html`<a href="${link("/drift", { ...query, sort, order })}#features" title="${
    isSorted ? words.sortedBy(label, isDown) : words.sortBy(label)
  }">${label}${arrow}</a>`;
}
