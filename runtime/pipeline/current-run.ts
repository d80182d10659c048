import { z } from "zod";
import { type ModelVersion, modelVersion, type RunId, runId } from "../../configs/names.ts";
import { jsonText } from "../json.ts";
import type { TextReader } from "../lake/lake.ts";
import type { Session } from "./session.ts";

const CURRENT_RUN_POINTER = "pointers/current-run.json";

const currentRunSchema = z.strictObject({
  run: z.string().transform(runId),
  /** The model that scored it. */
  model: z.string().transform(modelVersion),
  published_at: z.string(),
});

/** The run that readers should look at. */
export interface CurrentRun {
  readonly run: RunId;
  readonly model: ModelVersion;
  readonly published_at: string;
}

/** The run whose tables readers should look at; undefined before the first. */
export async function currentRun(lake: TextReader): Promise<CurrentRun | undefined> {
  const stored = await lake.read(CURRENT_RUN_POINTER);
  return stored === undefined ? undefined : currentRunSchema.parse(JSON.parse(stored.text));
}

/**
 * Makes this run the one that readers look at. All of its tables are in place by now. The pointer is read before the
 * lease is asked for: a process that was halted for long, and wakes up between the two or later, overwrites nothing.
 * @throws LeaseLost when another run has taken over
 * @throws PreconditionFailed when another run was published in the same moment: then the task is repeated.
 */
export async function pointAtRun(session: Session, model: ModelVersion): Promise<void> {
  const { lake, run, manifest, heartbeat } = session.parts;
  const stored = await lake.read(CURRENT_RUN_POINTER);
  await manifest.renew(heartbeat.lease);
  const pointer: CurrentRun = { run: run.id, model, published_at: new Date().toISOString() };
  await lake.write(
    CURRENT_RUN_POINTER,
    jsonText(pointer),
    stored === undefined ? { ifAbsent: true } : { ifMatch: stored.etag },
  );
}
