import { tiers } from "../../../../configs/features.ts";
import { type Html, html } from "../../../html.ts";
import type { Card } from "../card.ts";
import { count, percent, shareOf } from "../format.ts";
import { facts, folded, paragraph, section, table } from "../parts.ts";

const rowsWith = (rows: number, churners: number) =>
  `${count(rows)} rows, of which ${count(churners)} churners (${shareOf(churners, rows)})`;

/** The rows that the model learnt from and those that it is judged on. */
export function data({ data: rows, model, evaluation: { unseenLevels } }: Card): Html {
  const unseen = Object.entries(unseenLevels);
  return section(
    "data",
    "Data",
    html`${facts("rows", "Customers, one row each", [
      ["As of", model.asOf],
      ["Training part", rowsWith(rows.rows, rows.churners)],
      ["Holdout, kept away from training", rowsWith(rows.holdoutRows, rows.holdoutChurners)],
      ["Folds of the training part", count(rows.folds)],
      ["Without a label", `${count(rows.unlabelledRows)} rows: neither trained on nor judged, only scored`],
      ["Gold master, SHA-256", html`<code>${rows.goldSha256}</code>`],
    ])}${
      unseen.length > 0 &&
      paragraph(
        "Rows of the holdout with a category that training never saw: ",
        unseen.map(([feature, unknown]) => `${feature} ${count(unknown)}`).join(", "),
        ".",
      )
    }`,
  );
}

/** Features that stand open; the others are folded. */
const SHOWN = 15;

/** What the model sees, and how much each feature has to do with its trees. */
export function features({ features: all, transform, model }: Card): Html {
  // Without trees there is no gain: a dash and not a figure.
  const hasGain = all.some(({ gainShare }) => gainShare > 0);
  const titles = new Map<string, string>(tiers.map(({ id, title }) => [id, title]));
  const tableOf = (id: string, caption: string, rows: Card["features"]) =>
    table({
      id,
      caption,
      columns: [
        { title: "Feature" },
        { title: "Share of gain" },
        { title: "Kind", text: "words" },
        { title: "Tier", text: "words" },
      ],
      rows: rows.map(({ name, kind, tier, gainShare }) => [
        name,
        hasGain ? percent(gainShare) : "–",
        kind,
        `${tier}: ${titles.get(tier) ?? "not among today's"}`,
      ]),
    });
  const first = `The ${hasGain ? "" : "first "}${Math.min(SHOWN, all.length)} features`;
  const rest = all.slice(SHOWN);
  const restShare = rest.reduce((sum, { gainShare }) => sum + gainShare, 0);
  return section(
    "features",
    "Features",
    html`${paragraph(
      `${count(transform.features)} features of experiment ${model.experiment}, as ${count(transform.matrixColumns)} columns. `,
      "The share of gain is how much of the loss that the model learnt to avoid was won by splitting on a feature. It says ",
      "what the model uses, not what makes customers leave. An algorithm without trees has no gain.",
    )}${tableOf("gain", `${first}${hasGain ? " with the largest share of gain" : ""}`, all.slice(0, SHOWN))}${
      rest.length > 0 &&
      folded(
        `The other ${count(rest.length)} features${hasGain ? `, together ${percent(restShare)}` : ""}`,
        tableOf("gain-rest", "All other features", rest),
      )
    }`,
  );
}
