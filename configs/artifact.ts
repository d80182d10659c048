/** The files of a model without which it scores nobody, in its folder `models/<version>/artifact/`. */
export const artifactFiles = {
  /** Everything about the model but its trees. */
  facts: "artifact.json",
  trees: "model.ubj",
} as const;

/** How all experiments and algorithms did in the training that the model comes from; beside the others. */
export const LEADERBOARD_FILE = "leaderboard.json";

/**
 * The same two files in one, beside them: what a model package names. SageMaker starts endpoints on a folder of files, too,
 * but no batch transform (aws/sagemaker-python-sdk issues 4777 and 5160).
 */
export const MODEL_ARCHIVE = "model.tar.gz";
