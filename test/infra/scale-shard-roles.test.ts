import { beforeAll, describe, expect, test, vi } from "vitest";
import { stepNames } from "../../configs/pipeline.ts";
import { decide, mayAssume, type Request } from "../support/iam/evaluate.ts";
import { type RecordedRole, rolesOf } from "../support/iam/roles.ts";
import { recorded } from "./pipeline-fixture.ts";
import { get, put, roleOf } from "./role-requests.ts";

vi.mock("../../infra/bundle.ts", async () => (await import("./pipeline-bundle.ts")).bundling);

/** Who reaches what in a stack whose bronze step has several machines. */

let roles: ReadonlyMap<string, RecordedRole>;
let plain: ReadonlyMap<string, RecordedRole>;
beforeAll(async () => {
  const sizes = { bronze: { instanceType: "ml.c5.2xlarge", instances: 5 } };
  roles = rolesOf((await recorded({ sizes })).all, "000000000000");
  plain = rolesOf((await recorded()).all, "000000000000");
});

const role = (purpose: string) => roleOf(roles, `pipeline-${purpose}`);
const readings = "deliveries/0123456789ab/consumption_hourly_2024/part-1.parquet";
const list = "consumption/0123456789ab-1/manifests/readings.manifest";
const sums = "consumption/0123456789ab-1/shards/0-0/algo-1/sums.parquet";

describe("the machines that share the readings", () => {
  test("read the delivery and the lists of its files, write their sums, and nothing else", () => {
    const own = role("bronze-shard");
    for (const request of [get(readings), get(list), put(sums)])
      expect(decide(own, request), `${request.action} ${request.resource}`).toBe("allowed");
    for (const request of [
      get(sums),
      put(list),
      put(readings),
      get("raw/churn_label.csv"),
      get("bronze/0123456789ab-1/bronze_customer.parquet"),
      put("bronze/0123456789ab-1/bronze_customer.parquet"),
      put("quarantine/0123456789ab-1/rows.parquet"),
      put("monitoring/steps/0123456789ab-1/bronze.json"),
      { ...get(sums), action: "s3:DeleteObject" },
    ])
      expect(decide(own, request), `${request.action} ${request.resource}`).toBe("not allowed");
  });

  test("are SageMaker's for this account alone", () => {
    const caller = { kind: "Service", id: "sagemaker.amazonaws.com" } as const;
    const { trust } = role("bronze-shard");
    const from = (account: string) => ({ "aws:SourceAccount": [account] });
    expect(mayAssume(trust, caller, "sts:AssumeRole", from("000000000000"))).toBe(true);
    expect(mayAssume(trust, caller, "sts:AssumeRole", from("111111111111"))).toBe(false);
  });

  test("are given their role by the state machine, which is given none of their data", () => {
    const own = role("machine");
    const pass = (name: string): Request => ({
      action: "iam:PassRole",
      resource: `arn:aws:iam::000000000000:role/spanishgas/spanishgas-dev-pipeline-${name}-role`,
      context: { "iam:PassedToService": ["sagemaker.amazonaws.com"] },
    });
    expect(decide(own, pass("bronze-shard"))).toBe("allowed");
    expect(decide(own, pass("control"))).toBe("not allowed");
    for (const key of [readings, list, sums]) expect(decide(own, get(key)), key).toBe("not allowed");
  });

  test("have jobs of the stack's own names, as every job", () => {
    const own = role("machine");
    for (const title of ["shards", "whole"])
      expect(
        decide(own, {
          action: "sagemaker:DescribeProcessingJob",
          resource: `arn:aws:sagemaker:eu-south-2:000000000000:processing-job/spanishgas-dev-0123456789ab-1-${title}-0-0`,
        }),
      ).toBe("allowed");
  });
});

test("the bronze step reads what they have made, and no other step does", () => {
  for (const key of [list, sums]) {
    expect(decide(role("bronze"), get(key)), key).toBe("allowed");
    expect(decide(role("bronze"), put(key)), key).toBe("not allowed");
    for (const step of stepNames.filter((name) => name !== "bronze"))
      expect(decide(role(step), get(key)), `${step} ${key}`).toBe("not allowed");
  }
});

test("the control function writes the lists, and no sums", () => {
  const own = role("control");
  expect(decide(own, put(list))).toBe("allowed");
  for (const request of [put(sums), get(sums), get(list), get(readings)])
    expect(decide(own, request), `${request.action} ${request.resource}`).toBe("not allowed");
});

test("with one machine there is no such role, and nobody reaches any of it", () => {
  expect([...plain.keys()].filter((name) => name.includes("shard"))).toEqual([]);
  for (const own of plain.values())
    for (const request of [put(list), put(sums), get(sums)])
      expect(decide(own, request), own.name).toBe("not allowed");
});

test("policies keep to AWS's limit", () => {
  for (const { name, inlineLength } of roles.values()) expect(inlineLength, name).toBeLessThan(10_240);
});

test("the time and memory of these machines stand in the stack's charts, and of no others", async () => {
  const labels = async (args: Parameters<typeof recorded>[0]) => {
    const seen: string[] = [];
    await recorded({
      ...args,
      look: ({ charts }) => {
        for (const { title, metrics } of charts)
          if (title === "Time of steps") seen.push(...metrics.map(({ label }) => label ?? ""));
      },
    });
    return seen;
  };
  const sizes = { bronze: { instanceType: "ml.c5.2xlarge", instances: 5 } };
  expect(await labels({ sizes })).toEqual([...stepNames, "bronze-shard"]);
  expect(await labels({})).toEqual([...stepNames]);
});
