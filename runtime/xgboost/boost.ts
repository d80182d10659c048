import { type EarlyStopping, type Evaluation, parseEvaluation, Watcher } from "./early-stopping.ts";
import { check, type Library, loadLibrary } from "./library.ts";
import { type Matrix, NativeMatrix } from "./matrix.ts";
import { copyBytes, copyText, numberIn, type Pointer, pointerIn } from "./memory.ts";

/** A training as the worker gets it: checked, with the parameters in the C API's own names. */
export interface BoostTask {
  readonly data: Matrix;
  readonly evaluation: readonly { readonly name: string; readonly data: Matrix }[];
  readonly parameters: readonly (readonly [name: string, value: string])[];
  readonly rounds: number;
  readonly threads: number;
  readonly earlyStopping: EarlyStopping | undefined;
}

/** What came out. */
export interface Boosted {
  /** UBJ. */
  readonly model: Uint8Array<ArrayBuffer>;
  readonly bestRound: number | undefined;
}

/** Called after every round, counted from 0; training ends without a result when it returns true. */
export type AfterRound = (round: number, evaluation: Evaluation) => boolean;

/**
 * Trains on the calling thread, from the first to the last round without a pause: XGBoost keeps its random state and
 * caches per thread, so two trainings must never alternate on one. Undefined when `afterRound` asked to stop.
 */
export function boost(task: BoostTask, afterRound: AfterRound): Boosted | undefined {
  const library = loadLibrary();
  const { native } = library;
  check(library, native.setGlobalConfig('{"verbosity":0}'));
  using stack = new DisposableStack();
  const open = (matrix: Matrix) => stack.use(new NativeMatrix(library, matrix, task.threads));
  const data = open(task.data);
  const sets = task.evaluation.map(({ name, data: matrix }) => ({
    name,
    // The same matrix object as the training data keeps its cached margins, as in Python.
    handle: (matrix === task.data ? data : open(matrix)).handle,
  }));
  const booster = createBooster(library, [data.handle, ...sets.map(({ handle }) => handle)]);
  stack.defer(() => check(library, native.freeBooster(booster)));
  for (const [name, value] of task.parameters) check(library, native.setParameter(booster, name, value));
  setThreads(library, booster, task.threads);
  nameColumns(library, booster, task.data);

  const watcher = task.earlyStopping === undefined ? undefined : new Watcher(task.earlyStopping);
  for (let round = 0; round < task.rounds; round += 1) {
    check(library, native.update(booster, round, data.handle));
    const evaluation = evaluate(library, booster, round, sets, task.threads);
    const verdict = watcher?.see(round, evaluation);
    if (afterRound(round, evaluation)) return undefined;
    if (verdict?.stop) break;
  }
  if (watcher === undefined) return { model: save(library, booster), bestRound: undefined };
  return { model: saveBest(library, booster, watcher), bestRound: watcher.bestRound };
}

function createBooster(library: Library, handles: readonly Pointer[]): Pointer {
  const out = new BigUint64Array(1);
  check(library, library.native.createBooster(BigUint64Array.from(handles), handles.length, out));
  return pointerIn(out);
}

function setThreads(library: Library, booster: Pointer, threads: number): void {
  check(library, library.native.setParameter(booster, "nthread", String(threads)));
}

/** Names of the matrix reach the saved model only when they are set on the booster too. */
function nameColumns(library: Library, booster: Pointer, matrix: Matrix): void {
  for (const [field, texts] of [
    ["feature_name", matrix.featureNames],
    ["feature_type", matrix.featureTypes],
  ] as const) {
    if (texts === undefined) continue;
    check(library, library.native.setBoosterTexts(booster, field, texts, texts.length));
  }
}

function evaluate(
  library: Library,
  booster: Pointer,
  round: number,
  sets: readonly { readonly name: string; readonly handle: Pointer }[],
  threads: number,
): Evaluation {
  if (sets.length === 0) return {};
  // Metrics are sums of one part per thread: with several threads their last digits, and with these the round at
  // which early stopping ends, would depend on the number of threads.
  if (threads > 1) setThreads(library, booster, 1);
  const out = new BigUint64Array(1);
  const handles = BigUint64Array.from(sets, ({ handle }) => handle);
  const names = sets.map(({ name }) => name);
  check(library, library.native.evaluate(booster, round, handles, names, sets.length, out));
  if (threads > 1) setThreads(library, booster, threads);
  return parseEvaluation(copyText(pointerIn(out)));
}

/** The model up to its best round, with the two attributes that other bindings read after early stopping. */
function saveBest(
  library: Library,
  booster: Pointer,
  { bestRound, bestScore }: Watcher,
): Uint8Array<ArrayBuffer> {
  const { native } = library;
  const out = new BigUint64Array(1);
  check(library, native.slice(booster, 0, bestRound + 1, 1, out));
  const sliced = pointerIn(out);
  try {
    // The slice starts without attributes.
    check(library, native.setAttribute(sliced, "best_iteration", String(bestRound)));
    check(library, native.setAttribute(sliced, "best_score", String(bestScore)));
    return save(library, sliced);
  } finally {
    native.freeBooster(sliced);
  }
}

function save(library: Library, booster: Pointer): Uint8Array<ArrayBuffer> {
  const length = new BigUint64Array(1);
  const out = new BigUint64Array(1);
  check(library, library.native.saveModel(booster, '{"format":"ubj"}', length, out));
  return copyBytes(pointerIn(out), numberIn(length));
}
