import { z } from "zod";
import { deliveryId, isIsoDate, type ModelVersion, modelVersion, runId } from "../../configs/names.ts";
import type { LakeTexts, Page, StoredText, TextReader } from "../lake/lake.ts";
import { decisions, type Registration } from "./registry.ts";

/** Reading what a lake says of its models: for the registry itself, and for readers that change nothing. */

const MODELS = "models/";

const registrationSchema = z.strictObject({
  version: z.string().transform(modelVersion),
  run: z.string().transform(runId),
  delivery: z.string().transform(deliveryId),
  decision: z.enum(decisions),
  reasons: z.array(z.string()),
  experiment: z.string(),
  asked: z.strictObject({ experiment: z.string(), sentiment: z.string() }).exactOptional(),
  asOf: z.string().refine(isIsoDate).nullable(),
  labels: z.string().nullable(),
  metrics: z.record(z.string(), z.number()),
  registeredAt: z.string(),
  history: z
    .array(
      z.strictObject({
        decision: z.enum([...decisions, "rolled_back"]),
        by: z.string(),
        at: z.string(),
        reason: z.string(),
      }),
    )
    .exactOptional(),
});

/** Where a version's registration lies. */
export function registrationKey(version: ModelVersion): string {
  return `${MODELS}${version}/registration.json`;
}

/** A registration with the version of its file. */
export interface StoredRegistration extends Pick<StoredText, "etag"> {
  readonly registration: Registration;
}

/** What a lake says of a version; undefined when it was never registered. */
export async function readRegistration(
  lake: TextReader,
  version: ModelVersion,
): Promise<StoredRegistration | undefined> {
  const stored = await lake.read(registrationKey(version));
  if (stored === undefined) return undefined;
  return { registration: registrationSchema.parse(JSON.parse(stored.text)), etag: stored.etag };
}

/** One page of the registered versions, in the order of their names. */
export async function listRegistrations(
  lake: TextReader & Pick<LakeTexts, "list">,
  page?: { readonly after?: string; readonly limit?: number },
): Promise<Page<Registration>> {
  const { items, ...next } = await lake.list(MODELS, page);
  const all = await Promise.all(items.map((name) => readRegistration(lake, modelVersion(name))));
  // A folder without a registration belongs to a run that has not come to its gate.
  return { items: all.flatMap((found) => (found === undefined ? [] : [found.registration])), ...next };
}
