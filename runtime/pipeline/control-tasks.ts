import { z } from "zod";
import type { Json } from "../../configs/asl.ts";
import { NO_CHAMPION, type Plan, planModes } from "../../configs/execution.ts";
import { type ModelVersion, modelVersion } from "../../configs/names.ts";
import type { ControlState } from "../../configs/state-machine.ts";
import { CancelledError, InputError } from "../errors.ts";
import { LeaseLost } from "../manifest/manifest.ts";
import { type Champion, ChampionMoved, type Decision } from "../registry/registry.ts";
import { publishAlert, tellOverdue } from "./alerts.ts";
import { type Fault, faultOfCause } from "./cause.ts";
import { pointAtRun } from "./current-run.ts";
import { readDecision } from "./decision.ts";
import { labelsOf } from "./delivered-files.ts";
import { findingsOf } from "./findings.ts";
import { askedModel, knowsLabels } from "./known-labels.ts";
import { reportOf, writeReport } from "./run-report.ts";
import type { Session, TaskResult } from "./session.ts";

/** The tasks that keep the books, wherever the state machine runs. `state` is the execution's state as the state machine holds it. */
export type ControlTask = (session: Session, state: Json) => Promise<TaskResult>;

const planSchema = z.object({
  mode: z.enum(planModes),
  champion: z.object({ exists: z.boolean(), version: z.string() }),
});
const stateWithPlan = z.object({ plan: planSchema });
const stateWithError = z.object({ error: z.object({ Error: z.string(), Cause: z.string() }) });

/** What ResolveDelivery decided. */
export function planOf(state: Json): Plan {
  return stateWithPlan.parse(state).plan;
}

function faultOf(state: Json): Fault {
  return faultOfCause(stateWithError.parse(state).error);
}

const seenSchema = z.object({
  seen: z
    .object({
      version: z.string().transform(modelVersion),
      previous: z.array(z.string().transform(modelVersion)),
      since: z.string(),
      etag: z.string(),
    })
    .nullable(),
});

/** The champion as it was when the run began: the pointer moves from there or not at all. */
function championSeen(session: Session): Champion | undefined {
  const record = session.record("ResolveDelivery");
  return record === undefined ? undefined : (seenSchema.parse(record.result).seen ?? undefined);
}

function json(value: object): Json {
  return z.json().parse(JSON.parse(JSON.stringify(value)));
}

async function resolveDelivery(session: Session): Promise<TaskResult> {
  const { freezer, run, files, watch } = session.parts;
  await freezer.freeze(
    { id: run.delivery, files },
    {
      signal: session.signal,
      progress: (progress) => watch({ type: "progress", state: "ResolveDelivery", progress }),
    },
  );
  const champion = await session.parts.registry.champion();
  const mode = await modeOf(session, champion);
  const plan: Plan = {
    mode,
    champion: { exists: champion !== undefined, version: champion?.version ?? NO_CHAMPION },
  };
  return { result: json({ ...plan, seen: champion ?? null }) };
}

/** Train when labels are new, when there is no champion, or on request; else score. */
async function modeOf(session: Session, champion: Champion | undefined): Promise<Plan["mode"]> {
  const { registry, run, files } = session.parts;
  switch (run.request.mode) {
    case "train":
      return "train";
    case "score":
      if (champion === undefined)
        throw new InputError("There is no champion to score with; run with --mode train first.");
      return "score";
    case "auto": {
      if (champion === undefined) return "train";
      const labels = labelsOf(files);
      if (labels === null) return "score";
      const asked = askedModel(run.request);
      return (await knowsLabels(registry, { labels, champion, asked })) ? "score" : "train";
    }
  }
}

