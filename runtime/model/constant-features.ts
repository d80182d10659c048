import type { GoldColumns } from "./gold-columns.ts";

/**
 * The features that are the same in all of these rows, missing cells counting as a value of their own: no model can
 * learn from them. They stay in the matrix, because a later delivery may fill them, but a training says which they are.
 */
export function constantFeatures({ columns }: GoldColumns): readonly string[] {
  return [...columns].flatMap(([name, values]) => (new Set(values).size === 1 ? [name] : []));
}
