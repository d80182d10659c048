import { beforeAll, describe, expect, test, vi } from "vitest";
import { decide, mayAssume, type Request } from "../support/iam/evaluate.ts";
import { type RecordedRole, rolesOf } from "../support/iam/roles.ts";
import { recorded } from "./pipeline-fixture.ts";
import { arn, BUCKET, get, listing, objects, others, put, roleOf } from "./role-requests.ts";

vi.mock("../../infra/bundle.ts", async () => (await import("./pipeline-bundle.ts")).bundling);

/** What the roles of the pipeline's functions and its schedule may do, and must not. */

let roles: ReadonlyMap<string, RecordedRole>;
beforeAll(async () => {
  roles = rolesOf((await recorded()).all, "000000000000");
});
const role = (purpose: string) => roleOf(roles, purpose);

describe("the trigger's role", () => {
  test("sees the names of uploads, and reads nothing", () => {
    const own = role("pipeline-trigger");
    expect(decide(own, listing("raw/"))).toBe("allowed");
    expect(decide(own, listing("gold/"))).toBe("not allowed");
    const unfinished: Request = { action: "s3:ListBucketMultipartUploads", resource: BUCKET };
    expect(decide(own, unfinished), "of uploads in parts too").toBe("allowed");
    expect(decide(role("pipeline-control"), unfinished)).toBe("not allowed");
    for (const key of [...Object.values(objects), ...Object.values(others)]) {
      expect(decide(own, get(key)), key).toBe("not allowed");
      expect(decide(own, put(key)), key).toBe("not allowed");
    }
  });

  test("claims in the manifest, and starts this machine's executions only", () => {
    const own = role("pipeline-trigger");
    const table = arn("dynamodb", "table/spanishgas-dev-pipeline-manifest");
    expect(decide(own, { action: "dynamodb:UpdateItem", resource: table })).toBe("allowed");
    expect(decide(own, { action: "dynamodb:Scan", resource: table })).toBe("not allowed");
    const start = (name: string): Request => ({
      action: "states:StartExecution",
      resource: arn("states", `stateMachine:${name}`),
    });
    expect(decide(own, start("spanishgas-dev-pipeline"))).toBe("allowed");
    expect(decide(own, start("spanishgas-prod-pipeline"))).toBe("not allowed");
    const execution = arn("states", "execution:spanishgas-dev-pipeline:0123456789ab-1");
    expect(decide(own, { action: "states:StopExecution", resource: execution })).toBe("not allowed");
  });

  test("takes from the queue of uploads, and leaves dead letters", () => {
    const own = role("pipeline-trigger");
    const queue = (action: string, name: string): Request => ({
      action: `sqs:${action}`,
      resource: arn("sqs", `spanishgas-dev-${name}`),
    });
    expect(decide(own, queue("ReceiveMessage", "uploads"))).toBe("allowed");
    expect(decide(own, queue("SendMessage", "dead-letters"))).toBe("allowed");
    expect(decide(own, queue("SendMessage", "uploads")), "calls wait there").toBe("allowed");
    expect(decide(own, queue("PurgeQueue", "uploads"))).toBe("not allowed");
    expect(decide(own, queue("ReceiveMessage", "dead-letters"))).toBe("not allowed");
  });
});

describe("the control function's role", () => {
  test("copies uploads into deliveries and keeps the books; the tables of customers are out of reach", () => {
    const own = role("pipeline-control");
    for (const key of [
      others.raw,
      others.pointer,
      others.registration,
      objects.evaluation,
      "monitoring/steps/0123456789ab-1/gold.json",
    ])
      expect(decide(own, get(key)), key).toBe("allowed");
    for (const key of [objects.delivery, others.pointer, others.registration, "monitoring/alerts/x.json"])
      expect(decide(own, put(key)), key).toBe("allowed");
    expect(decide(own, listing(objects.delivery))).toBe("allowed");
    expect(decide(own, get(objects.delivery))).toBe("not allowed");
    for (const key of [objects.bronze, objects.silver, objects.gold, objects.scored, objects.quarantine]) {
      expect(decide(own, get(key)), key).toBe("not allowed");
      expect(decide(own, put(key)), key).toBe("not allowed");
    }
    expect(decide(own, put(others.raw))).toBe("not allowed");
  });

  test("starts nothing and makes no jobs", () => {
    const own = role("pipeline-control");
    for (const [action, resource] of [
      ["states:StartExecution", arn("states", "stateMachine:spanishgas-dev-pipeline")],
      ["sagemaker:CreateProcessingJob", arn("sagemaker", "processing-job/spanishgas-dev-x")],
      ["iam:PassRole", "arn:aws:iam::000000000000:role/spanishgas/spanishgas-dev-pipeline-gold-role"],
    ] as const)
      expect(decide(own, { action, resource }), action).toBe("not allowed");
  });
});

test("the schedule's role calls the trigger, for this stack's schedules only", () => {
  const own = role("pipeline-schedule");
  const call = (name: string): Request => ({
    action: "lambda:InvokeFunction",
    resource: arn("lambda", `function:spanishgas-dev-${name}`),
  });
  expect(decide(own, call("pipeline-trigger"))).toBe("allowed");
  expect(decide(own, call("pipeline-control"))).toBe("not allowed");
  const from = (group: string) => ({
    "aws:SourceAccount": ["000000000000"],
    "aws:SourceArn": [arn("scheduler", `schedule-group/${group}`)],
  });
  const caller = { kind: "Service", id: "scheduler.amazonaws.com" } as const;
  expect(mayAssume(own.trust, caller, "sts:AssumeRole", from("spanishgas-dev"))).toBe(true);
  expect(mayAssume(own.trust, caller, "sts:AssumeRole", from("default"))).toBe(false);
});
