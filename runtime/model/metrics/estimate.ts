import { z } from "zod";

/** A figure with the ends of its interval. */
export const estimateSchema = z.strictObject({ value: z.number(), low: z.number(), high: z.number() });
export type Estimate = Readonly<z.infer<typeof estimateSchema>>;
