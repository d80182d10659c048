import { type Html, html } from "../../html.ts";
import type { Bill } from "./bill.ts";
import type { Card } from "./card.ts";
import { count } from "./format.ts";
import { leaderboard, originalProcedure, policies } from "./sections/comparisons.ts";
import { curves } from "./sections/curves.ts";
import { data, features } from "./sections/data.ts";
import { calibration, coverage, operatingPoints } from "./sections/decisions.ts";
import { leakage } from "./sections/leakage.ts";
import { driftReference, limitsOfUse } from "./sections/limits.ts";
import { metrics } from "./sections/metrics.ts";
import { bill as billSection, provenance } from "./sections/provenance.ts";
import { slices } from "./sections/slices.ts";
import { verdict } from "./sections/verdict.ts";
import { policy, style } from "./style.ts";

/** Where the page leads to, in its order. */
const contents = [
  ["verdict", "Verdict"],
  ["limits", "Limits of use"],
  ["leakage", "Warnings"],
  ["metrics", "Figures"],
  ["curves", "Curves"],
  ["operating-points", "Whom it calls"],
  ["calibration", "Calibration"],
  ["coverage", "Coverage"],
  ["slices", "Parts"],
  ["data", "Data"],
  ["features", "Features"],
  ["leaderboard", "Leaderboard"],
  ["original", "Procedure of before"],
  ["policies", "Offers"],
  ["drift", "Drift"],
  ["provenance", "Provenance"],
  ["bill", "Software"],
] as const;

/**
 * The model card as one page that needs nothing but itself: no script, no request, curves as drawings within. The same card
 * gives the same bytes.
 */
export function cardPage(card: Card, bill: Bill): Html {
  const { experiment, asOf } = card.model;
  const title = `Churn model ${experiment} as of ${asOf}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Model card: ${title}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<main>
<header>
<h1>Model card: ${title}</h1>
<p class="muted">${card.model.recipe.algorithm} on ${count(card.transform.features)} features, judged on ${count(card.evaluation.holdout.rows)} customers that
no training saw. Everything here is in card.json, too.</p>
<nav aria-label="Parts of the card"><ul>${contents.map(
    ([id, name]) => html`<li><a href="#${id}">${name}</a></li>
`,
  )}</ul></nav>
</header>
${[
  verdict(card),
  limitsOfUse(card),
  leakage(card),
  metrics(card),
  curves(card),
  operatingPoints(card),
  calibration(card),
  coverage(card),
  slices(card),
  data(card),
  features(card),
  leaderboard(card),
  originalProcedure(card),
  policies(card),
  driftReference(card),
  provenance(card),
  billSection(bill),
]}</main>
</body>
</html>
`;
}
