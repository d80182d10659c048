import fc from "fast-check";
import { test } from "vitest";
import type { StepName } from "../../../configs/pipeline.ts";
import { ALL_FAULTS } from "../../support/all-faults.ts";
import { judgeAnything } from "../../support/cloud-faults/judge.ts";
import { sharedWorld } from "../../support/cloud-faults/matrix.ts";
import { breakRequests, killAtRequest, loseAnswer, type Moment } from "../../support/cloud-faults/strikes.ts";
import type { FaultWorld } from "../../support/cloud-faults/world.ts";
import { ServiceError } from "../../support/cloud-harness/service-error.ts";
import type { Fault } from "../../support/fault-proxy.ts";

/** Whatever goes wrong, in whatever order: two deliveries come through in the end. */

const HISTORIES = ALL_FAULTS ? 10 : 4;
const HISTORIES_MS = 900_000;

type Arm = (world: FaultWorld) => void;
/** A fault in words, for who reads a history that went wrong. */
interface Named {
  readonly words: string;
  readonly arm: Arm;
}

const states = [
  "ResolveDelivery",
  "ReadDecision",
  "Register",
  "Publish",
  "AlertFindings",
  "Complete",
  "MarkFailed",
] as const;

const moments: fc.Arbitrary<Moment> = fc.oneof(
  fc.record({
    service: fc.constant("control" as const),
    state: fc.constantFrom(...states),
    tries: fc.integer({ min: 1, max: 4 }),
  }),
  fc.constant({ service: "trigger", tries: 2 } as const),
);

const brokenServices = fc.constantFrom<readonly ["s3" | "dynamodb", Fault]>(
  ["s3", { status: 500 }],
  ["s3", { drop: true }],
  ["s3", { drop: true, afterwards: true }],
  ["s3", { status: 403, code: "AccessDenied" }],
  ["dynamodb", { status: 400, code: "ProvisionedThroughputExceededException" }],
  ["dynamodb", { status: 500, code: "InternalServerError" }],
  ["dynamodb", { drop: true, afterwards: true }],
);

const kills = fc.tuple(moments, fc.nat(30)).map(
  ([moment, at]): Named => ({
    words: `kill ${JSON.stringify(moment)} at ${at}`,
    arm: killAtRequest(moment, at),
  }),
);
const breaks = fc.tuple(moments, brokenServices, fc.integer({ min: 1, max: 6 })).map(
  ([moment, [target, fault], times]): Named => ({
    words: `break ${target} ${JSON.stringify(fault)} ${times} times in ${JSON.stringify(moment)}`,
    arm: breakRequests(moment, target, fault, { times }),
  }),
);
const losses = moments.map(
  (moment): Named => ({
    words: `lose the answer of ${JSON.stringify(moment)}`,
    arm: loseAnswer(moment, new ServiceError("Lambda.Unknown", "No answer.")),
  }),
);
const lostContainers = fc
  .tuple(fc.constantFrom<StepName>("bronze", "gold", "train", "score"), fc.integer({ min: 1, max: 3 }))
  .map(
    ([step, times]): Named => ({
      words: `kill the container of ${step} ${times} times`,
      arm: (world) => world.image.plan({ [step]: { fault: "kill", times } }),
    }),
  );
const stops = fc.constantFrom("Bronze", "Score", "Publish", "Complete").map(
  (state): Named => ({
    words: `stop the execution at ${state}`,
    arm: (world) => {
      let stopped = false;
      world.stand({
        before: (call) => {
          if (stopped || !("state" in call) || call.state !== state) return;
          stopped = true;
          void world.cloud.abort(call.run);
        },
      });
    },
  }),
);

const history = fc.array(fc.oneof(kills, breaks, losses, lostContainers, stops), {
  minLength: 1,
  maxLength: 4,
});

const world = sharedWorld();

test(
  "whatever goes wrong, two deliveries come through in the end",
  async () => {
    const journeys = fc.tuple(
      fc.record({ changed: fc.constantFrom("labels", "prices"), faults: history }),
      fc.record({ changed: fc.constant("prices"), faults: history }),
    );
    await fc.assert(
      fc.asyncProperty(journeys, async (deliveries) => {
        for (const { changed, faults } of deliveries)
          await judgeAnything(world(), changed, (broken) => {
            for (const { arm } of faults) arm(broken);
          });
      }),
      // A shrunk history would be played in a world that the first one has left as it is.
      { numRuns: HISTORIES, endOnFailure: true },
    );
  },
  HISTORIES_MS,
);
