/** One metric of one evaluation set, by set and metric name: `{ holdout: { logloss: 0.31 } }`. */
export type Evaluation = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** When to stop adding rounds. */
export interface EarlyStopping {
  /** Stop after this many rounds without improvement, 1 or more. */
  readonly rounds: number;
  /** Name of the evaluation set that decides. Default: the last one. */
  readonly on?: string;
  /** Metric that decides. Default: the last of `evalMetric`. */
  readonly metric?: string;
  /** Is more better? Default: yes for `auc` and `aucpr`, else no. */
  readonly maximise?: boolean;
}

/** The watcher's verdict after a round. */
export interface Verdict {
  readonly isBest: boolean;
  readonly stop: boolean;
}

/**
 * Reads what XGBoost prints after a round, `[0]\ttrain-logloss:0.61\tholdout-logloss:0.63`. The set's name holds no
 * hyphen, so the first one ends it; metrics may hold some.
 */
export function parseEvaluation(text: string): Evaluation {
  const sets: Record<string, Record<string, number>> = Object.create(null);
  for (const part of text.split("\t").slice(1)) {
    const hyphen = part.indexOf("-");
    const colon = part.lastIndexOf(":");
    const set = part.slice(0, hyphen);
    const metrics = sets[set] ?? {};
    sets[set] = metrics;
    metrics[part.slice(hyphen + 1, colon)] = parseNumber(part.slice(colon + 1));
  }
  return sets;
}

/** C++ prints `inf` and `nan`, either of them with a sign. */
function parseNumber(text: string): number {
  if (text.endsWith("inf")) return text.startsWith("-") ? -Infinity : Infinity;
  return Number(text);
}

/** Watches one metric and says when it has not improved for long enough; the rule of Python's `EarlyStopping`. */
export class Watcher {
  readonly #settings: EarlyStopping;
  #bestRound = 0;
  #bestScore: number | undefined;

  constructor(settings: EarlyStopping) {
    this.#settings = settings;
  }

  /** The best round so far, from 0. */
  get bestRound(): number {
    return this.#bestRound;
  }

  /** The watched metric at the best round; undefined before the first one. */
  get bestScore(): number | undefined {
    return this.#bestScore;
  }

  /** @throws RangeError when the watched metric was not evaluated, or is no number (one class only, diverged). */
  see(round: number, evaluation: Evaluation): Verdict {
    const set = this.#settings.on ?? Object.keys(evaluation).at(-1) ?? "";
    const metrics = evaluation[set] ?? {};
    const metric = this.#settings.metric ?? Object.keys(metrics).at(-1) ?? "";
    const score = metrics[metric];
    if (score === undefined || Number.isNaN(score)) {
      throw new RangeError(
        `Early stopping cannot go by "${metric}" of "${set}": it is ${score} after round ${round + 1}. ` +
          "Check that this set holds both classes, or watch another metric.",
      );
    }
    const maximise = this.#settings.maximise ?? metric.startsWith("auc");
    const best = this.#bestScore;
    const isBest = best === undefined || (maximise ? score > best : score < best);
    if (isBest) {
      this.#bestRound = round;
      this.#bestScore = score;
    }
    return { isBest, stop: round - this.#bestRound >= this.#settings.rounds };
  }
}
