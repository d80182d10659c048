/** The seed of every random choice that nobody asked to change: splits, folds, training, bootstrap, control group. */
export const DEFAULT_SEED = 42;
