import { CancelledError } from "../errors.ts";
import type { BoostTask } from "./boost.ts";
import type { EarlyStopping, Evaluation } from "./early-stopping.ts";
import { forWorker } from "./handover.ts";
import { loadLibrary, XGBoostError } from "./library.ts";
import { type Matrix, matrixFaults, throwFaults } from "./matrix.ts";
import { DEFAULT_METRIC, nativeParameters, parameterFaults, type TrainParameters } from "./parameters.ts";
import { trainInThread } from "./thread.ts";
import type { ThreadMessage } from "./train-worker.ts";

/** A named matrix on which every round is measured. */
export interface EvaluationSet {
  /** Without hyphen, colon or white space: XGBoost's own report could not be read otherwise. */
  readonly name: string;
  readonly data: Matrix;
}

/** News after a round. */
export interface RoundProgress {
  /** Rounds done so far, 1 or more. */
  readonly done: number;
  /** Rounds asked for. */
  readonly total: number;
  readonly evaluation: Evaluation;
}

export interface TrainOptions {
  /** Boosting rounds, 1 or more. */
  readonly rounds: number;
  readonly parameters: TrainParameters;
  readonly evaluation?: readonly EvaluationSet[];
  /** The returned model then ends with its best round. Needs an evaluation set; not for `gblinear`. */
  readonly earlyStopping?: EarlyStopping;
  /**
   * Threads inside the library, 1 or more. Default: 1, where the model is the same everywhere by construction. More
   * divide the sums of gradients otherwise, so their last bits change: on ordinary data the model's bytes never did, with
   * row weights 25 orders of magnitude apart they did. `exact` and `approx` gain up to a factor of 1.9, `hist` at depth 3 a
   * fifth, and only on free cores: several trainings at once use these better. Metrics always come from one thread.
   */
  readonly threads?: number;
  /** Cancels the training at the end of the current round. */
  readonly signal?: AbortSignal;
  /** Called after every round, in order, on the calling thread. */
  readonly onRound?: (progress: RoundProgress) => void;
}

export interface TrainedModel {
  /** The model as UBJ, for {@link Booster.load}. */
  readonly model: Uint8Array;
  /** Metric of every round by evaluation set: `history.holdout.logloss[0]` is that of the first round. */
  readonly history: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  /** The best round, from 0, when early stopping was asked for; the model holds `bestRound + 1` rounds. */
  readonly bestRound?: number;
}

/**
 * Trains a model in a thread of its own, so that the caller stays responsive and trainings can run at once.
 * @throws InputError that lists every fault of data, parameters and options; CancelledError after `signal`;
 * ResourceError when the library is missing; XGBoostError when it fails.
 */
export async function train(data: Matrix, options: TrainOptions): Promise<TrainedModel> {
  throwFaults([
    ...matrixFaults(data, "data"),
    ...(data.label === undefined || data.rows === 0 ? ["data needs rows and a label to train on"] : []),
    ...parameterFaults(options.parameters, data),
    ...optionFaults(data, options),
  ]);
  if (options.signal?.aborted) throw cancelled(options.signal);
  // Loaded here first: a missing library fails early.
  loadLibrary();
  const shared = new Map<Matrix, Matrix>();
  const share = (matrix: Matrix): Matrix => {
    const known = shared.get(matrix) ?? forWorker(matrix);
    shared.set(matrix, known);
    return known;
  };
  return await runTask(
    {
      data: share(data),
      evaluation: (options.evaluation ?? []).map(({ name, data: matrix }) => ({ name, data: share(matrix) })),
      parameters: nativeParameters(options.parameters, data),
      rounds: options.rounds,
      // Coordinate descent takes turns over the columns: more threads make it slower.
      threads: options.parameters.booster === "gblinear" ? 1 : (options.threads ?? 1),
      earlyStopping: options.earlyStopping,
    },
    options,
  );
}

