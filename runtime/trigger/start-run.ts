import { AlreadyDone, type ClaimRequest, type Manifest, RunInProgress } from "../manifest/manifest.ts";
import { isAskedFor } from "../manifest/request-rules.ts";
import type { ExecutionStarter } from "./start-execution.ts";

/** What runs are started with. */
export interface RunStarter {
  readonly manifest: Manifest;
  readonly starter: ExecutionStarter;
}

/** What became of a claim. */
export type Started =
  | { readonly status: "started"; readonly run_id: string }
  /** The run that is asked for is at work. */
  | { readonly status: "in-progress"; readonly run_id: string }
  /** It was answered before: the run is done, or has failed since it was asked for. */
  | { readonly status: "skipped"; readonly run_id: string }
  /** Another run is at work. */
  | { readonly status: "later"; readonly reason: string };

/** Names of executions that may be used up before something must be wrong with the books. */
const NAME_ATTEMPTS = 5;

/** Claims a run in the manifest and starts its execution. */
export async function startRun(parts: RunStarter, claim: ClaimRequest): Promise<Started> {
  // An attempt whose name was used up counts as failed, and must not keep the next one from being made.
  const { askedAt: _, ...again } = claim;
  for (let attempt = 1; attempt <= NAME_ATTEMPTS; attempt += 1) {
    const outcome = await tryToStart(parts, attempt === 1 ? claim : again);
    if (outcome !== undefined) return outcome;
  }
  throw new Error(
    `Every name for a run of delivery ${claim.delivery.id} was used by an execution before; the manifest has lost its runs.`,
  );
}

/** @returns undefined when the run's name was used up: the next attempt has another */
async function tryToStart(parts: RunStarter, claim: ClaimRequest): Promise<Started | undefined> {
  const { manifest, starter } = parts;
  const claimed = await manifest.claim(claim).catch((thrown: unknown) => {
    if (thrown instanceof AlreadyDone || thrown instanceof RunInProgress) return thrown;
    throw thrown;
  });
  if (claimed instanceof AlreadyDone) return { status: "skipped", run_id: claimed.run.id };
  if (claimed instanceof RunInProgress) return joinRun(parts, claimed, claim);
  const { run, lease } = claimed;
  // Should this fail, the run keeps the lease: its execution may be running all the same (the answer was lost, or another
  // invocation has started it by now), and whoever comes next starts it or finds it.
  const start = await starter.start(run);
  if (start === "started") return { status: "started", run_id: run.id };
  await manifest.finish(lease, {
    state: "failed",
    error: "ExecutionEnded",
    cause: `An execution ${run.id} had ended without closing its books; another attempt takes its place.`,
  });
  return undefined;
}

/**
 * A run is at work. It is made sure that its execution was started: the trigger that claimed it may have been stopped
 * between the two.
 */
async function joinRun(
  { manifest, starter }: RunStarter,
  { lease }: RunInProgress,
  claim: ClaimRequest,
): Promise<Started> {
  const run = await manifest.run(lease.run);
  if (run?.state !== "started") return { status: "later", reason: `run ${lease.run} has ended just now` };
  // Its execution has ended, and its books are not closed yet: what they will say is no answer before.
  if ((await starter.start(run)) === "name-used")
    return { status: "later", reason: `the execution of run ${lease.run} has ended just now` };
  if (isAskedFor(run, claim)) return { status: "in-progress", run_id: run.id };
  return { status: "later", reason: `run ${lease.run} is at work` };
}
