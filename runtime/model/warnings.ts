import type { Artifact } from "./artifact.ts";
import type { Estimate } from "./metrics/estimate.ts";
import type { MetricValues } from "./metrics/metrics.ts";
import type { Slices } from "./slices.ts";

/** The figures of the whole holdout, which a part is held against. */
type Overall = Pick<MetricValues, "prAuc" | "recall">;

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

function pureLevelWarnings({ findings }: Pick<Artifact, "findings">): readonly string[] {
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
      `(interval of the difference: ${difference.low.toFixed(3)} to ${difference.high.toFixed(3)}).`,
  ];
}

/** A figure of a part that lies wholly below the one of the whole holdout; nothing is said of one that does not. */
function weakness(name: string, estimate: Estimate | null, overall: number): readonly string[] {
  if (estimate === null || estimate.high >= overall) return [];
  const [value, high, all] = [estimate.value, estimate.high, overall].map((each) => each.toFixed(3));
  return [`${name} ${value} (at most ${high}) in place of ${all} overall`];
}

function sliceWarnings({ columns }: Slices, overall: Overall): readonly string[] {
  return columns.flatMap(({ column, levels }) =>
    levels
      .filter(({ weaker }) => weaker)
      .map(
        ({ level, rows, churners, prAuc, recall }) =>
          `The model is weaker for ${column} = ${level ?? "(empty)"} (${rows} customers, ${churners} churners): ` +
          [...weakness("PR-AUC", prAuc, overall.prAuc), ...weakness("recall", recall, overall.recall)].join(
            ", ",
          ) +
          ".",
      ),
  );
}

/**
 * What a reader should know before trusting a model, although the gate does not stop it: one sentence each.
 * @param overall what the slices were held against
 */
export function modelWarnings(
  artifact: Pick<Artifact, "findings">,
  slices: Slices,
  overall: Overall,
): readonly string[] {
  return [...pureLevelWarnings(artifact), ...sliceWarnings(slices, overall)];
}
