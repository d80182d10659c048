import { driftLimits } from "../../../../configs/drift-limits.ts";
import { type Html, html } from "../../../html.ts";
import type { Card } from "../card.ts";
import { brief, count, percent } from "../format.ts";
import { list, paragraph, section, table } from "../parts.ts";

/** What the model is for, and what it must not be used for. */
export function limitsOfUse({ model, data }: Card): Html {
  return section(
    "limits",
    "What it is for, and what it is not",
    html`${paragraph(
      "It ranks an energy retailer's customers by the probability that they leave, so that people can choose whom to call and ",
      "what to offer.",
    )}${list([
      "Not for decisions against a customer: no refusal of a contract, no price, no credit check and no debt collection may rest on it.",
      "It tells what goes together with leaving, not what causes it. Changing a feature need not change what a customer does.",
      "It does not know whom an offer would keep. The share of customers that an offer saves is an assumption wherever it is named.",
      `All customers were seen once, as of ${model.asOf}. Training and holdout come from that same day: the figures here say ` +
        "nothing about other seasons, prices or tariffs.",
      "The label says that a customer left, not within how many months. A probability here holds for the horizon of that label, " +
        "whichever it is, and must not be read as one for a month or a year.",
      "Features that come from notes rest on what people wrote, and on a program that reads them: both make mistakes, and a note " +
        "may have been written when the customer had already decided.",
      "It is meant for customers like those it was trained on: not for another company's, nor for a market that the data lacks. " +
        "A category that training never saw counts as none that it knows.",
      ...(data.unlabelledRows === 0
        ? []
        : [
            `${count(data.unlabelledRows)} customers had no label. No figure here says how the model does for them.`,
          ]),
      "Intervals tell how much the figures hang on who happened to be in the holdout. They do not cover a world that changes.",
    ])}`,
  );
}

/** What later runs are compared with, and from when on a difference counts. */
export function driftReference({ data }: Card): Html {
  const { adjustedPValue, numeric, category } = driftLimits;
  return section(
    "drift",
    "What later runs are compared with",
    html`${paragraph(
      `The ${count(data.rows)} rows of the training part, with their out-of-fold probabilities: reference.parquet beside the `,
      `model. A feature has drifted when the difference is no accident (adjusted p-value at most ${brief(adjustedPValue)}) and is `,
      "large enough to matter:",
    )}${table({
      id: "drift-limits",
      caption: "Limits in force when the card was written",
      columns: [{ title: "Difference" }, { title: "Drifted from" }, { title: "Critical from" }],
      rows: [
        ["Numbers: population stability index", brief(numeric.psi.drifted), brief(numeric.psi.critical)],
        [
          "Numbers: Wasserstein distance, in standard deviations",
          brief(numeric.distance.drifted),
          brief(numeric.distance.critical),
        ],
        ["Categories: population stability index", brief(category.psi.drifted), "–"],
        [
          "Categories: change of a level's share",
          percent(category.shareShift.drifted),
          percent(category.shareShift.critical),
        ],
      ],
    })}`,
  );
}
