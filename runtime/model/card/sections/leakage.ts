import { type Html, html } from "../../../html.ts";
import type { Card } from "../card.ts";
import { count, estimate, figure, percent } from "../format.ts";
import { facts, list, paragraph, section, table } from "../parts.ts";

/** Features that may know too much, what the model is worth without them, and what a reader should know. */
export function leakage({ findings, evaluation: { warnings } }: Card): Html {
  return section(
    "leakage",
    "Warnings and leakage",
    html`${
      warnings.length === 0 ? paragraph("There is no warning.") : list(warnings)
    }${findings === null ? paragraph("A model of before: leakage was not looked for.") : found(findings)}`,
  );
}

function found({ leakage: { features, pureLevels }, ablation }: NonNullable<Card["findings"]>): Html {
  return html`${table({
    id: "single",
    caption: "Features that rank customers best by themselves",
    columns: [{ title: "Feature" }, { title: "AUC of this feature alone" }],
    rows: features.map(({ feature, rocAuc }) => [feature, figure(rocAuc)]),
  })}${
    pureLevels.length === 0
      ? paragraph(
          "No level of a flag or category has both hardly but one outcome and odds of churning so far from the usual ones that ",
          "it would be suspicious.",
        )
      : table({
          id: "pure",
          caption: "Levels with hardly but one outcome, in the training part",
          columns: [
            { title: "Feature" },
            { title: "Level", text: "words" },
            { title: "Customers" },
            { title: "Churners" },
            { title: "Churn rate" },
          ],
          rows: pureLevels.map(({ feature, level, rows, churners, churnRate }) => [
            feature,
            level,
            count(rows),
            count(churners),
            percent(churnRate),
          ]),
        })
  }${
    ablation !== null &&
    facts("ablation", "Out of fold, without the features that have such a level", [
      ["Left out", ablation.without.join(", ")],
      ["PR-AUC with them", figure(ablation.prAuc)],
      ["PR-AUC without them", figure(ablation.prAucWithout)],
      ["Difference", estimate(ablation.difference)],
    ])
  }`;
}
