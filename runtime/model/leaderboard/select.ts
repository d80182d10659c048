import { type Challenge, isNamed, nameOf, verdictOf } from "./compare.ts";
import { dummies, type Entry, type EntryName, type HeldLeaderboard } from "./schema.ts";

function isDummy({ algorithm }: EntryName): boolean {
  return dummies.some((dummy) => dummy === algorithm);
}

const worded = ({ experiment, algorithm }: EntryName) => `${algorithm} on ${experiment}`;

/**
 * Chooses what is shipped, out of fold alone (D21, D22): the preferred recipe, unless another is shown to be better, that
 * is, the interval of its average precision minus the preferred one's lies wholly above 0. That interval holds for all
 * challengers together: of many that are alike, each judged by itself, one would take the place of the preferred one by
 * chance in every seventh training. A tie is no reason to change: of many that are alike the best on one sample is mostly
 * the luckiest. Of several shown to be better the best is taken.
 *
 * @param challenges every contestant compared with the preferred one
 * @param options.mayDiffer else the preferred one was asked for and is kept, and a better one is only told
 */
export function selectEntry(
  entries: readonly Entry[],
  challenges: readonly Challenge[],
  preferred: EntryName,
  { mayDiffer }: { readonly mayDiffer: boolean },
): HeldLeaderboard["selection"] {
  const rivals = challenges.filter(({ to }) => !isDummy(to));
  const better = rivals.filter(({ joint }) => verdictOf(joint) === "better");
  const best = entries.find((entry) => better.some(({ to }) => isNamed(to)(entry)));
  if (best !== undefined) {
    const { joint } = better.find(({ to }) => isNamed(to)(best)) ?? {};
    const higher =
      `PR-AUC higher by ${joint?.value.toFixed(3)} (${joint?.low.toFixed(3)} to ${joint?.high.toFixed(3)}, an interval ` +
      `for all ${rivals.length} challengers together).`;
    return mayDiffer
      ? {
          preferred,
          chosen: nameOf(best),
          reason: `${worded(best)} is better than ${worded(preferred)} out of fold: ${higher}`,
        }
      : {
          preferred,
          chosen: preferred,
          passedOver: nameOf(best),
          reason: `${worded(preferred)} was asked for and is kept; ${worded(best)} is shown to be better out of fold: ${higher}`,
        };
  }
  const ties = rivals.filter(({ joint }) => verdictOf(joint) === "tie").length;
  return {
    preferred,
    chosen: preferred,
    reason:
      `None is shown to be better than ${worded(preferred)} out of fold` +
      (ties > 0 ? `; ${ties} ${ties === 1 ? "is" : "are"} tied with it.` : "."),
  };
}
