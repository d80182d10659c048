import { type Html, html } from "../../../html.ts";
import { type MetricName, metricNames } from "../../metrics/metrics.ts";
import type { Card } from "../card.ts";
import { brief, count, ends, figure } from "../format.ts";
import { paragraph, section, table } from "../parts.ts";

/** Said where a calibration error stands with its interval: chance sets bins off either way, and every way counts. */
export const intervalLeans =
  "Resampling adds noise to this error, so its interval leans upwards and may lie wholly above the value.";

/** The figures by the names of the field, and what they say. */
export const metricWords: Readonly<Record<MetricName, { readonly name: string; readonly says: string }>> = {
  prAuc: {
    name: "PR-AUC",
    says: "Average precision: churners come first. A guess has the churn rate; 1 is best.",
  },
  rocAuc: {
    name: "ROC-AUC",
    says: "How often a churner ranks above another customer. A guess has 0.5; 1 is best.",
  },
  precision: { name: "Precision", says: "Share of the called who churn." },
  recall: { name: "Recall", says: "Share of the churners who are called." },
  f1: { name: "F1", says: "Harmonic mean of precision and recall." },
  accuracy: { name: "Accuracy", says: "Share of customers told rightly; high wherever few churn." },
  brier: { name: "Brier score", says: "Mean squared error of the probabilities; 0 is best." },
  logLoss: { name: "Log loss", says: "Punishes confident mistakes; 0 is best." },
  calibrationError: {
    name: "Calibration error",
    says: `How far probabilities are off on average; 0 is best. ${intervalLeans}`,
  },
};

/** Every figure of the holdout with its interval. */
export function metrics({ evaluation, outOfFold }: Card): Html {
  const { holdout, intervals, threshold, confusion } = evaluation;
  const called = confusion.truePositives + confusion.falsePositives;
  return section(
    "metrics",
    "How good is it?",
    html`${paragraph(
      `On the ${count(holdout.rows)} customers of the holdout (${count(holdout.churners)} churners), whom no training saw. `,
      `Customers are called from a probability of ${brief(threshold)} on. Intervals: ${brief(intervals.confidence * 100)} %, `,
      `${intervals.method}, ${count(intervals.resamples)} resamples.`,
    )}${table({
      id: "figures",
      caption: "Figures of the holdout",
      columns: [
        { title: "Figure" },
        { title: "Value" },
        { title: "Interval" },
        { title: "Out of fold, in training" },
        { title: "What it says", text: "sentences" },
      ],
      rows: metricNames.map((name) => [
        metricWords[name].name,
        figure(evaluation.metrics[name].value),
        ends(evaluation.metrics[name]),
        figure(outOfFold[name]),
        metricWords[name].says,
      ]),
    })}${table({
      id: "confusion",
      caption: "What the calls came to",
      columns: [{ title: "Customers" }, { title: "Churned" }, { title: "Stayed" }, { title: "All" }],
      rows: [
        ["Called", count(confusion.truePositives), count(confusion.falsePositives), count(called)],
        [
          "Not called",
          count(confusion.falseNegatives),
          count(confusion.trueNegatives),
          count(confusion.falseNegatives + confusion.trueNegatives),
        ],
      ],
    })}`,
  );
}
