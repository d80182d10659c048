/**
 * Benjamini-Hochberg adjusted p-values, in the order given: rejecting those under q keeps the expected share of false
 * alarms among all alarms under q (Benjamini and Hochberg 1995). Adjusted p of rank i among m, ascending, is the
 * smallest p_(k) x m / k over k >= i, at most 1.
 *
 * @example benjaminiHochberg([0.01, 0.04, 0.03]) // [0.03, 0.04, 0.04]
 */
export function benjaminiHochberg(pValues: readonly number[]): readonly number[] {
  const m = pValues.length;
  const adjusted = new Array<number>(m).fill(1);
  let smallest = 1;
  pValues
    .map((pValue, index) => ({ pValue, index }))
    .sort((a, b) => b.pValue - a.pValue)
    .forEach(({ pValue, index }, place) => {
      smallest = Math.min(smallest, pValue * (m / (m - place)));
      adjusted[index] = smallest;
    });
  return adjusted;
}
