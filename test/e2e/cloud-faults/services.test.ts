import type { Target } from "../../support/cloud-faults/broken-ways.ts";
import type { FaultCase } from "../../support/cloud-faults/judge.ts";
import { faultMatrix, played } from "../../support/cloud-faults/matrix.ts";
import { breakRequests } from "../../support/cloud-faults/strikes.ts";
import type { Fault } from "../../support/fault-proxy.ts";

/** What the control function calls fails, is slow, or has done what was asked and its answer is lost. */

/** A state, a service, which of its requests (operation, or method and part of the path), the fault, how often. */
type Broken = readonly [state: string, target: Target, request: string, fault: Fault, times: number];

const LONG = Number.POSITIVE_INFINITY;
const lost = { drop: true, afterwards: true } as const;
const throttled = { status: 400, code: "ProvisionedThroughputExceededException" } as const;
const tableFails = { status: 500, code: "InternalServerError" } as const;
const slowDown = { status: 503, code: "SlowDown" } as const;
const refused = { status: 400, code: "AccessDeniedException" } as const;

const scoring: readonly Broken[] = [
  ["ResolveDelivery", "s3", "PUT /deliveries/", { status: 500 }, 3],
  ["ResolveDelivery", "s3", "PUT /deliveries/", slowDown, 2],
  ["ResolveDelivery", "s3", "PUT /deliveries/", { drop: true }, 2],
  ["ResolveDelivery", "s3", "PUT /deliveries/", lost, 2],
  ["ResolveDelivery", "s3", "PUT /.delivery.json", lost, 1],
  ["ResolveDelivery", "s3", "GET /pointers/champion.json", { truncateAfter: 10 }, 1],
  ["ResolveDelivery", "s3", "GET /pointers/champion.json", { bytesPerSecond: 2_000 }, 2],
  ["ResolveDelivery", "dynamodb", "GetItem", throttled, 2],
  ["ResolveDelivery", "dynamodb", "UpdateItem", tableFails, 4],
  ["ResolveDelivery", "dynamodb", "UpdateItem", lost, 1],
  ["ResolveDelivery", "aws", "DescribeModelPackage", { status: 500 }, 2],
  ["Publish", "s3", "PUT /pointers/current-run.json", { status: 500 }, 2],
  ["Publish", "s3", "PUT /pointers/current-run.json", slowDown, 1],
  ["Publish", "s3", "PUT /pointers/current-run.json", { status: 412, code: "PreconditionFailed" }, 1],
  ["Publish", "s3", "PUT /pointers/current-run.json", lost, 1],
  ["Publish", "dynamodb", "UpdateItem", throttled, 4],
  ["AlertFindings", "s3", "GET /monitoring/alerts/untold.json", { status: 500 }, LONG],
  ["Complete", "s3", "PUT /run_report.json", { status: 500 }, 6],
  ["Complete", "s3", "PUT /run_report.json", lost, 1],
  ["Complete", "dynamodb", "UpdateItem", throttled, 4],
  ["Complete", "dynamodb", "UpdateItem", lost, 1],
];

const training: readonly Broken[] = [
  ["Register", "s3", "PUT /registration.json", lost, 1],
  ["Register", "s3", "PUT /pointers/champion.json", { status: 500 }, 2],
  ["Register", "s3", "PUT /pointers/champion.json", lost, 1],
  ["Register", "aws", "CreateModelPackage", { status: 500 }, 4],
  ["Register", "aws", "CreateModelPackage", lost, 1],
  ["Register", "aws", "PutParameter", { status: 400, code: "ThrottlingException" }, 4],
  ["Register", "aws", "PutParameter", { drop: true }, 4],
];

const failing: readonly Broken[] = [
  ["MarkFailed", "dynamodb", "UpdateItem", throttled, 4],
  ["MarkFailed", "dynamodb", "UpdateItem", lost, 1],
  ["Notify", "s3", "PUT /monitoring/alerts/", { status: 500 }, 2],
  ["Notify", "aws", "Publish", { status: 500 }, 1],
];

/** How often, in words. */
const often = (times: number) => (times === LONG ? "for long" : `${times} times`);
const words = (fault: Fault) => JSON.stringify(fault).replaceAll(/[{}"]/g, "").replaceAll(",", ", ");

const named = (cases: readonly Broken[], fault: Omit<FaultCase, "name" | "arm">) =>
  cases.map(
    ([state, target, request, what, times]): FaultCase => ({
      name: `${state}: ${request} of ${target} meets ${words(what)} ${often(times)}`,
      ...fault,
      arm: breakRequests({ service: "control", state, tries: LONG }, target, what, {
        times,
        chooses: ({ method, path, headers }) => {
          const operation = headers["x-amz-target"];
          if (typeof operation === "string") return operation.endsWith(`.${request}`);
          if (target === "aws") return request === "Publish";
          const [wanted, part = ""] = request.split(" ");
          return method === wanted && path.includes(part);
        },
      }),
    }),
  );

const scored = { changed: "prices", ends: ["completed"] } as const;
const trained = { changed: "labels", ends: ["completed"] } as const;
const failed = { changed: "prices", plan: { gold: { fault: "input" } }, ends: ["failed"] } as const;

faultMatrix(
  played([
    ...named(scoring, scored),
    ...named(training, trained),
    ...named(failing, failed),
    ...named(
      [
        ["ResolveDelivery", "s3", "PUT /deliveries/", { status: 500 }, LONG],
        ["ResolveDelivery", "dynamodb", "UpdateItem", tableFails, LONG],
        ["Publish", "s3", "PUT /pointers/current-run.json", { status: 403, code: "AccessDenied" }, LONG],
      ],
      { ...scored, ends: ["failed"] },
    ),
    ...named([["Complete", "dynamodb", "UpdateItem", tableFails, LONG]], {
      ...scored,
      ends: ["failed"],
      published: true,
    }),
    ...named(
      [
        ["Register", "aws", "CreateModelPackage", refused, LONG],
        ["Register", "aws", "PutParameter", refused, LONG],
      ],
      { ...trained, ends: ["failed"] },
    ),
  ]),
);
