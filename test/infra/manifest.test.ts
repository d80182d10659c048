import { describe, expect, test } from "vitest";
import { alarmFaults, chartFaults } from "../../infra/alerts/faults.ts";
import { Role } from "../../infra/iam/role.ts";
import { EXPIRES_AT, Manifest, type ManifestArgs, RUNS_BY_STATE } from "../../infra/manifest.ts";
import type { Stack } from "../../infra/stack.ts";
import { RUNS_BY_STATE as INDEX_THAT_IS_ASKED } from "../../runtime/manifest/dynamo-items.ts";
import { decide } from "../support/iam/evaluate.ts";
import { faultsOfDocument } from "../support/iam/known-actions.ts";
import { rolesOf } from "../support/iam/roles.ts";
import { record } from "../support/pulumi-mocks.ts";
import { ACCOUNT, dev, prod } from "../support/stacks.ts";

const TABLE = `arn:aws:dynamodb:eu-south-2:${ACCOUNT}:table/spanishgas-dev-pipeline-manifest`;
const KEY = `arn:aws:kms:eu-south-2:${ACCOUNT}:key/0a1b`;

const NOTHING = () => undefined;

function recorded(args: Partial<ManifestArgs> = {}, use: (manifest: Manifest, role: Role) => void = NOTHING) {
  const stack: Stack = args.stack ?? dev;
  return record(
    () => {
      const role = new Role("user", {
        stack,
        purpose: "user",
        description: "Uses the manifest",
        service: "lambda.amazonaws.com",
      });
      use(new Manifest("manifest", { ...args, stack }), role);
    },
    {
      outputs: ({ type, inputs }) =>
        type === "aws:dynamodb/table:Table"
          ? { arn: `arn:aws:dynamodb:eu-south-2:${ACCOUNT}:table/${inputs["name"]}` }
          : {},
    },
  );
}

const tableOf = async (args: Partial<ManifestArgs> = {}) =>
  (await recorded(args)).only("aws:dynamodb/table:Table").inputs;

describe("the table", () => {
  test("has the keys, the index and the time to live that the pipeline's code uses (X12)", async () => {
    expect(await tableOf()).toEqual({
      name: "spanishgas-dev-pipeline-manifest",
      billingMode: "PAY_PER_REQUEST",
      hashKey: "pk",
      rangeKey: "sk",
      attributes: ["pk", "sk", "state", "started_at"].map((name) => ({ name, type: "S" })),
      globalSecondaryIndexes: [
        {
          name: INDEX_THAT_IS_ASKED,
          keySchemas: [
            { attributeName: "state", keyType: "HASH" },
            { attributeName: "started_at", keyType: "RANGE" },
          ],
          projectionType: "ALL",
        },
      ],
      ttl: { attributeName: EXPIRES_AT, enabled: true },
      pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 35 },
      deletionProtectionEnabled: false,
    });
  });

  test("is protected from deletion where the stack is", async () => {
    expect((await tableOf({ stack: prod }))["deletionProtectionEnabled"]).toBe(true);
  });

  test("rests under a key of AWS, or under one that is given", async () => {
    expect(await tableOf()).not.toHaveProperty("serverSideEncryption");
    expect((await tableOf({ encryption: { keyArn: KEY } }))["serverSideEncryption"]).toEqual({
      enabled: true,
      kmsKeyArn: KEY,
    });
    await expect(tableOf({ encryption: { keyArn: "alias/x" } })).rejects.toThrow(
      "Manifest manifest: one argument is wrong.\n  encryption.keyArn:",
    );
  });
});

describe("grants", () => {
  const permissions = async (
    use: (manifest: Manifest, role: Role) => void,
    args: Partial<ManifestArgs> = {},
  ) => {
    const role = rolesOf((await recorded(args, use)).all, ACCOUNT).get("spanishgas-dev-user-role");
    if (role === undefined) throw new Error("There is no role.");
    expect((await Promise.all(role.policies.map(faultsOfDocument))).flat()).toEqual([]);
    return role;
  };
  const writes = ["PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"];

  test("reading asks the table and its index, and neither scans nor writes", async () => {
    const role = await permissions((manifest, user) => manifest.grantRead(user));
    const on = (action: string, resource = TABLE) => decide(role, { action: `dynamodb:${action}`, resource });
    expect(on("GetItem")).toBe("allowed");
    expect(on("Query")).toBe("allowed");
    expect(on("Query", `${TABLE}/index/${RUNS_BY_STATE}`)).toBe("allowed");
    for (const action of [...writes, "Scan", "BatchWriteItem", "DeleteTable"])
      expect(on(action)).toBe("not allowed");
    expect(on("GetItem", `${TABLE}-of-another`)).toBe("not allowed");
  });

  test("writing adds single items, and never the table itself", async () => {
    const role = await permissions((manifest, user) => manifest.grantReadWrite(user));
    const on = (action: string) => decide(role, { action: `dynamodb:${action}`, resource: TABLE });
    for (const action of ["GetItem", "Query", ...writes]) expect(on(action)).toBe("allowed");
    for (const action of ["Scan", "DeleteTable", "UpdateTable", "UpdateTimeToLive"])
      expect(on(action)).toBe("not allowed");
  });

  test("with a key that is given, each grant opens it for this table and through DynamoDB alone", async () => {
    const context = {
      "kms:ViaService": "dynamodb.eu-south-2.amazonaws.com",
      "kms:EncryptionContext:aws:dynamodb:tableName": "spanishgas-dev-pipeline-manifest",
    };
    const decrypt = (changed: Record<string, string> = {}) => ({
      action: "kms:Decrypt",
      resource: KEY,
      context: { ...context, ...changed },
    });
    const role = await permissions((manifest, user) => manifest.grantRead(user), {
      encryption: { keyArn: KEY },
    });
    expect(decide(role, decrypt())).toBe("allowed");
    expect(decide(role, decrypt({ "kms:ViaService": "s3.eu-south-2.amazonaws.com" }))).toBe("not allowed");
    expect(decide(role, decrypt({ "kms:EncryptionContext:aws:dynamodb:tableName": "other" }))).toBe(
      "not allowed",
    );
    expect(decide(await permissions((manifest, user) => manifest.grantRead(user)), decrypt())).toBe(
      "not allowed",
    );
  });
});

test("it is watched: throttles, and the service's own faults of every call that is made (X11)", async () => {
  let alarms: Manifest["alarms"] = [];
  let charts: Manifest["charts"] = [];
  await recorded({}, (manifest) => {
    ({ alarms, charts } = manifest);
  });
  expect(alarms.map(({ name, metric }) => [name, metric])).toEqual([
    ["manifest-read-throttles", "ReadThrottleEvents"],
    ["manifest-write-throttles", "WriteThrottleEvents"],
    ["manifest-get-item-errors", "SystemErrors"],
    ["manifest-put-item-errors", "SystemErrors"],
    ["manifest-query-errors", "SystemErrors"],
    ["manifest-update-item-errors", "SystemErrors"],
  ]);
  for (const alarm of alarms) {
    expect(alarm.dimensions["TableName"]).toBe("spanishgas-dev-pipeline-manifest");
    // No requests are no fault: a manifest rests between deliveries.
    expect(alarm.missingData).toBe("notBreaching");
  }
  expect(alarmFaults(alarms)).toEqual([]);
  expect(chartFaults(charts)).toEqual([]);
});
