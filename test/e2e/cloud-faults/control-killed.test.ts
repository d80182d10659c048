import type { FaultCase } from "../../support/cloud-faults/judge.ts";
import { faultMatrix, played } from "../../support/cloud-faults/matrix.ts";
import { killAtRequest } from "../../support/cloud-faults/strikes.ts";

/**
 * The control function is killed in each of its states, as it sets out to make a certain request (counted from 0 in the
 * state's call): all that it did before has taken effect, this has not.
 */
type Killed = readonly [state: string, request: number, when: string];

const scoring: readonly Killed[] = [
  ["ResolveDelivery", 0, "before anything"],
  ["ResolveDelivery", 22, "between two copies of the delivery's files"],
  ["ResolveDelivery", 26, "before the listing of what is frozen"],
  ["ResolveDelivery", 31, "before it is recorded"],
  ["Publish", 7, "before readers are pointed at the run"],
  ["Publish", 8, "when they are, before it is recorded"],
  ["AlertFindings", 12, "before what could not be told is looked for"],
  ["AlertFindings", 13, "before it is recorded"],
  ["Complete", 12, "before the report"],
  ["Complete", 13, "before the books are closed"],
  ["Complete", 14, "between the books and the lease"],
];

const training: readonly Killed[] = [
  ["ReadDecision", 4, "before the evaluation is read"],
  ["ReadDecision", 5, "before it is recorded"],
  ["Register", 5, "before the registration"],
  ["Register", 8, "before the model package"],
  ["Register", 9, "when the package is made, before it is noted"],
  ["Register", 12, "before the champion's pointer"],
  ["Register", 13, "when the pointer has moved, before the parameter"],
  ["Register", 19, "before it is recorded"],
];

const refusing: readonly Killed[] = [
  ["Reject", 5, "before the registration"],
  ["Reject", 9, "when the package is made, before it is noted"],
  ["Reject", 10, "before it is recorded"],
  ["AlertRejected", 6, "before the alert is kept"],
  ["AlertRejected", 15, "before it is recorded"],
];

const failing: readonly Killed[] = [
  ["MarkFailed", 0, "before anything"],
  ["MarkFailed", 3, "before the books are closed"],
  ["MarkFailed", 4, "between the books and the lease"],
  ["Notify", 4, "before the alert is kept"],
  ["Notify", 6, "before it is noted that people have to be told"],
  ["Notify", 14, "when people were told and it is noted"],
];

const named = (tries: string, cases: readonly Killed[], fault: Omit<FaultCase, "name" | "arm">) =>
  cases.map(
    ([state, request, when]): FaultCase => ({
      name: `${state} killed ${tries} ${when}`,
      ...fault,
      arm: killAtRequest(
        { service: "control", state, tries: tries === "always" ? Number.POSITIVE_INFINITY : 1 },
        request,
      ),
    }),
  );

const scored = { changed: "prices", ends: ["completed"] } as const;
const trained = { changed: "labels", ends: ["completed"] } as const;
const failed = { changed: "prices", plan: { gold: { fault: "input" } }, ends: ["failed"] } as const;

faultMatrix(
  played([
    ...named("once", scoring, scored),
    ...named("once", training, trained),
    ...named("once", refusing, { ...trained, plan: { evaluate: { promote: false } }, refused: true }),
    ...named("once", failing, failed),
    ...named("once", [["Notify", 11, "when people were told, before it is noted"]], {
      ...failed,
      told: "again",
    }),
    ...named("always", [["ResolveDelivery", 22, "between two copies"]], { ...scored, ends: ["failed"] }),
    ...named("always", [["Publish", 7, "before readers are pointed at the run"]], {
      ...scored,
      ends: ["failed"],
    }),
    ...named("always", [["Complete", 13, "before the books are closed"]], {
      ...scored,
      ends: ["failed"],
      published: true,
    }),
    ...named("always", [["Register", 12, "before the champion's pointer"]], { ...trained, ends: ["failed"] }),
    ...named("always", [["AlertFindings", 12, "before it looks for what to tell"]], scored),
    ...named("always", [["MarkFailed", 3, "before the books are closed"]], failed),
    ...named("always", [["Notify", 4, "before the alert is kept"]], failed),
  ]),
);
