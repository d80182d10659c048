import { z } from "zod";
import type { LoadedModel } from "./artifact.ts";
import type { SplitRow } from "./folds.ts";
import { type BootstrapOptions, bootstrap } from "./metrics/bootstrap.ts";
import { estimateSchema } from "./metrics/estimate.ts";
import { averagePrecision, rankScores } from "./metrics/ranking.ts";
import { churnersIn, type LabelledRows, pickLabelled } from "./training-set.ts";

/** The candidate against the champion, on the same rows. */
export const comparisonSchema = z.strictObject({
  /** The champion's experiment, as-of date and trees. */
  champion: z.strictObject({ experiment: z.string(), asOf: z.string(), modelSha256: z.string() }),
  /** Rows on which the two were compared. */
  rows: z.int(),
  churners: z.int(),
  /** Holdout rows that the champion was trained on. */
  seenByChampion: z.int(),
  note: z.string(),
  candidatePrAuc: z.number(),
  championPrAuc: z.number(),
  /** Candidate minus champion, with the interval of a paired bootstrap. */
  prAucDifference: estimateSchema,
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** Said where the champion had to do without what it leans on: its figures here are not its usual ones. */
const WITHOUT_TONE =
  "The champion reads the tone of conversations, and nobody has judged it in this run (--sentiment none): it had to do " +
  "without, which favours the candidate. Where the tone is judged, the champion may be the better one.";

function positions(length: number): number[] {
  return Array.from({ length }, (_, row) => row);
}

/** The rows to compare on: those that the champion was not trained on, if enough churners are among them. */
function comparableRows(
  holdout: LabelledRows,
  championSplit: readonly SplitRow[],
  minimumChurners: number,
): { readonly rows: readonly number[]; readonly seen: number; readonly note: string } {
  const trainedOn = new Set(
    championSplit.filter(({ part }) => part === "train").map(({ customerId }) => customerId),
  );
  const all = positions(holdout.labels.length);
  const fresh = all.filter((row) => !trainedOn.has(holdout.gold.customerId[row] ?? ""));
  const seen = all.length - fresh.length;
  if (seen === 0) return { rows: all, seen, note: "Neither model was trained on any of these rows." };
  const freshChurners = fresh.filter((row) => holdout.labels[row] === 1).length;
  return freshChurners >= minimumChurners
    ? { rows: fresh, seen, note: `${seen} holdout rows that the champion was trained on are left out.` }
    : {
        rows: all,
        seen,
        note: `The champion was trained on ${seen} of these rows, which favours it; too few others hold churners.`,
      };
}

/**
 * Compares candidate and champion by average precision on the candidate's holdout, each with its own transform, on
 * the same bootstrap draws. Rows that the champion was trained on would favour it and are left out while at least
 * `minimumChurners` churners remain. What else favours one of both is told in `note`.
 */
export function compareWithChampion(
  holdout: LabelledRows,
  models: {
    readonly candidate: LoadedModel;
    readonly champion: LoadedModel;
    readonly championSplit: readonly SplitRow[];
    /** The champion reads the tone of conversations, and nobody has judged it here. */
    readonly championMissesTone: boolean;
  },
  options: BootstrapOptions & { readonly minimumChurners: number },
): Comparison {
  const { rows, seen, note } = comparableRows(holdout, models.championSplit, options.minimumChurners);
  const { gold, labels } = pickLabelled(holdout.gold, rows);
  const [candidate, champion] = [models.candidate, models.champion].map((model) =>
    rankScores(model.score(gold).probability, labels),
  );
  if (candidate === undefined || champion === undefined) throw new Error("Two models are to be compared.");
  const [candidatePrAuc, championPrAuc] = [averagePrecision(candidate), averagePrecision(champion)];
  const [prAucDifference] = bootstrap(
    labels,
    (counts) => [averagePrecision(candidate, counts) - averagePrecision(champion, counts)],
    options,
  );
  return comparisonSchema.parse({
    champion: {
      experiment: models.champion.artifact.experiment,
      asOf: models.champion.artifact.asOf,
      modelSha256: models.champion.artifact.modelSha256,
    },
    rows: rows.length,
    churners: churnersIn(labels),
    seenByChampion: seen,
    note: models.championMissesTone ? `${note} ${WITHOUT_TONE}` : note,
    candidatePrAuc,
    championPrAuc,
    prAucDifference,
  });
}