async function runTask(task: BoostTask, { signal, onRound }: TrainOptions): Promise<TrainedModel> {
  const cancel = new Int32Array(new SharedArrayBuffer(4));
  const stop = () => Atomics.store(cancel, 0, 1);
  signal?.addEventListener("abort", stop, { once: true });
  const history: Record<string, Record<string, number[]>> = Object.create(null);
  let trained: TrainedModel | undefined;
  let failure: unknown;

  const hear = (message: ThreadMessage) => {
    switch (message.kind) {
      case "round":
        record(history, message.evaluation);
        if (failure !== undefined) return;
        try {
          onRound?.({ done: message.round + 1, total: task.rounds, evaluation: message.evaluation });
        } catch (thrown) {
          failure = thrown;
          stop();
        }
        return;
      case "trained":
        trained = {
          model: message.model,
          history,
          ...(message.bestRound === undefined ? {} : { bestRound: message.bestRound }),
        };
        return;
      case "cancelled":
        failure ??= cancelled(signal);
        return;
      case "failed":
        failure ??= new XGBoostError(message.message);
        return;
    }
  };
  try {
    await trainInThread({ task, cancel }, hear);
  } finally {
    signal?.removeEventListener("abort", stop);
  }
  if (failure !== undefined || trained === undefined) throw failure;
  return trained;
}

function cancelled(signal: AbortSignal | undefined): CancelledError {
  return new CancelledError("The training was cancelled.", { cause: signal?.reason });
}

function record(history: Record<string, Record<string, number[]>>, evaluation: Evaluation): void {
  for (const [set, metrics] of Object.entries(evaluation)) {
    const ofSet = history[set] ?? {};
    history[set] = ofSet;
    for (const [metric, value] of Object.entries(metrics)) {
      const values = ofSet[metric] ?? [];
      ofSet[metric] = values;
      values.push(value);
    }
  }
}

function optionFaults(data: Matrix, options: TrainOptions): string[] {
  const { rounds, threads = 1, parameters, evaluation = [], earlyStopping } = options;
  const faults: string[] = [];
  if (!Number.isInteger(rounds) || rounds < 1) faults.push(`rounds is ${rounds}, not 1 or more`);
  if (!Number.isInteger(threads) || threads < 1) faults.push(`threads is ${threads}, not 1 or more`);
  for (const { name, data: matrix } of evaluation) faults.push(...evaluationFaults(data, matrix, name));
  const names = evaluation.map(({ name }) => name);
  if (new Set(names).size < names.length) faults.push("two evaluation sets have the same name");
  if (parameters.booster !== "gblinear") {
    const { numParallelTree = 1, learningRate } = parameters;
    if (numParallelTree > 1 && rounds === 1 && learningRate !== 1) {
      faults.push("a forest (numParallelTree above 1, one round) needs parameters.learningRate 1");
    }
  }
  if (earlyStopping === undefined) return faults;
  if (!Number.isInteger(earlyStopping.rounds) || earlyStopping.rounds < 1) {
    faults.push(`earlyStopping.rounds is ${earlyStopping.rounds}, not 1 or more`);
  }
  if (parameters.booster === "gblinear") {
    faults.push("gblinear keeps only its last weights, so earlyStopping cannot return its best round");
  }
  if (names.length === 0) faults.push("earlyStopping needs an evaluation set");
  if (earlyStopping.on !== undefined && !names.includes(earlyStopping.on)) {
    faults.push(`earlyStopping.on is "${earlyStopping.on}", not an evaluation set (${names.join(", ")})`);
  }
  const metrics = parameters.evalMetric ?? [DEFAULT_METRIC[parameters.objective]];
  if (earlyStopping.metric !== undefined && !metrics.includes(earlyStopping.metric)) {
    faults.push(
      `earlyStopping.metric is "${earlyStopping.metric}", not among those measured (${metrics.join(", ")})`,
    );
  }
  return faults;
}

function evaluationFaults(data: Matrix, matrix: Matrix, name: string): string[] {
  const faults = matrix === data ? [] : matrixFaults(matrix, name);
  if (!/^[^-:\s]+$/.test(name))
    faults.push(`the evaluation set "${name}" needs a name without - : and spaces`);
  if (matrix.label === undefined || matrix.rows === 0) faults.push(`${name} needs rows and a label`);
  if (matrix.columns !== data.columns) {
    faults.push(`${name} has ${matrix.columns} columns, data has ${data.columns}`);
  }
  for (const field of ["featureNames", "featureTypes"] as const) {
    if (JSON.stringify(matrix[field]) !== JSON.stringify(data[field])) {
      faults.push(`${name}.${field} differ from those of data`);
    }
  }
  return faults;
}
