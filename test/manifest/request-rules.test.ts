import { expect, test } from "vitest";
import { deliveryId, runId } from "../../configs/names.ts";
import type { ClaimRequest, RunRecord } from "../../runtime/manifest/manifest.ts";
import { answers, isAskedFor } from "../../runtime/manifest/request-rules.ts";

const delivery = deliveryId("0123456789ab");
const request = { mode: "auto", asOf: null, experiment: "E5_full", seed: 42 } as const;
const STARTED = "2025-01-06T06:30:00.000Z";

const atWork: RunRecord = {
  id: runId("0123456789ab-1"),
  delivery,
  attempt: 1,
  state: "started",
  request,
  code: "sha256:0",
  startedAt: STARTED,
  endedAt: null,
  cause: null,
  error: null,
};
const claim: ClaimRequest = {
  delivery: { id: delivery, files: [] },
  request,
  code: "sha256:0",
  force: false,
  owner: { stateMachineArn: "arn:aws:states:eu-west-1:000000000000:stateMachine:pipeline" },
};
const before = "2025-01-06T06:00:00.000Z";
const since = "2025-01-06T06:45:00.000Z";

test.each([
  ["an upload that the run has begun after", { askedAt: before }, true],
  [
    "the same files uploaded once more in mid-run: should the run fail, they are to run again",
    { askedAt: since },
    false,
  ],
  ["a call that has not waited", {}, true],
  ["a forced call that has not waited", { force: true }, false],
  ["a forced call that has waited for this run", { force: true, askedAt: before }, true],
  ["a forced call of mid-run", { force: true, askedAt: since }, false],
  ["another delivery", { delivery: { id: deliveryId("ba9876543210"), files: [] }, askedAt: before }, false],
  ["another question", { request: { ...request, seed: 7 }, askedAt: before }, false],
] as const)("a run at work and %s", (_, changed, answered) => {
  expect(isAskedFor(atWork, { ...claim, ...changed })).toBe(answered);
});

test("a run answers a claim for the same scorer of tones alone, the lexicon being meant where none is named", () => {
  const asked = (sentiment: string | undefined, run: string | undefined) => {
    const named = (scorer: string | undefined) => ({
      ...request,
      ...(scorer === undefined ? {} : { sentiment: scorer }),
    });
    return answers(
      { ...atWork, state: "completed", request: named(run) },
      { ...claim, request: named(sentiment) },
    );
  };
  expect(asked(undefined, undefined)).toBe(true);
  expect(asked("lexicon", undefined)).toBe(true);
  expect(asked(undefined, "lexicon")).toBe(true);
  expect(asked("none", "none")).toBe(true);
  expect(asked("none", undefined)).toBe(false);
  expect(asked(undefined, "none")).toBe(false);
});

test("a run with a leaderboard answers those who ask for none, and not the other way round", () => {
  const answered = (run: boolean, asked: boolean) =>
    answers(
      { ...atWork, state: "completed", request: { ...request, leaderboard: run } },
      { ...claim, request: { ...request, leaderboard: asked } },
    );
  expect([answered(true, false), answered(true, true), answered(false, false)]).toEqual([true, true, true]);
  expect(answered(false, true)).toBe(false);
});
