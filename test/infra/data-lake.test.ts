import { describe, expect, test } from "vitest";
import { z } from "zod";
import { DataLake } from "../../infra/data-lake.ts";
import { parseDocument } from "../support/iam/document.ts";
import { type Decision, decide, type Request } from "../support/iam/evaluate.ts";
import { faultsOfDocument } from "../support/iam/known-actions.ts";
import { type Recorded, record } from "../support/pulumi-mocks.ts";
import { BUCKET, type Given, KEY, OTHER_KEY, recordLake } from "../support/recorded-lake.ts";
import { ACCOUNT, prod, dev as stack } from "../support/stacks.ts";

const inputsOf = (resources: Recorded, kind: string) => resources.only(`aws:s3/${kind}`).inputs;

describe("the bucket", () => {
  test("keeps its name of before, and another one where that is taken", async () => {
    expect(inputsOf(await recordLake(), "bucket:Bucket")).toEqual({ bucket: "spanishgas-data-dev" });
    const named = await recordLake({ bucketName: "example-org-lake" });
    expect(inputsOf(named, "bucket:Bucket")).toEqual({ bucket: "example-org-lake" });
  });

  test("is versioned, closed to the public in all four ways, its objects owned by the account", async () => {
    const resources = await recordLake();
    expect(inputsOf(resources, "bucketVersioning:BucketVersioning")).toMatchObject({
      versioningConfiguration: { status: "Enabled" },
    });
    expect(inputsOf(resources, "bucketPublicAccessBlock:BucketPublicAccessBlock")).toEqual({
      bucket: "spanishgas-data-dev",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(inputsOf(resources, "bucketOwnershipControls:BucketOwnershipControls")).toMatchObject({
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
  });

  test("announces uploads on the event bus, and starts nothing by itself (K1)", async () => {
    expect(inputsOf(await recordLake(), "bucketNotification:BucketNotification")).toEqual({
      bucket: "spanishgas-data-dev",
      eventbridge: true,
    });
  });

  test("nothing is created inside apply: a preview registers what an update does", async () => {
    const build = (preview: boolean) =>
      record(() => void new DataLake("lake", { stack, encryption: "kms" }), { preview });
    expect((await build(true)).lines()).toEqual((await build(false)).lines());
  });
});

describe("encryption", () => {
  const rulesOf = async (args: Given) =>
    inputsOf(
      await recordLake(args),
      "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    )["rules"];

  test("is S3's own by default, and never with a key that only the uploader holds", async () => {
    expect(await rulesOf({})).toEqual([
      { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" }, blockedEncryptionTypes: ["SSE-C"] },
    ]);
    expect((await recordLake()).ofType("aws:kms/key:Key")).toEqual([]);
  });

  test("kms makes a key that is renewed, and asks it once per bucket", async () => {
    const resources = await recordLake({ encryption: "kms" });
    expect(resources.only("aws:kms/key:Key").inputs).toMatchObject({
      enableKeyRotation: true,
      deletionWindowInDays: 30,
    });
    expect(resources.only("aws:kms/alias:Alias").inputs["name"]).toBe("alias/spanishgas-dev-data");
    expect(await rulesOf({ encryption: "kms" })).toMatchObject([
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY },
        bucketKeyEnabled: true,
      },
    ]);
  });

  test("a key that exists is used, and none is made", async () => {
    const resources = await recordLake({ encryption: { keyArn: OTHER_KEY } });
    expect(resources.ofType("aws:kms/key:Key")).toEqual([]);
    expect(await rulesOf({ encryption: { keyArn: OTHER_KEY } })).toMatchObject([
      { applyServerSideEncryptionByDefault: { kmsMasterKeyId: OTHER_KEY } },
    ]);
  });

  test("the key's policy leaves use to IAM, through S3 of this region alone", async () => {
    const key = (await recordLake({ encryption: "kms" })).only("aws:kms/key:Key");
    const policy = parseDocument(String(key.inputs["policy"]));
    const may = (action: string, via?: string) =>
      decide(
        { policies: [policy] },
        { action, resource: KEY, context: via === undefined ? {} : { "kms:ViaService": via } },
      );
    expect(may("kms:Decrypt", "s3.eu-south-2.amazonaws.com")).toBe("allowed");
    expect(may("kms:Decrypt")).toBe("not allowed");
    expect(may("kms:CreateGrant")).toBe("not allowed");
    expect(may("kms:Decrypt", "s3.eu-west-1.amazonaws.com")).toBe("not allowed");
    // Without these an update could never change the key again: AWS refuses a policy that locks everybody out.
    expect(may("kms:PutKeyPolicy")).toBe("allowed");
    expect(may("kms:ScheduleKeyDeletion")).toBe("allowed");
    expect(await faultsOfDocument(policy)).toEqual([]);
    expect(
      policy.Statement.every(({ Principal }) => Principal?.AWS?.[0] === `arn:aws:iam::${ACCOUNT}:root`),
    ).toBe(true);
  });
});

describe("the bucket's policy (X8)", () => {
  async function judge(args: Given, request: Partial<Request>): Promise<Decision> {
    const policy = parseDocument(
      String(inputsOf(await recordLake(args), "bucketPolicy:BucketPolicy")["policy"]),
    );
    const everything = parseDocument(
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    );
    const put = {
      action: "s3:PutObject",
      resource: `${BUCKET}/raw/a`,
      ...request,
      context: { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3", ...request.context },
    };
    return decide({ policies: [policy, everything] }, put);
  }

  test("refuses everybody without TLS, and with TLS older than 1.2", async () => {
    for (const resource of [BUCKET, `${BUCKET}/gold/x`]) {
      for (const action of ["s3:GetObject", "s3:ListBucket", "s3:PutBucketPolicy"]) {
        const of = (context: Record<string, string>) => judge({}, { action, resource, context });
        expect(await of({})).toBe("allowed");
        expect(await of({ "aws:SecureTransport": "false" })).toBe("denied outright");
        expect(await of({ "s3:TlsVersion": "1.1" })).toBe("denied outright");
        expect(await of({ "s3:TlsVersion": "1.2" })).toBe("allowed");
      }
    }
  });

  const SSE = "s3:x-amz-server-side-encryption";
  const SSE_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id";

  test.each([
    ["no word of encryption: the bucket's key", {}, "allowed"],
    ["the lake's key", { [SSE]: "aws:kms", [SSE_KEY]: KEY }, "allowed"],
    ["another key", { [SSE]: "aws:kms", [SSE_KEY]: OTHER_KEY }, "denied outright"],
    ["S3's own keys", { [SSE]: "AES256" }, "denied outright"],
    ["AWS's key for S3", { [SSE]: "aws:kms" }, "denied outright"],
  ] as const)("with a key, an upload with %s", async (_, context, decision) => {
    expect(await judge({ encryption: "kms" }, { context })).toBe(decision);
    // Reading is nobody's upload: the denials must not reach it.
    expect(await judge({ encryption: "kms" }, { action: "s3:GetObject" })).toBe("allowed");
  });

  test("allows nobody anything", async () => {
    const policy = parseDocument(String(inputsOf(await recordLake(), "bucketPolicy:BucketPolicy")["policy"]));
    expect(new Set(policy.Statement.map(({ Effect }) => Effect))).toEqual(new Set(["Deny"]));
  });
});

describe("lifecycle (X8)", () => {
  const ruleSchema = z.looseObject({
    filter: z.object({ prefix: z.string().optional() }),
    expiration: z.looseObject({ days: z.number().optional() }).optional(),
    transitions: z.array(z.object({ days: z.number(), storageClass: z.string() })).optional(),
  });
  const lifecycle = async (args: Given = {}) =>
    inputsOf(await recordLake(args), "bucketLifecycleConfiguration:BucketLifecycleConfiguration");
  const rulesOf = async (args: Given = {}) => z.array(ruleSchema).parse((await lifecycle(args))["rules"]);

  test("old versions and unfinished uploads end in the whole bucket", async () => {
    const everywhere = (days: number) => ({
      id: "old-versions",
      status: "Enabled",
      filter: {},
      noncurrentVersionExpiration: { noncurrentDays: days },
      expiration: { expiredObjectDeleteMarker: true },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    });
    expect(await rulesOf()).toContainEqual(everywhere(30));
    expect(await rulesOf({ stack: prod })).toContainEqual(everywhere(90));
    expect(await rulesOf({ oldVersionDays: 7 })).toContainEqual(everywhere(7));
  });

  test("nothing that a pointer may name is ever deleted by age: rejected rows alone are", async () => {
    const deleted = (await rulesOf()).filter(({ expiration }) => expiration?.days !== undefined);
    expect(deleted.map(({ filter, expiration }) => [filter.prefix, expiration?.days])).toEqual([
      ["quarantine/", 180],
    ]);
  });

  test("what a run leaves behind moves to classes that answer at once", async () => {
    const moves = new Map((await rulesOf()).map(({ filter, transitions }) => [filter.prefix, transitions]));
    for (const prefix of ["deliveries/", "bronze/", "silver/", "gold/"])
      expect(moves.get(prefix)).toEqual([{ days: 90, storageClass: "STANDARD_IA" }]);
    expect(moves.get("scored/")).toEqual([
      { days: 90, storageClass: "STANDARD_IA" },
      { days: 365, storageClass: "GLACIER_IR" },
    ]);
    const classes = [...moves.values()].flatMap(
      (list) => list?.map(({ storageClass }) => storageClass) ?? [],
    );
    expect(classes.filter((name) => !["STANDARD_IA", "GLACIER_IR"].includes(name))).toEqual([]);
  });

  test("small objects stay where they are: cheaper classes bill 128 KB at least", async () => {
    expect((await lifecycle())["transitionDefaultMinimumObjectSize"]).toBe("all_storage_classes_128K");
  });
});

test("every wrong argument is told at once", async () => {
  await expect(
    recordLake({
      bucketName: "Example.Lake",
      encryption: { keyArn: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/0a1b` },
      scoredDays: 100,
      quarantineDays: 0,
      oldVersionDays: 1.5,
    }),
  ).rejects.toThrow(
    [
      "DataLake lake: 5 arguments are wrong.",
      '  bucketName: "Example.Lake" must be 3 to 63 small letters, digits or hyphens, without dots (TLS needs that)',
      "  encryption.keyArn: the key lies in eu-west-1; what it encrypts lies in eu-south-2",
      "  scoredDays: must be a whole number of days, at least 120, not 100",
      "  quarantineDays: must be a whole number of days, at least 1, not 0",
      "  oldVersionDays: must be a whole number of days, at least 1, not 1.5",
    ].join("\n"),
  );
  await expect(recordLake({ encryption: { keyArn: "alias/lake" } })).rejects.toThrow("an alias will not do");
});
