import { z } from "zod";
import { classWeightings } from "./model-policy.ts";

/** What `spanishgas tune` tries in the place of the champion's recipe. */

export const tuningSchema = z.strictObject({
  /** Every combination of these is a point of the search. */
  grid: z.strictObject({
    depths: z.array(z.int().positive()).min(1).readonly(),
    learningRates: z.array(z.number().gt(0).lt(1)).min(1).readonly(),
    classWeightings: z.array(z.enum(classWeightings)).min(1).readonly(),
  }),
  stopping: z.strictObject({
    /** Share of each class of a fold's training rows on which it is watched when more rounds do no more good. */
    innerShare: z.number().gt(0).lt(1),
    /** Rounds without improvement after which no more are added. */
    patience: z.int().min(1),
    /** Most rounds. */
    maximumRounds: z.int().min(1),
  }),
});
export type TuningPolicy = z.infer<typeof tuningSchema>;
export type TuningGrid = TuningPolicy["grid"];
export type Stopping = TuningPolicy["stopping"];

/** The search in force: around the champion's recipe, which came out of a grid of depths 2 to 4 and rates .01 to .03. */
export const tuningPolicy: TuningPolicy = tuningSchema.parse({
  grid: {
    depths: [2, 3, 4, 5],
    learningRates: [0.01, 0.02, 0.05, 0.1],
    classWeightings: ["none", "balanced"],
  },
  stopping: { innerShare: 0.2, patience: 50, maximumRounds: 2500 },
} satisfies TuningPolicy);
