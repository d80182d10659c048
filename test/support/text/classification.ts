/** How well predicted classes fit true ones: counts and ratios that are worked out by hand in the test beside it. */

/** One class against all others. */
export interface ClassFigures<Class extends string> {
  readonly class: Class;
  /** Items that truly are of the class. */
  readonly support: number;
  /** Of the items predicted as this class, the share that is of it; null when none was predicted. */
  readonly precision: number | null;
  /** Of the items of this class, the share that was predicted as it; null when there are none. */
  readonly recall: number | null;
  /** 2 tp / (2 tp + fp + fn), the harmonic mean of both; null when the class is neither true nor predicted anywhere. */
  readonly f1: number | null;
}

export interface Classification<Class extends string> {
  readonly items: number;
  /** Share of items whose class was predicted. */
  readonly accuracy: number;
  /** Unweighted mean of the classes' F1, over those that are true or predicted somewhere. */
  readonly macroF1: number;
  readonly classes: readonly ClassFigures<Class>[];
  /** Items by true class (row) and predicted class (column), both in the order of `classes`. */
  readonly confusion: readonly (readonly number[])[];
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/**
 * Compares pairs of true and predicted classes.
 *
 * @param classes all there are, in the order of the report
 * @throws RangeError without pairs: no figure would mean anything
 */
export function classification<const Class extends string>(
  classes: readonly Class[],
  pairs: readonly { readonly truth: Class; readonly predicted: Class }[],
): Classification<Class> {
  if (pairs.length === 0) throw new RangeError("There is nothing to compare.");
  const count = (matches: (pair: { truth: Class; predicted: Class }) => boolean) =>
    pairs.filter(matches).length;
  const figures = classes.map((each) => {
    const support = count(({ truth }) => truth === each);
    const predictions = count(({ predicted }) => predicted === each);
    const hits = count(({ truth, predicted }) => truth === each && predicted === each);
    return {
      class: each,
      support,
      precision: share(hits, predictions),
      recall: share(hits, support),
      f1: share(2 * hits, support + predictions),
    };
  });
  const f1s = figures.flatMap(({ f1 }) => (f1 === null ? [] : [f1]));
  return {
    items: pairs.length,
    accuracy: count(({ truth, predicted }) => truth === predicted) / pairs.length,
    macroF1: f1s.reduce((sum, f1) => sum + f1, 0) / f1s.length,
    classes: figures,
    confusion: classes.map((row) =>
      classes.map((column) => count(({ truth, predicted }) => truth === row && predicted === column)),
    ),
  };
}
