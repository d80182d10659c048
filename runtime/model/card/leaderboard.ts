import { z } from "zod";
import { type EntryName, heldSchema, type Leaderboard } from "../leaderboard/schema.ts";

/** The leaderboard as the card holds it: the model itself, and who differs from it in one thing alone. */
export const cardLeaderboardSchema = z.discriminatedUnion("held", [
  heldSchema.omit({ comparisons: true, entries: true }).extend({
    /** All experiments with the model's algorithm, by falling average precision. */
    byExperiment: heldSchema.shape.entries,
    /** All algorithms on the model's experiment, by falling average precision. */
    byAlgorithm: heldSchema.shape.entries,
  }),
  z.strictObject({ held: z.literal(false), reason: z.string() }),
]);
export type CardLeaderboard = z.infer<typeof cardLeaderboardSchema>;

/** Leaves out of a leaderboard who has neither the model's algorithm nor its experiment. */
export function leaderboardInShort(
  leaderboard: Leaderboard,
  { experiment, algorithm }: EntryName,
): CardLeaderboard {
  if (!leaderboard.held) return leaderboard;
  const { entries, comparisons: _, ...rest } = leaderboard;
  return {
    ...rest,
    byExperiment: entries.filter((entry) => entry.algorithm === algorithm),
    byAlgorithm: entries.filter((entry) => entry.experiment === experiment),
  };
}
