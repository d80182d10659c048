import { beforeAll, describe, expect, test, vi } from "vitest";
import { type Place, type StepName, stepNames, steps } from "../../configs/pipeline.ts";
import { decide, mayAssume, type Request } from "../support/iam/evaluate.ts";
import { type RecordedRole, rolesOf } from "../support/iam/roles.ts";
import { recorded } from "./pipeline-fixture.ts";

vi.mock("../../infra/bundle.ts", async () => (await import("./pipeline-bundle.ts")).bundling);

/** What each role of the pipeline may do, and must not, after IAM's own rules. */

let roles: ReadonlyMap<string, RecordedRole>;
let withKeys: ReadonlyMap<string, RecordedRole>;
const KEY = "arn:aws:kms:eu-south-2:000000000000:key/00000000-0000-0000-0000-000000000001";

beforeAll(async () => {
  roles = rolesOf((await recorded()).all, "000000000000");
  const keyed = await recorded({ encryption: { keyArn: KEY }, volumeKeyArn: KEY });
  withKeys = rolesOf(keyed.all, "000000000000");
});

function role(purpose: string, of = roles): RecordedRole {
  const found = of.get(`spanishgas-dev-${purpose}-role`);
  if (found === undefined) throw new Error(`There is no role for ${purpose}: ${[...of.keys()].join(", ")}`);
  return found;
}

const arn = (service: string, resource: string) => `arn:aws:${service}:eu-south-2:000000000000:${resource}`;
const BUCKET = "arn:aws:s3:::spanishgas-data-dev";
const get = (key: string): Request => ({ action: "s3:GetObject", resource: `${BUCKET}/${key}` });
const put = (key: string): Request => ({ action: "s3:PutObject", resource: `${BUCKET}/${key}` });
const listing = (prefix: string): Request => ({
  action: "s3:ListBucket",
  resource: BUCKET,
  context: { "s3:prefix": [prefix] },
});

/** An object of each place of the lake, and one of each other prefix. */
const objects = {
  delivery: "deliveries/0123456789ab/churn_label.csv",
  consumption: "consumption/0123456789ab-1/slots/0-0/20241231_1",
  bronze: "bronze/0123456789ab-1/bronze_customer.parquet",
  quarantine: "quarantine/0123456789ab-1/rows.csv",
  silver: "silver/0123456789ab-1/silver_customer.parquet",
  gold: "gold/0123456789ab-1/gold_master.parquet",
  candidate: "models/0123456789ab-1/artifact/model.ubj",
  champion: "models/ffffffffffff-7/artifact/model.ubj",
  evaluation: "models/0123456789ab-1/evaluation/evaluation.json",
  scored: "scored/0123456789ab-1/scored_customers.parquet",
  monitoring: "monitoring/0123456789ab-1/drift.json",
} as const satisfies Readonly<Record<Place, string>>;
const others = {
  raw: "raw/churn_label.csv",
  pointer: "pointers/champion.json",
  registration: "models/0123456789ab-1/registration.json",
};
const artifacts: readonly Place[] = ["candidate", "champion"];

describe.each([...stepNames])("the role of step %s", (step: StepName) => {
  const reached = (places: readonly Place[], place: Place) =>
    places.includes(place) || (artifacts.includes(place) && places.some((each) => artifacts.includes(each)));

  test.each(Object.entries(objects))("reads and writes %s exactly when the step does", (name, key) => {
    const own = role(`pipeline-${step}`);
    const place = Object.keys(objects).find((each): each is Place => each === name);
    if (place === undefined) throw new Error(name);
    expect(decide(own, get(key))).toBe(reached(steps[step].reads, place) ? "allowed" : "not allowed");
    expect(decide(own, listing(key))).toBe(reached(steps[step].reads, place) ? "allowed" : "not allowed");
    expect(decide(own, put(key))).toBe(reached(steps[step].writes, place) ? "allowed" : "not allowed");
    expect(decide(own, { ...get(key), action: "s3:DeleteObject" })).toBe("not allowed");
  });

  test("has no hand in uploads, pointers, registrations, books and executions", () => {
    const own = role(`pipeline-${step}`);
    for (const key of Object.values(others)) {
      expect(decide(own, get(key)), key).toBe("not allowed");
      expect(decide(own, put(key)), key).toBe("not allowed");
    }
    expect(decide(own, put("monitoring/steps/0123456789ab-1/gold.json"))).toBe("allowed");
    expect(decide(own, get("monitoring/steps/0123456789ab-1/gold.json"))).toBe("not allowed");
    for (const request of [
      { action: "dynamodb:GetItem", resource: arn("dynamodb", "table/spanishgas-dev-pipeline-manifest") },
      { action: "states:StartExecution", resource: arn("states", "stateMachine:spanishgas-dev-pipeline") },
      {
        action: "sagemaker:CreateProcessingJob",
        resource: arn("sagemaker", "processing-job/spanishgas-dev-x"),
      },
      { action: "sns:Publish", resource: arn("sns", "spanishgas-dev-alerts") },
      { action: "cloudwatch:PutMetricData", resource: "*" },
    ])
      expect(decide(own, request), request.action).toBe("not allowed");
  });

  test("pulls its image, writes the logs of this stack's jobs, and joins this stack's subnets", () => {
    const own = role(`pipeline-${step}`);
    const stream = (job: string): Request => ({
      action: "logs:CreateLogStream",
      resource: arn("logs", `log-group:/aws/sagemaker/ProcessingJobs:log-stream:${job}/algo-1-1`),
    });
    const joining = (subnet: string): Request => ({
      action: "ec2:CreateNetworkInterface",
      resource: arn("ec2", `subnet/${subnet}`),
      context: { "ec2:SubnetID": [subnet] },
    });
    expect(
      decide(own, { action: "ecr:BatchGetImage", resource: arn("ecr", "repository/spanishgas-dev-runtime") }),
    ).toBe("allowed");
    expect(
      decide(own, {
        action: "ecr:BatchGetImage",
        resource: arn("ecr", "repository/spanishgas-dev-dashboard"),
      }),
    ).toBe("not allowed");
    expect(decide(own, stream("spanishgas-dev-0123456789ab-1-gold-0-0"))).toBe("allowed");
    expect(decide(own, stream("spanishgas-prod-0123456789ab-1-gold-0-0"))).toBe("not allowed");
    expect(decide(own, joining("private-1"))).toBe("allowed");
    expect(decide(own, joining("subnet-of-somebody-else"))).toBe("not allowed");
  });

  test("is taken on by SageMaker for this account alone", () => {
    const { trust } = role(`pipeline-${step}`);
    const caller = { kind: "Service", id: "sagemaker.amazonaws.com" } as const;
    const from = (account: string) => ({ "aws:SourceAccount": [account] });
    expect(mayAssume(trust, caller, "sts:AssumeRole", from("000000000000"))).toBe(true);
    expect(mayAssume(trust, caller, "sts:AssumeRole", from("111111111111"))).toBe(false);
  });

  test("lends the disks' key to AWS's own services only, and only where there is one", () => {
    const grant = (own: RecordedRole, forAws: string) =>
      decide(own, {
        action: "kms:CreateGrant",
        resource: KEY,
        context: { "kms:GrantIsForAWSResource": [forAws], "kms:CallerAccount": ["000000000000"] },
      });
    expect(grant(role(`pipeline-${step}`, withKeys), "true")).toBe("allowed");
    expect(grant(role(`pipeline-${step}`, withKeys), "false")).toBe("not allowed");
    expect(grant(role(`pipeline-${step}`), "true")).toBe("not allowed");
  });
});

