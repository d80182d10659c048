import { type Html, html } from "../../../html.ts";
import type { Slice } from "../../slices.ts";
import type { Card } from "../card.ts";
import { brief, count, estimate, percent } from "../format.ts";
import { type Column, folded, mark, paragraph, section, table } from "../parts.ts";

const columns: readonly Column[] = [
  { title: "Level" },
  { title: "Customers" },
  { title: "Churners" },
  { title: "PR-AUC" },
  { title: "Recall" },
  { title: "Precision" },
  { title: "Calibration gap: probability minus churn rate" },
  { title: "Weaker?", text: "words" },
];

function rowOf(slice: Slice, name: string) {
  return [
    name,
    count(slice.rows),
    `${count(slice.churners)} (${percent(slice.churnRate)})`,
    estimate(slice.prAuc),
    estimate(slice.recall),
    estimate(slice.precision),
    estimate(slice.calibrationGap, percent),
    mark(!slice.weaker, "no", "weaker"),
  ];
}

const levelName = ({ level }: Slice) => level ?? "(empty)";

/** The same model for parts of the holdout, the weaker ones first. */
export function slices({ evaluation: { slices: found } }: Card): Html {
  const { minimumRows, minimumChurners, intervals } = found;
  const weaker = found.columns.flatMap(({ column, levels }) =>
    levels.filter((slice) => slice.weaker).map((slice) => rowOf(slice, `${column} = ${levelName(slice)}`)),
  );
  return section(
    "slices",
    "Parts of the holdout",
    html`${paragraph(
      "Weaker: the interval of PR-AUC or of recall lies wholly below the figure of the whole holdout. About one in forty is ",
      "so by chance, and PR-AUC is low by nature where few churn. The gate does not look at parts. ",
      `Levels with fewer than ${count(minimumRows)} customers have no figures, those with fewer than ${count(minimumChurners)} `,
      `churners no PR-AUC and no recall. Intervals: ${brief(intervals.confidence * 100)} %, ${intervals.method}.`,
    )}${
      weaker.length === 0
        ? paragraph("No part is shown to be weaker.")
        : table({ id: "weaker", caption: "Parts for which the model is weaker", columns, rows: weaker })
    }${found.columns.map(({ column, levels, otherRows }) =>
      folded(
        `All levels of ${column}`,
        html`${table({
          id: `slices-${column}`,
          caption: column,
          columns,
          rows: levels.map((slice) => rowOf(slice, levelName(slice))),
        })}${otherRows > 0 && paragraph(`${count(otherRows)} customers have levels with too few of them.`)}`,
      ),
    )}`,
  );
}
