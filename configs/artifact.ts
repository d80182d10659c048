/** The files of a model without which it scores nobody, in its folder `models/<version>/artifact/`. */
export const artifactFiles = {
  /** Everything about the model but its trees. */
  facts: "artifact.json",
  trees: "model.ubj",
} as const;
