import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TopPrefix } from "../../infra/data-lake/prefix.ts";
import type { DataLake } from "../../infra/data-lake.ts";
import type { Role } from "../../infra/iam/role.ts";
import { decide, type Request } from "../support/iam/evaluate.ts";
import { faultsOfDocument } from "../support/iam/known-actions.ts";
import { rolesOf } from "../support/iam/roles.ts";
import { BUCKET, type Given, KEY, recordLake } from "../support/recorded-lake.ts";
import { ACCOUNT } from "../support/stacks.ts";

const everyPrefix = [
  "raw/",
  "deliveries/",
  "bronze/",
  "quarantine/",
  "silver/",
  "gold/",
  "models/",
  "scored/",
  "monitoring/",
  "pointers/",
] as const satisfies readonly TopPrefix[];

describe("grants of the lake", () => {
  const permissions = async (grant: (lake: DataLake, role: Role) => void, args: Given = {}) => {
    const resources = await recordLake(args, grant);
    const role = rolesOf(resources.all, ACCOUNT).get("spanishgas-dev-reader-role");
    if (role === undefined) throw new Error("There is no role.");
    return role;
  };
  const listing = (prefix: string): Request => ({
    action: "s3:ListBucket",
    resource: BUCKET,
    context: { "s3:prefix": prefix },
  });
  const get = (key: string): Request => ({ action: "s3:GetObject", resource: `${BUCKET}/${key}` });
  const put = (key: string): Request => ({ action: "s3:PutObject", resource: `${BUCKET}/${key}` });

  test("reading is for the prefixes named, and lists no others", async () => {
    const role = await permissions((lake, reader) => lake.grantRead(reader, ["gold/", "monitoring/alerts/"]));
    expect(decide(role, get("gold/run/a.parquet"))).toBe("allowed");
    expect(decide(role, get("monitoring/alerts/a.json"))).toBe("allowed");
    expect(decide(role, get("monitoring/run/drift.json"))).toBe("not allowed");
    expect(decide(role, get("raw/churn.csv"))).toBe("not allowed");
    expect(decide(role, listing("gold/"))).toBe("allowed");
    expect(decide(role, listing("gold/run/"))).toBe("allowed");
    expect(decide(role, listing("raw/"))).toBe("not allowed");
    expect(decide(role, listing(""))).toBe("not allowed");
    expect(decide(role, { action: "s3:ListBucket", resource: BUCKET })).toBe("not allowed");
    expect(decide(role, put("gold/run/a.parquet"))).toBe("not allowed");
  });

  test("reading one kind of files leaves what lies beside them closed, data and names", async () => {
    const role = await permissions((lake, reader) =>
      lake.grantRead(reader, ["gold/", "bronze/*.quality.json"]),
    );
    const report = "bronze/run/bronze_customer.quality.json";
    expect(decide(role, get(report))).toBe("allowed");
    expect(decide(role, get("gold/run/a.parquet"))).toBe("allowed");
    for (const key of ["bronze/run/bronze_customer.parquet", `silver/${report}`, `${report}.old`])
      expect(decide(role, get(key)), key).toBe("not allowed");
    expect(decide(role, put(report))).toBe("not allowed");
    expect(decide(role, listing(report))).toBe("allowed");
    for (const prefix of ["bronze/", "bronze/run/", ""])
      expect(decide(role, listing(prefix)), prefix).toBe("not allowed");
  });

  test("writing neither reads nor deletes", async () => {
    const role = await permissions((lake, writer) => lake.grantWrite(writer, ["scored/"]));
    expect(decide(role, put("scored/run/a.parquet"))).toBe("allowed");
    expect(decide(role, put("models/run/a.ubj"))).toBe("not allowed");
    for (const action of ["s3:GetObject", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObjectAcl"])
      expect(decide(role, { action, resource: `${BUCKET}/scored/run/a.parquet` })).toBe("not allowed");
  });

  test("listing shows names and no data", async () => {
    const role = await permissions((lake, trigger) => lake.grantList(trigger, ["raw/"]));
    expect(decide(role, listing("raw/"))).toBe("allowed");
    expect(decide(role, get("raw/churn.csv"))).toBe("not allowed");
  });

  test("an asterisk stands for any run: the model, not the record of its gate", async () => {
    const role = await permissions((lake, train) => lake.grantWrite(train, ["models/*/artifact/"]));
    expect(decide(role, put("models/0a1b2c3d4e5f-1/artifact/model.ubj"))).toBe("allowed");
    expect(decide(role, put("models/0a1b2c3d4e5f-1/registration.json"))).toBe("not allowed");
    const other = "models/0a1b2c3d4e5f-1/evaluation/card.json";
    expect(decide(role, put(other))).toBe("not allowed");
  });

  test("with a key, each grant brings what it takes of the key, for this bucket and through S3", async () => {
    const context = (via: string, arn: string) => ({
      "kms:ViaService": via,
      "kms:EncryptionContext:aws:s3:arn": arn,
    });
    const through = context("s3.eu-south-2.amazonaws.com", BUCKET);
    const use = (action: string, of = through): Request => ({ action, resource: KEY, context: of });
    const reader = await permissions((lake, role) => lake.grantRead(role, ["gold/"]), { encryption: "kms" });
    expect(decide(reader, use("kms:Decrypt"))).toBe("allowed");
    expect(decide(reader, use("kms:GenerateDataKey"))).toBe("not allowed");
    const writer = await permissions((lake, role) => lake.grantWrite(role, ["gold/"]), { encryption: "kms" });
    expect(decide(writer, use("kms:GenerateDataKey"))).toBe("allowed");
    expect(
      decide(writer, use("kms:Decrypt", context("s3.eu-south-2.amazonaws.com", "arn:aws:s3:::other"))),
    ).toBe("not allowed");
    expect(decide(writer, use("kms:Decrypt", context("dynamodb.eu-south-2.amazonaws.com", BUCKET)))).toBe(
      "not allowed",
    );
    const lister = await permissions((lake, role) => lake.grantList(role, ["raw/"]), { encryption: "kms" });
    expect(decide(lister, use("kms:Decrypt"))).toBe("not allowed");
  });

  test("no grant, whatever its prefixes, reaches beyond them, and every action exists", async () => {
    const prefix = fc.constantFrom(...everyPrefix);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(prefix, { minLength: 1, maxLength: 4 }),
        prefix,
        async (granted, asked) => {
          const role = await permissions(
            (lake, reader) => {
              lake.grantRead(reader, granted);
              lake.grantWrite(reader, granted);
            },
            { encryption: "kms" },
          );
          const expected = granted.includes(asked) ? "allowed" : "not allowed";
          expect(decide(role, get(`${asked}x/y`))).toBe(expected);
          expect(decide(role, put(`${asked}x/y`))).toBe(expected);
          expect(decide(role, listing(asked))).toBe(expected);
          expect((await Promise.all(role.policies.map(faultsOfDocument))).flat()).toEqual([]);
        },
      ),
      { numRuns: 15 },
    );
  });
});
