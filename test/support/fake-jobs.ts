import { join } from "node:path";
import { z } from "zod";
import { FACTS_PREFIX } from "../../configs/container.ts";
import { deliveryId, modelVersion, runId } from "../../configs/names.ts";
import { type Place, type StepName, steps } from "../../configs/pipeline.ts";
import { placePrefix } from "../../runtime/lake/places.ts";
import { downloadObject } from "../../runtime/lake/s3-download.ts";
import { listObjects } from "../../runtime/lake/s3-objects.ts";
import { uploadFile } from "../../runtime/lake/s3-upload.ts";
import { TestContainer } from "./container.ts";
import { filesBelow } from "./digests.ts";
import type { TestBucket } from "./s3.ts";

const stateSchema = z.object({
  run_id: z.string().transform(runId),
  delivery_id: z.string().transform(deliveryId),
  as_of: z.string(),
  experiment: z.string(),
  seed: z.number(),
  plan: z.object({ champion: z.object({ version: z.string() }) }),
});

/** An error under the name that the state machine goes by. */
class JobError extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/**
 * What SageMaker Processing does with a step, as far as data goes: copies a run's inputs into the container's folders,
 * starts the entry point, and copies its outputs out. An approximation: the container is a process on this machine.
 */
export async function runJob(
  bucket: TestBucket,
  root: string,
  step: StepName,
  state: unknown,
): Promise<null> {
  const { run_id, delivery_id, as_of, experiment, seed, plan } = stateSchema.parse(state);
  const { version } = plan.champion;
  const prefixOf = (place: Place) =>
    placePrefix(place, { run: run_id, delivery: delivery_id, champion: modelVersion(version) }) ?? "";
  const container = new TestContainer(join(root, `${run_id}-${step}`));
  for (const place of steps[step].reads) await download(bucket, prefixOf(place), container.input(place));
  const { code, message } = await container.run(step, {
    RUN_ID: run_id,
    AS_OF: as_of,
    EXPERIMENT: experiment,
    SEED: String(seed),
    CHAMPION: version,
  });
  if (code !== 0) {
    const [name = "", ...words] = (message ?? "StepLost: no words").split(": ");
    throw new JobError(name, words.join(": "));
  }
  for (const place of steps[step].writes) await upload(bucket, container.output(place), prefixOf(place));
  await upload(bucket, container.facts, `${FACTS_PREFIX}${run_id}/`);
  return null;
}

/** Copies all objects below a prefix into a folder. */
export async function download(
  { client, bucket }: TestBucket,
  prefix: string,
  folder: string,
): Promise<void> {
  for await (const { key, etag } of listObjects(client, bucket, prefix))
    await downloadObject(client, { bucket, key, etag }, join(folder, key.slice(prefix.length)));
}

/** Copies all files of a folder below a prefix. */
export async function upload({ client, bucket }: TestBucket, folder: string, prefix: string): Promise<void> {
  for (const path of filesBelow(folder))
    await uploadFile(client, { bucket, key: prefix + path }, join(folder, path));
}