async function register(session: Session, decision: Decision): Promise<ModelVersion> {
  const { lake, registry, run, files } = session.parts;
  const version = modelVersion(run.id);
  const gate = await readDecision(lake, session.parts.run.id);
  const metrics = Object.entries(gate.metrics).map(([name, { value }]) => [name, value] as const);
  await registry.register({
    version,
    run: run.id,
    delivery: run.delivery,
    decision,
    reasons: gate.reasons,
    experiment: gate.experiment,
    asked: askedModel(run.request),
    asOf: gate.asOf,
    labels: labelsOf(files),
    metrics: Object.fromEntries(metrics),
    registeredAt: new Date().toISOString(),
  });
  return version;
}

/** The task of each control state. */
export const controlTasks: Readonly<Record<ControlState, ControlTask>> = {
  ResolveDelivery: resolveDelivery,

  ReadDecision: async (session) => {
    const { promote } = await readDecision(session.parts.lake, session.parts.run.id);
    return { result: { promoted: promote } };
  },

  Register: async (session) => {
    const version = await register(session, "approved");
    await session.parts.registry.promote(version, championSeen(session));
    return { result: { exists: true, version } };
  },

  Reject: async (session) => ({ result: { version: await register(session, "rejected") } }),

  AlertRejected: async (session) => {
    const { lake, run } = session.parts;
    const { reasons } = await readDecision(lake, run.id);
    await publishAlert(session.parts, {
      kind: "model-rejected",
      run,
      message: `Model ${run.id} was refused. ${reasons.join(" ")}`,
      about: [run.id],
    });
    return { result: null };
  },

  MarkRejected: async (session) => {
    const { manifest, heartbeat, lake } = session.parts;
    const { reasons } = await readDecision(lake, session.parts.run.id);
    await manifest.finish(heartbeat.lease, {
      state: "rejected",
      error: "ModelRejected",
      cause: reasons.join(" "),
    });
    return { result: null };
  },

  Publish: async (session, state) => {
    const version = modelVersion(planOf(state).champion.version);
    await throwIfMoved(session, version);
    await pointAtRun(session, version);
    return { result: null };
  },

  AlertFindings: async (session, state) => {
    const failures: unknown[] = [];
    for (const finding of await findingsOf(session, planOf(state).champion))
      await publishAlert(session.parts, finding).catch((thrown: unknown) => failures.push(thrown));
    await tellOverdue(session.parts);
    if (failures.length > 0) throw failures[0];
    return { result: null };
  },

  Complete: async (session, state) => {
    const { manifest, heartbeat } = session.parts;
    await writeReport(session, await reportOf(session, planOf(state)));
    await manifest.finish(heartbeat.lease, { state: "completed" });
    return { result: null };
  },

  MarkFailed: async (session, state) => {
    const { manifest, heartbeat } = session.parts;
    const { error, cause } = faultOf(state);
    if (mayGoOn(session, error)) await manifest.release(heartbeat.lease);
    // Without its lease, the run belongs to another process now.
    else if (error !== LeaseLost.name)
      await manifest.finish(heartbeat.lease, { state: "failed", error, cause });
    return { result: null };
  },

  Notify: async (session, state) => {
    const { error, cause } = faultOf(state);
    const { run } = session.parts;
    if (mayGoOn(session, error) || error === LeaseLost.name) return { result: null };
    await publishAlert(session.parts, {
      kind: "run-failed",
      run,
      message: `Run ${run.id} failed. ${cause}`,
      about: [run.delivery, error, cause],
    });
    await tellOverdue(session.parts);
    return { result: null };
  },
};

/**
 * A person may have rolled the champion back, or approved another, since the run began: what a withdrawn model has scored
 * is not published. A change just after this look is as one just after the run: the next run scores anew.
 * @throws ChampionMoved
 */
async function throwIfMoved({ parts }: Session, version: ModelVersion): Promise<void> {
  const now = (await parts.registry.champion())?.version;
  if (now !== version) throw new ChampionMoved(now, version);
}

/** Was the run only cancelled, by who can let it go on? */
function mayGoOn({ parts }: Session, error: string): boolean {
  return parts.resumable && error === CancelledError.name;
}
