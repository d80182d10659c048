import { modelVersion, runId } from "../../configs/names.ts";
import { messageOf } from "../../runtime/errors.ts";
import type { Estimate } from "../../runtime/model/metrics/estimate.ts";
import { listRegistrations } from "../../runtime/registry/registrations.ts";
import { allRegistrations, type Registration } from "../../runtime/registry/registry.ts";
import { type Evaluation, evaluationAt } from "../lake/documents.ts";
import { RunKeys } from "../lake/run-files.ts";
import { type Source, SourceFault } from "../lake/source.ts";
import { keptFor, keptForEver } from "./source-memory.ts";

/** All models that were ever registered, and how they did. Decisions change without a new run. */

/** A version with its evaluation; undefined where that cannot be read, or was not asked for. */
export interface RegisteredModel {
  readonly registration: Registration;
  readonly evaluation: Evaluation | undefined;
}

const KEPT_MS = 10_000;
/** Versions whose evaluations are read: each costs a request, once. Older ones keep the figures of their registration. */
const EVALUATED = 20;

/** The evaluation of a version never changes. */
const evaluationOf = keptForEver(async (source, version): Promise<Evaluation | undefined> => {
  try {
    const keys = new RunKeys({ run: runId(version), model: modelVersion(version) });
    return await evaluationAt(source, keys.ofModel("evaluation", "evaluation.json"));
  } catch (thrown) {
    // A version stands in the list without its intervals rather than not at all.
    if (thrown instanceof SourceFault) return undefined;
    throw thrown;
  }
});

/**
 * All registered models, the newest first. Read anew every ten seconds.
 * @throws SourceFault when the registry cannot be read
 */
export const modelsOf = keptFor(KEPT_MS, async (source: Source): Promise<readonly RegisteredModel[]> => {
  const newestFirst = (await registrationsOf(source)).toReversed();
  return Promise.all(
    newestFirst.map(async (registration, place) => ({
      registration,
      evaluation: place < EVALUATED ? await evaluationOf(source, registration.version) : undefined,
    })),
  );
});

async function registrationsOf(source: Source): Promise<readonly Registration[]> {
  try {
    return await allRegistrations({ list: (page) => listRegistrations(source, page) });
  } catch (thrown) {
    if (thrown instanceof SourceFault) throw thrown;
    throw new SourceFault("A registration of the lake is not as it should be.", { cause: messageOf(thrown) });
  }
}

/** How a figure stands against the highest one. */
export type Standing = "leads" | "tie" | "below" | "unknown";

/** Tells figures whose intervals overlap with that of the highest from those that lie below it. */
export function standingsOf(estimates: readonly (Estimate | undefined)[]): readonly Standing[] {
  const known = estimates.filter((estimate) => estimate !== undefined);
  const best = known.reduce<Estimate | undefined>(
    (leader, each) => (leader === undefined || each.value > leader.value ? each : leader),
    undefined,
  );
  return estimates.map((estimate) => {
    if (estimate === undefined || best === undefined) return "unknown";
    if (estimate === best) return "leads";
    return estimate.high >= best.low && best.high >= estimate.low ? "tie" : "below";
  });
}
