import type { Advice } from "../../configs/drift-advice.ts";
import type { DriftVerdict } from "../../configs/drift-limits.ts";
import { modelVersion, runId } from "../../configs/names.ts";
import { driftAt, judgedPsi } from "../lake/documents.ts";
import { RunKeys } from "../lake/run-files.ts";
import { type Source, SourceFault, unlessMissing } from "../lake/source.ts";
import type { Site } from "../web/page.ts";
import { keptForEver } from "./source-memory.ts";

/** What drift was found run by run. */

/** The drift of one run. */
export interface PastDrift {
  readonly run: string;
  /** When the run began, ISO 8601; undefined where nobody has said where the books are. */
  readonly startedAt: string | undefined;
  readonly asOf: string;
  readonly verdict: DriftVerdict;
  /** What the run advised; undefined where it is one of before there was advice. */
  readonly advice: Advice | undefined;
  readonly drifted: number;
  readonly compared: number;
  readonly scorePsi: number;
}

/** Runs that are shown. */
const SHOWN = 20;
/** Folders that are looked into where there are no books: their names do not tell which are the newest. */
const LOOKED_INTO = 100;

/** A finished run is never changed, and neither is what it found. */
const driftOf = keptForEver(
  async (source, run): Promise<Omit<PastDrift, "run" | "startedAt"> | undefined> => {
    const keys = new RunKeys({ run: runId(run), model: modelVersion(run) });
    const drift = await unlessMissing(driftAt(source, keys.ofRun("monitoring", "drift.json")));
    if (drift === undefined) return undefined;
    return {
      asOf: drift.as_of,
      verdict: drift.verdict,
      advice: drift.advice?.verdict,
      drifted: drift.features_drifted,
      compared: drift.features_compared,
      scorePsi: judgedPsi(drift.prediction),
    };
  },
);

/**
 * The newest runs that looked for drift, the oldest first.
 * @throws SourceFault when the books or the lake cannot be read
 */
export async function driftHistory({ source, books }: Site): Promise<readonly PastDrift[]> {
  const runs = await runsOf({ source, books });
  const found = await Promise.all(
    runs.map(async ({ run, startedAt }): Promise<PastDrift | undefined> => {
      const drift = await readable(source, run);
      return drift === undefined ? undefined : { run, startedAt, ...drift };
    }),
  );
  return found
    .filter((each) => each !== undefined)
    .sort((a, b) => compare(a.startedAt ?? a.asOf, b.startedAt ?? b.asOf) || compare(a.run, b.run))
    .slice(-SHOWN);
}

/** Completed runs by the books; where these know none, whatever has left a folder of its own. */
async function runsOf({ source, books }: Site): Promise<readonly Pick<PastDrift, "run" | "startedAt">[]> {
  const booked = (await books?.runs({ state: "completed", limit: SHOWN }))?.items ?? [];
  if (booked.length > 0) return booked.map(({ id, startedAt }) => ({ run: id, startedAt }));
  const { items } = await source.list("monitoring/", { limit: LOOKED_INTO });
  return items.map((run) => ({ run, startedAt: undefined }));
}

/** A report that cannot be read is left out: a history with a gap says more than none. */
async function readable(source: Source, run: string) {
  try {
    return await driftOf(source, run);
  } catch (thrown) {
    if (thrown instanceof SourceFault) return undefined;
    throw thrown;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
