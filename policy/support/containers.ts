import { z } from "zod";

const pairs = z.array(z.looseObject({ name: z.string().optional(), value: z.string().optional() }));

/** A task definition's containers, as far as rules read them. */
export const containerDefinitions = z.array(
  z.looseObject({
    name: z.string().optional(),
    image: z.string().optional(),
    user: z.string().optional(),
    environment: pairs.optional(),
    logConfiguration: z
      .looseObject({ logDriver: z.string().optional(), options: z.record(z.string(), z.string()).optional() })
      .optional(),
  }),
);
