import { type Html, html } from "../../../html.ts";
import type { PolicyName } from "../../../score/policy-comparison-rules.ts";
import type { Entry } from "../../leaderboard/schema.ts";
import type { Card } from "../card.ts";
import { brief, count, ends, estimate, euros, figure, percent } from "../format.ts";
import { paragraph, section, table } from "../parts.ts";
import { intervalLeans } from "./metrics.ts";

/** The procedure of the system before, beside ours. */
export function originalProcedure({ evaluation, outOfFold }: Card): Html {
  const { originalProcedure: original, metrics, threshold } = evaluation;
  return section(
    "original",
    "The procedure of before, side by side",
    original === null
      ? paragraph(
          "The system before knew boosted trees alone, and this model is none: there is nothing to compare.",
        )
      : html`${paragraph(
          "How the system before calibrated its model and chose its threshold, replayed on the same rows. It promised what ",
          "raw scores of another model did on validation rows, and then put that threshold to calibrated scores of the ",
          `shipped one, none of which came above ${figure(original.highestProbability)} on the holdout.`,
        )}${table({
          id: "procedures",
          caption: "What was promised, and what was kept on the holdout",
          columns: [
            { title: "Figure" },
            { title: "Ours, promised" },
            { title: "Ours, kept" },
            { title: "Before, promised" },
            { title: "Before, kept" },
            { title: "Before, kept with raw scores" },
          ],
          rows: [
            [
              "Threshold",
              brief(threshold),
              brief(threshold),
              brief(original.threshold),
              brief(original.threshold),
              brief(original.threshold),
            ],
            [
              "Precision",
              figure(outOfFold.precision),
              estimate(metrics.precision),
              figure(original.promised.precision),
              estimate(original.shipped.precision),
              estimate(original.raw.precision),
            ],
            [
              "Recall",
              figure(outOfFold.recall),
              estimate(metrics.recall),
              figure(original.promised.recall),
              estimate(original.shipped.recall),
              estimate(original.raw.recall),
            ],
            [
              "Brier score",
              figure(outOfFold.brier),
              estimate(metrics.brier),
              "–",
              estimate(original.shipped.brier),
              "–",
            ],
            [
              "Calibration error",
              figure(outOfFold.calibrationError),
              estimate(metrics.calibrationError),
              "–",
              estimate(original.shipped.calibrationError),
              "–",
            ],
          ],
        })}${paragraph("Of the calibration error: ", intervalLeans)}`,
  );
}

const policyWords: Readonly<Record<PolicyName, string>> = {
  no_offers: "No offers",
  tier_rule: "By risk tier",
  threshold: "Everybody who is called",
  impact: "By expected impact",
};

/** What the ways of deciding about offers would have earned. */
export function policies({ evaluation: { policies: compared } }: Card): Html {
  const { assumptions, customers, marginUnknown } = compared;
  return section(
    "policies",
    "Offer policies",
    html`${paragraph(
      `What offers to the ${count(customers)} customers of the holdout would have earned if ${percent(assumptions.saveRate)} of `,
      `those about to leave stayed for an offer and brought their margin for ${count(assumptions.horizonMonths)} months. `,
      "That share is assumed and not measured. ",
      marginUnknown > 0 && `${count(marginUnknown)} customers get no offer, for their margin is unknown.`,
    )}${table({
      id: "offers",
      caption: "Policies under the assumptions in force",
      columns: [
        { title: "Policy" },
        { title: "Offers" },
        { title: "To churners" },
        { title: "Cost" },
        { title: "Value" },
        { title: "Value minus that of the tier rule" },
      ],
      rows: compared.policies.map(({ policy, offers, churners, costEur, valueEur, toTierRuleEur }) => [
        policyWords[policy],
        count(offers),
        count(churners),
        euros(costEur),
        estimate(valueEur, euros),
        estimate(toTierRuleEur, euros),
      ]),
    })}`,
  );
}

function standings(id: string, caption: string, entries: readonly Entry[]): Html {
  return table({
    id,
    caption,
    columns: [
      { title: "Algorithm on experiment" },
      { title: "Features" },
      { title: "PR-AUC" },
      { title: "ROC-AUC" },
      { title: "Difference to the best of all" },
      { title: "Standing", text: "words" },
    ],
    rows: entries.map(({ algorithm, experiment, features, prAuc, rocAuc, differenceToBest, tied }) => [
      `${algorithm} on ${experiment}`,
      count(features),
      estimate(prAuc),
      estimate(rocAuc),
      ends(differenceToBest),
      tied ? "tied with the best" : "worse than the best",
    ]),
  });
}

/** Who competed with the model, and why it was chosen. */
export function leaderboard({ leaderboard: board, model }: Card): Html {
  if (board === null)
    return section("leaderboard", "Leaderboard", paragraph("The model's folder holds no leaderboard."));
  if (!board.held) return section("leaderboard", "Leaderboard", paragraph(`Not held. ${board.reason}`));
  const { rows, trainingRows, churners, folds, intervals, selection } = board;
  return section(
    "leaderboard",
    "Leaderboard",
    html`<p><strong>${selection.reason}</strong></p>
${paragraph(
  `Out of fold on ${count(rows)} of the ${count(trainingRows)} rows of the training part (${count(churners)} churners, `,
  `${count(folds)} folds); the holdout has no part in it. Intervals: ${brief(intervals.confidence * 100)} %, `,
  `${intervals.method}, each for itself. Tied: the sample does not tell the two apart. What is chosen in the place of the `,
  "preferred one must be better by an interval that holds for all contestants together. All are in leaderboard.json.",
)}${standings("experiments", `Experiments with ${model.recipe.algorithm}`, board.byExperiment)}${standings(
  "algorithms",
  `Algorithms on ${model.experiment}`,
  board.byAlgorithm,
)}`,
  );
}
