import { beforeAll, describe, expect, test, vi } from "vitest";
import { type Place, type StepName, stepNames, steps } from "../../configs/pipeline.ts";
import { decide, mayAssume, type Request } from "../support/iam/evaluate.ts";
import { type RecordedRole, rolesOf } from "../support/iam/roles.ts";
import { recorded } from "./pipeline-fixture.ts";
import { arn, get, listing, objects, others, put, roleOf } from "./role-requests.ts";

vi.mock("../../infra/bundle.ts", async () => (await import("./pipeline-bundle.ts")).bundling);

/** What each role of the pipeline may do, and must not, after IAM's own rules. */

let roles: ReadonlyMap<string, RecordedRole>;
let withKeys: ReadonlyMap<string, RecordedRole>;
const role = (purpose: string, of = roles) => roleOf(of, purpose);
const KEY = "arn:aws:kms:eu-south-2:000000000000:key/00000000-0000-0000-0000-000000000001";

beforeAll(async () => {
  roles = rolesOf((await recorded()).all, "000000000000");
  const keyed = await recorded({ encryption: { keyArn: KEY }, volumeKeyArn: KEY });
  withKeys = rolesOf(keyed.all, "000000000000");
});

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

test("every role's policies fit into what AWS allows", () => {
  for (const { name, inlineLength } of [...roles.values(), ...withKeys.values()])
    expect(inlineLength, name).toBeLessThan(10_240);
});
