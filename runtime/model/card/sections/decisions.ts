import { type Html, html } from "../../../html.ts";
import type { OperatingPoint } from "../../operating-points.ts";
import type { Card } from "../card.ts";
import { brief, count, ends, estimate, euros, figure, percent } from "../format.ts";
import { paragraph, section, table } from "../parts.ts";

const pointWords: Readonly<Record<OperatingPoint["rule"], string>> = {
  recall: "Promises a recall (in use)",
  profit: "Earned most out of fold",
};

/** Who is called under the threshold in use, and under the one that earns most. */
export function operatingPoints({ evaluation: { operatingPoints: points }, findings }: Card): Html {
  const profit = findings?.profitThreshold;
  return section(
    "operating-points",
    "Whom it calls",
    points.length === 0
      ? paragraph("A model of before: thresholds were not compared.")
      : html`${table({
          id: "points",
          caption: "Thresholds side by side, on the holdout",
          columns: [
            { title: "Rule" },
            { title: "Threshold" },
            { title: "Called" },
            { title: "Precision" },
            { title: "Recall" },
            { title: "Profit for each customer" },
          ],
          rows: points.map(({ rule, threshold, called, precision, recall, profitPerCustomerEur }) => [
            pointWords[rule],
            brief(threshold),
            count(called),
            estimate(precision),
            estimate(recall),
            estimate(profitPerCustomerEur, euros),
          ]),
        })}${
          profit !== undefined &&
          paragraph(
            `Profit is what an offer to everybody who is called would have earned (${profit.action.replaceAll("_", " ")}): an assumed `,
            `${percent(profit.saveRate)} of the churners stay and bring their margin for ${count(profit.horizonMonths)} months; `,
            `everybody gets ${percent(profit.costShare)} of the margin for ${count(profit.offerMonths)} months. `,
            profit.threshold === null &&
              "Out of fold no threshold earned anything, so there is none to compare with.",
          )
        }`,
  );
}

/** How log-odds become probabilities, and what else was tried. */
export function calibration({ findings, model }: Card): Html {
  return section(
    "calibration",
    "Calibration",
    findings === null
      ? paragraph(
          `A model of before: ways of calibration were not compared. In use: ${model.calibrator.method}.`,
        )
      : html`${paragraph(findings.calibration.reason)}${table({
          id: "methods",
          caption: "Ways of calibration, out of fold",
          columns: [
            { title: "Way" },
            { title: "Brier score" },
            { title: "Interval of the difference to the best" },
            { title: "Calibration error" },
            { title: "In use?", text: "words" },
          ],
          rows: findings.calibration.candidates.map((candidate) => [
            candidate.method,
            candidate.brier.toFixed(5),
            ends(candidate.differenceToBest, (value) => value.toFixed(5)),
            figure(candidate.calibrationError),
            candidate.method === findings.calibration.chosen ? html`<strong>in use</strong>` : "",
          ]),
        })}`,
  );
}

/** Whether the prediction sets hold what they should. */
export function coverage({ evaluation: { coverage: found } }: Card): Html {
  return section(
    "coverage",
    "Does it know when it does not know?",
    found === null
      ? paragraph("A model of before: it says of nobody that it cannot tell.")
      : html`${paragraph(
          "Of each customer the model says that they churn, that they stay, that it cannot tell, or that they are like ",
          `neither. Of those who churn and of those who stay, ${percent(found.asked)} each should not be told the wrong `,
          "outcome.",
        )}${table({
          id: "sets",
          caption: "Prediction sets on the holdout",
          columns: [
            { title: "Customers who" },
            { title: "Rows" },
            { title: "Covered" },
            { title: "Interval (95 %)" },
            { title: "Told to churn" },
            { title: "Told to stay" },
            { title: "Cannot tell" },
            { title: "Like neither" },
          ],
          rows: (
            [
              ["churned", found.churned],
              ["stayed", found.stayed],
            ] as const
          ).map(([name, { rows, coverage: covered, sets, ...interval }]) => [
            name,
            count(rows),
            percent(covered),
            ends(interval, percent),
            count(sets.churns),
            count(sets.stays),
            count(sets.uncertain),
            count(sets.unusual),
          ]),
        })}`,
  );
}
