import { DEFAULT_SCORER } from "../../configs/sentiment.ts";
import type { ClaimRequest, RunRecord, RunRequest } from "./manifest.ts";

/** What a run of before means for a claim, in whatever database the runs are kept. */

function asksTheSame(run: RunRecord, request: RunRequest): boolean {
  const { mode, asOf, experiment, sentiment = DEFAULT_SCORER, seed, leaderboard = true } = run.request;
  return (
    mode === request.mode &&
    asOf === request.asOf &&
    experiment === request.experiment &&
    sentiment === (request.sentiment ?? DEFAULT_SCORER) &&
    seed === request.seed &&
    // A run with a leaderboard answers those who ask for none, too.
    (leaderboard || request.leaderboard === false)
  );
}

/**
 * This run has an answer to the claim: its result would come out again. By force a run of before is no answer; one that
 * began after the asking is, so that a claim which is repeated makes one run.
 */
export function answers(run: RunRecord, { request, force, askedAt }: ClaimRequest): boolean {
  if (!asksTheSame(run, request)) return false;
  const after = askedAt !== undefined && askedAt < run.startedAt;
  switch (run.state) {
    case "completed":
    case "rejected":
      return after || !force;
    case "failed":
      return after;
    case "started":
    case "superseded":
      return false;
  }
}

/**
 * This run is at work on what the claim asks for, and began after the asking. What was asked for while it was at work
 * waits for its end: should it fail, the asking still wants an answer.
 */
export function isAskedFor(run: RunRecord, { delivery, request, force, askedAt }: ClaimRequest): boolean {
  if (run.delivery !== delivery.id || !asksTheSame(run, request)) return false;
  return askedAt === undefined ? !force : askedAt < run.startedAt;
}

/** This run was interrupted, and finishing it gives what the claim asks for. */
export function mayBeResumed(run: RunRecord, claim: ClaimRequest): boolean {
  return run.state === "started" && run.code === claim.code && asksTheSame(run, claim.request);
}
