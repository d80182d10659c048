import type { RunRecord, RunState } from "../../../runtime/manifest/manifest.ts";

/** Where a run is, as people see it: one that was started is at work, or nobody works on it any more. */
export type ShownState = Exclude<RunState, "started"> | "running" | "interrupted";

/** @param atWork the run that holds the lease */
export function shownState(
  { id, state }: Pick<RunRecord, "id" | "state">,
  atWork: string | undefined,
): ShownState {
  if (state !== "started") return state;
  return id === atWork ? "running" : "interrupted";
}

/** Colours of the states: those of the risk tiers, which mean well and ill alike. */
export const stateTones: Readonly<Record<ShownState, string>> = {
  running: "one",
  completed: "three",
  failed: "critical",
  rejected: "high",
  interrupted: "medium",
  superseded: "neutral",
};

/** How long a run took, or takes so far, in seconds; undefined of one that was interrupted: nobody knows its end. */
export function secondsOf(
  { startedAt, endedAt }: Pick<RunRecord, "startedAt" | "endedAt">,
  state: ShownState,
  now: Date,
): number | undefined {
  if (endedAt !== null) return (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  return state === "running" ? Math.max(0, (now.getTime() - Date.parse(startedAt)) / 1000) : undefined;
}
