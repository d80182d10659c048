import { z } from "zod";

/** The facts of a step (`StepSummary`) as they are kept in the books and read again. */
export const factsSchema = z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()]));