describe("the state machine's role", () => {
  const job = arn("sagemaker", "processing-job/spanishgas-dev-0123456789ab-1-gold-0-0");
  const made = (context: Request["context"] = {}): Request => ({
    action: "sagemaker:CreateProcessingJob",
    resource: job,
    context: {
      "sagemaker:NetworkIsolation": ["true"],
      "sagemaker:VpcSubnets": ["private-1", "private-2"],
      "sagemaker:VpcSecurityGroupIds": ["network-jobs-group-id"],
      ...context,
    },
  });

  test("makes isolated jobs in the stack's own network, and no others", () => {
    const own = role("pipeline-machine");
    expect(decide(own, made())).toBe("allowed");
    expect(decide(own, made({ "sagemaker:NetworkIsolation": ["false"] }))).toBe("not allowed");
    expect(decide(own, made({ "sagemaker:VpcSubnets": ["private-1", "public-1"] }))).toBe("not allowed");
    const { "sagemaker:VpcSubnets": _none, ...without } = made().context ?? {};
    expect(decide(own, { ...made(), context: without })).toBe("not allowed");
    const elsewhere = arn("sagemaker", "processing-job/spanishgas-prod-0123456789ab-1-gold-0-0");
    expect(decide(own, { ...made(), resource: elsewhere })).toBe("not allowed");
  });

  test("follows, stops and tags the stack's jobs (K12)", () => {
    for (const action of ["DescribeProcessingJob", "StopProcessingJob", "AddTags"])
      expect(decide(role("pipeline-machine"), { action: `sagemaker:${action}`, resource: job }), action).toBe(
        "allowed",
      );
  });

  test("hands the steps' roles to SageMaker, and no other role to anybody", () => {
    const pass = (name: string, service: string): Request => ({
      action: "iam:PassRole",
      resource: `arn:aws:iam::000000000000:role/spanishgas/spanishgas-dev-${name}-role`,
      context: { "iam:PassedToService": [service] },
    });
    const own = role("pipeline-machine");
    for (const step of stepNames)
      expect(decide(own, pass(`pipeline-${step}`, "sagemaker.amazonaws.com"))).toBe("allowed");
    expect(decide(own, pass("pipeline-gold", "ec2.amazonaws.com"))).toBe("not allowed");
    expect(decide(own, pass("pipeline-control", "sagemaker.amazonaws.com"))).toBe("not allowed");
  });

  test("touches no data, and calls the control function only", () => {
    const own = role("pipeline-machine");
    for (const key of [...Object.values(objects), ...Object.values(others)])
      expect(decide(own, get(key)), key).toBe("not allowed");
    const call = (name: string): Request => ({
      action: "lambda:InvokeFunction",
      resource: arn("lambda", `function:spanishgas-dev-${name}`),
    });
    expect(decide(own, call("pipeline-control"))).toBe("allowed");
    expect(decide(own, call("pipeline-trigger"))).toBe("not allowed");
  });

  test("acts for this state machine alone", () => {
    const { trust } = role("pipeline-machine");
    const caller = { kind: "Service", id: "states.amazonaws.com" } as const;
    const from = (machine: string) => ({
      "aws:SourceAccount": ["000000000000"],
      "aws:SourceArn": [arn("states", `stateMachine:${machine}`)],
    });
    expect(mayAssume(trust, caller, "sts:AssumeRole", from("spanishgas-dev-pipeline"))).toBe(true);
    expect(mayAssume(trust, caller, "sts:AssumeRole", from("another"))).toBe(false);
  });
});

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

test("every role's policies fit into what AWS allows", () => {
  for (const { name, inlineLength } of [...roles.values(), ...withKeys.values()])
    expect(inlineLength, name).toBeLessThan(10_240);
});
