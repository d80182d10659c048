import { type Html, html } from "../../../html.ts";
import { decimalsBeside, type GateRule } from "../../gate.ts";
import type { Card } from "../card.ts";
import { brief, count, estimate, figure } from "../format.ts";
import { facts, mark, paragraph, section, table } from "../parts.ts";

/** The gate's rules by the names of the field, and on which side of the limit a value must lie. */
const rules: Readonly<Record<GateRule["name"], { readonly name: string; readonly side: string }>> = {
  pr_auc: { name: "PR-AUC", side: "at least" },
  recall: { name: "Recall, upper end of its interval", side: "at least" },
  calibration_error: { name: "Calibration error", side: "at most" },
  leakage: { name: "AUC of the best single feature", side: "at most" },
  champion: { name: "PR-AUC minus the champion's, upper end of its interval", side: "at least" },
};

/** In short, unless that would hide on which side of its limit a value lies. */
function valueBeside(value: number, limit: number): string {
  const hides = value !== limit && brief(value) === brief(limit);
  return hides ? value.toFixed(decimalsBeside(value, limit)) : brief(value);
}

/** The gate's decision in one sentence. */
export function verdictSentence({ evaluation: { promote, gate } }: Pick<Card, "evaluation">): string {
  if (promote)
    return `Promoted: the model keeps all ${gate.length} rules of the gate, so it may score customers.`;
  const broken = gate.filter(({ passed }) => !passed).map(({ name }) => rules[name].name);
  return (
    `Refused: the model breaks ${broken.length} of ${gate.length} rules of the gate (${broken.join("; ")}), ` +
    "so it scores nobody."
  );
}

/** Whether the model was promoted, and why: rule by rule. */
export function verdict(card: Card): Html {
  const { promote, gate, comparison } = card.evaluation;
  return section(
    "verdict",
    "Was it promoted, and why?",
    html`<p class="verdict${promote ? "" : " refused"}"><strong>${verdictSentence(card)}</strong></p>
${table({
  id: "gate",
  caption: "The rules of the gate",
  // The words before the figures: on a phone these are seen first.
  columns: [
    { title: "Rule" },
    { title: "Kept?", text: "words" },
    { title: "In words", text: "sentences" },
    { title: "Limit" },
    { title: "Value" },
  ],
  rows: gate.map(({ name, limit, value, passed, sentence }) => [
    rules[name].name,
    mark(passed, "kept", "broken"),
    sentence,
    `${rules[name].side} ${brief(limit)}`,
    valueBeside(value, limit),
  ]),
})}
${
  comparison === null
    ? paragraph("There was no champion to compare it with.")
    : facts("champion", "Against the champion, on the same rows", [
        ["Champion", `${comparison.champion.experiment}, as of ${comparison.champion.asOf}`],
        ["Rows, churners", `${count(comparison.rows)}, ${count(comparison.churners)}`],
        ["PR-AUC of this model", figure(comparison.candidatePrAuc)],
        ["PR-AUC of the champion", figure(comparison.championPrAuc)],
        ["Difference", estimate(comparison.prAucDifference)],
        ["Note", comparison.note],
      ])
}
<p class="muted">The gate is a program. Where a person has to approve a model as well, their decision stands in the
records of the run and not here: this card was written before it.</p>
`,
  );
}
