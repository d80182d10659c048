import type { ClaimRequest, RunRecord, RunRequest } from "./manifest.ts";

/** What a run of before means for a claim, in whatever database the runs are kept. */

function asksTheSame(run: RunRecord, request: RunRequest): boolean {
  const { mode, asOf, experiment, seed } = run.request;
  return (
    mode === request.mode &&
    asOf === request.asOf &&
    experiment === request.experiment &&
    seed === request.seed
  );
}

/** This run has an answer to the claim: its result would come out again. */
export function answers(run: RunRecord, { request, uploadedAt }: ClaimRequest): boolean {
  if (!asksTheSame(run, request)) return false;
  switch (run.state) {
    case "completed":
    case "rejected":
      return true;
    case "failed":
      return uploadedAt !== undefined && uploadedAt < run.startedAt;
    case "started":
    case "superseded":
      return false;
  }
}

/** This run was interrupted, and finishing it gives what the claim asks for. */
export function mayBeResumed(run: RunRecord, claim: ClaimRequest): boolean {
  return run.state === "started" && run.code === claim.code && asksTheSame(run, claim.request);
}
