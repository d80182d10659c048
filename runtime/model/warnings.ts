import type { Artifact } from "./artifact.ts";
import type { Slices } from "./slices.ts";

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

function pureLevelWarnings({ findings }: Artifact): readonly string[] {
  if (findings === undefined) return [];
  const { leakage, ablation } = findings;
  const told = leakage.pureLevels.map(
    ({ feature, level, rows, churnRate }) =>
      `Of the ${rows} customers with ${feature} = ${level} ${percent(churnRate)} churned: find out whether that is known ` +
      "before they leave, or was written down after it.",
  );
  if (ablation === null) return told;
  const { without, prAuc, prAucWithout, difference } = ablation;
  return [
    ...told,
    `Without ${without.join(", ")} PR-AUC out of fold is ${prAucWithout.toFixed(3)} in place of ${prAuc.toFixed(3)} ` +
      `(${difference.low.toFixed(3)} to ${difference.high.toFixed(3)}).`,
  ];
}

function sliceWarnings({ columns }: Slices): readonly string[] {
  return columns.flatMap(({ column, levels }) =>
    levels
      .filter(({ weaker }) => weaker)
      .map(
        ({ level, rows, churners, prAuc, recall }) =>
          `The model is weaker for ${column} = ${level ?? "(empty)"} (${rows} customers, ${churners} churners): ` +
          [
            ...(prAuc === null ? [] : [`PR-AUC ${prAuc.value.toFixed(3)} at most ${prAuc.high.toFixed(3)}`]),
            ...(recall === null
              ? []
              : [`recall ${recall.value.toFixed(3)} at most ${recall.high.toFixed(3)}`]),
          ].join(", ") +
          ".",
      ),
  );
}

/** What a reader should know before trusting a model, although the gate does not stop it: one sentence each. */
export function modelWarnings(artifact: Artifact, slices: Slices): readonly string[] {
  return [...pureLevelWarnings(artifact), ...sliceWarnings(slices)];
}
