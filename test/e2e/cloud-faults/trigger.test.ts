import type { Target } from "../../support/cloud-faults/broken-ways.ts";
import type { FaultCase } from "../../support/cloud-faults/judge.ts";
import { faultMatrix, played } from "../../support/cloud-faults/matrix.ts";
import { breakRequests, killAtRequest, loseAnswer } from "../../support/cloud-faults/strikes.ts";
import { ServiceError } from "../../support/cloud-harness/service-error.ts";
import type { Fault } from "../../support/fault-proxy.ts";

/** The trigger dies, or what it calls does not answer: the queue hands its messages out again. */

const once = { service: "trigger" } as const;
/** Also when the queue hands the message out again. */
const often = { service: "trigger", tries: Number.POSITIVE_INFINITY } as const;
const scored = { changed: "prices", ends: ["completed"] } as const;

const killed = (
  [
    [0, "before anything"],
    [2, "before it looks for a run at work"],
    [5, "before the claim"],
    [6, "when it has claimed, before the execution is started"],
  ] as const
).map(
  ([request, when]): FaultCase => ({
    name: `trigger killed ${when}`,
    ...scored,
    arm: killAtRequest(once, request),
  }),
);

type Broken = readonly [
  what: string,
  target: Target,
  operation: string | undefined,
  fault: Fault,
  times: number,
];

const lost = { drop: true, afterwards: true } as const;
const throttled = { status: 400, code: "ProvisionedThroughputExceededException" } as const;
const broken = (
  [
    ["S3 answers 500", "s3", undefined, { status: 500 }, 1],
    ["S3 answers 500, longer than a call repeats its request,", "s3", undefined, { status: 500 }, 7],
    ["S3 answers 503", "s3", undefined, { status: 503, code: "SlowDown" }, 2],
    ["S3 is slow", "s3", undefined, { bytesPerSecond: 8_000 }, 2],
    ["S3's listing breaks off", "s3", undefined, { truncateAfter: 100 }, 1],
    ["the way to S3 breaks", "s3", undefined, { drop: true }, 2],
    ["the table is throttled as the lease is read", "dynamodb", "GetItem", throttled, 2],
    ["the table is throttled for long", "dynamodb", "GetItem", throttled, 8],
    [
      "the table fails as the history is asked for",
      "dynamodb",
      "Query",
      { status: 500, code: "InternalServerError" },
      1,
    ],
    [
      "the table fails for long as the history is asked for",
      "dynamodb",
      "Query",
      { status: 500, code: "InternalServerError" },
      4,
    ],
    ["the claim is throttled", "dynamodb", "PutItem", throttled, 2],
    ["the claim fails for long", "dynamodb", "PutItem", { status: 500, code: "InternalServerError" }, 4],
    ["the answer to the claim is lost", "dynamodb", "PutItem", lost, 1],
    ["StartExecution is throttled", "aws", "StartExecution", { status: 400, code: "ThrottlingException" }, 4],
    ["StartExecution is refused", "aws", "StartExecution", { status: 400, code: "AccessDeniedException" }, 1],
    ["StartExecution fails for long", "aws", "StartExecution", { status: 500 }, 7],
    ["the way to Step Functions breaks", "aws", "StartExecution", { drop: true }, 4],
    ["the answer to StartExecution is lost", "aws", "StartExecution", lost, 1],
    ["all answers of a call to StartExecution are lost", "aws", "StartExecution", lost, 3],
    [
      "the run's name was used by an execution before",
      "aws",
      "StartExecution",
      { status: 400, code: "ExecutionAlreadyExists" },
      1,
    ],
  ] as const satisfies readonly Broken[]
).map(
  ([what, target, operation, fault, times]): FaultCase => ({
    name: `${what} when the trigger asks`,
    ...scored,
    arm: breakRequests(often, target, fault, {
      times,
      chooses: ({ headers }) =>
        operation === undefined || String(headers["x-amz-target"]).endsWith(`.${operation}`),
    }),
  }),
);

faultMatrix(
  played([
    ...killed,
    {
      name: "trigger's answer is lost",
      ...scored,
      arm: loseAnswer(once, new ServiceError("Runtime.ExitError", "Killed before it answered.")),
    },
    ...broken,
  ]),
);
