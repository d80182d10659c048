import { isNamed, nameOf } from "./compare.ts";
import { dummies, type Entry, type EntryComparison, type EntryName, type HeldLeaderboard } from "./schema.ts";

function isDummy({ algorithm }: EntryName): boolean {
  return dummies.some((dummy) => dummy === algorithm);
}

const worded = ({ experiment, algorithm }: EntryName) => `${algorithm} on ${experiment}`;

/**
 * Chooses what is shipped, out of fold alone (D21, D22): the preferred recipe, unless another is shown to be better, that
 * is, the interval of its average precision minus the preferred one's lies wholly above 0. A tie is no reason to change:
 * of many that are alike the best on one sample is mostly the luckiest. Of several shown to be better the best is taken.
 *
 * @param againstPreferred every contestant compared with the preferred one
 */
export function selectEntry(
  entries: readonly Entry[],
  againstPreferred: readonly EntryComparison[],
  preferred: EntryName,
): HeldLeaderboard["selection"] {
  const better = againstPreferred.filter(({ to, verdict }) => verdict === "better" && !isDummy(to));
  const chosen = entries.find((entry) => better.some(({ to }) => isNamed(to)(entry)));
  if (chosen !== undefined) {
    const { difference } = better.find(({ to }) => isNamed(to)(chosen)) ?? {};
    return {
      preferred,
      chosen: nameOf(chosen),
      reason:
        `${worded(chosen)} is better than ${worded(preferred)} out of fold: PR-AUC higher by ` +
        `${difference?.value.toFixed(3)} (${difference?.low.toFixed(3)} to ${difference?.high.toFixed(3)}).`,
    };
  }
  const ties = againstPreferred.filter(({ to, verdict }) => verdict === "tie" && !isDummy(to)).length;
  return {
    preferred,
    chosen: preferred,
    reason:
      `None is shown to be better than ${worded(preferred)} out of fold` +
      (ties > 0 ? `; ${ties} ${ties === 1 ? "is" : "are"} tied with it.` : "."),
  };
}
