import { compiled, incbi } from "cephes";

await compiled;

/** The ends of an interval of a share, 0 to 1. */
export interface ShareInterval {
  readonly low: number;
  readonly high: number;
}

/**
 * Exact interval of a share (Clopper and Pearson 1934): the shares under which neither so many successes or more, nor
 * so many or fewer, are rarer than (1 - confidence) / 2. Its ends are quantiles of beta distributions. It covers at
 * least as often as it says, also where trials have different chances (Hoeffding 1956: for the mean chance, counts
 * away from the mean are then no more frequent).
 *
 * No trial says nothing: 0 to 1.
 *
 * @example exactInterval(0, 10, 0.95) // 0 to 0.3085: 1 - 0.025^(1/10)
 * @throws RangeError when there are more successes than trials.
 */
export function exactInterval(successes: number, trials: number, confidence: number): ShareInterval {
  if (successes < 0 || successes > trials)
    throw new RangeError(`${successes} of ${trials} cannot have succeeded.`);
  const tail = (1 - confidence) / 2;
  return {
    low: successes === 0 ? 0 : incbi(successes, trials - successes + 1, tail),
    high: successes === trials ? 1 : incbi(successes + 1, trials - successes, 1 - tail),
  };
}
