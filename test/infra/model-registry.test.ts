import { describe, expect, test } from "vitest";
import { DataLake } from "../../infra/data-lake.ts";
import { Role } from "../../infra/iam/role.ts";
import { ModelRegistry, NO_CHAMPION } from "../../infra/model-registry.ts";
import { parseDocument } from "../support/iam/document.ts";
import { decide } from "../support/iam/evaluate.ts";
import { faultsOfDocument } from "../support/iam/known-actions.ts";
import { rolesOf } from "../support/iam/roles.ts";
import { record } from "../support/pulumi-mocks.ts";
import { ACCOUNT, dev } from "../support/stacks.ts";

const READER = "111111111111";
const OF_ACCOUNT = `arn:aws:sagemaker:eu-south-2:${ACCOUNT}`;
const GROUP = `${OF_ACCOUNT}:model-package-group/spanishgas-dev-churn`;
const VERSION = `${OF_ACCOUNT}:model-package/spanishgas-dev-churn/3`;
const CHAMPION = `arn:aws:ssm:eu-south-2:${ACCOUNT}:parameter/spanishgas-dev/champion`;

const NOTHING = () => undefined;

function recorded(
  readerAccounts?: readonly string[],
  use: (registry: ModelRegistry, role: Role) => void = NOTHING,
) {
  return record(
    () => {
      const lake = new DataLake("lake", { stack: dev });
      const role = new Role("user", {
        stack: dev,
        purpose: "user",
        description: "Uses the registry",
        service: "lambda.amazonaws.com",
      });
      const registry = new ModelRegistry("registry", {
        stack: dev,
        lake,
        ...(readerAccounts === undefined ? {} : { readerAccounts }),
      });
      use(registry, role);
    },
    {
      outputs: ({ type }) => {
        if (type === "aws:sagemaker/modelPackageGroup:ModelPackageGroup") return { arn: GROUP };
        return type === "aws:ssm/parameter:Parameter" ? { arn: CHAMPION } : {};
      },
    },
  );
}

const POLICY = "aws:sagemaker/modelPackageGroupPolicy:ModelPackageGroupPolicy";

describe("the registry", () => {
  test("keeps the group's name of before", async () => {
    expect((await recorded()).only("aws:sagemaker/modelPackageGroup:ModelPackageGroup").inputs).toEqual({
      modelPackageGroupName: "spanishgas-dev-churn",
      modelPackageGroupDescription: "SpanishGas churn prediction models",
    });
  });

  test("starts without a champion, in a parameter that takes versions only", async () => {
    const { inputs } = (await recorded()).only("aws:ssm/parameter:Parameter");
    expect(inputs).toMatchObject({
      name: "/spanishgas-dev/champion",
      type: "String",
      insecureValue: NO_CHAMPION,
    });
    const pattern = new RegExp(String(inputs["allowedPattern"]));
    for (const version of ["none", "0a1b2c3d4e5f-1", "0a1b2c3d4e5f-12"]) expect(version).toMatch(pattern);
    for (const other of ["latest", "0a1b2c3d4e5f", "0a1b2c3d4e5f-1 ", "../0a1b2c3d4e5f-1"])
      expect(other).not.toMatch(pattern);
  });

  test("puts something where the champion would lie: SageMaker takes no empty input", async () => {
    expect((await recorded()).only("aws:s3/bucketObjectv2:BucketObjectv2").inputs).toMatchObject({
      bucket: "spanishgas-data-dev",
      key: "models/none/artifact/none.txt",
      content: expect.stringMatching(/^There is no champion yet/),
    });
  });
});

describe("other accounts", () => {
  test("see nothing unless they are named", async () => {
    expect((await recorded()).ofType(POLICY)).toEqual([]);
    expect((await recorded([])).ofType(POLICY)).toEqual([]);
  });

  test("may look at models when they are named, and change nothing", async () => {
    const { inputs } = (await recorded([READER])).only(POLICY);
    const policy = parseDocument(String(inputs["resourcePolicy"]));
    expect(await faultsOfDocument(policy)).toEqual([]);
    expect(policy.Statement.map(({ Principal }) => Principal)).toEqual([
      { AWS: [`arn:aws:iam::${READER}:root`] },
      { AWS: [`arn:aws:iam::${READER}:root`] },
    ]);
    const on = (action: string, resource: string) =>
      decide({ policies: [policy] }, { action: `sagemaker:${action}`, resource });
    expect(on("DescribeModelPackageGroup", GROUP)).toBe("allowed");
    expect(on("DescribeModelPackage", VERSION)).toBe("allowed");
    expect(on("ListModelPackages", VERSION)).toBe("allowed");
    for (const action of ["UpdateModelPackage", "CreateModelPackage", "DeleteModelPackage", "CreateModel"])
      expect(on(action, VERSION)).toBe("not allowed");
  });

  test("that are none, or this one, are refused, all at once", async () => {
    await expect(recorded(["12", ACCOUNT, READER, READER])).rejects.toThrow(
      [
        "ModelRegistry registry: 3 arguments are wrong.",
        '  readerAccounts[0]: "12" must be the twelve digits of an AWS account',
        `  readerAccounts[1]: "${ACCOUNT}" is this stack's own account, which needs no permission; remove it`,
        `  readerAccounts[3]: "${READER}" is named twice; remove one`,
      ].join("\n"),
    );
  });
});

describe("grants", () => {
  const permissions = async (use: (registry: ModelRegistry, role: Role) => void) => {
    const role = rolesOf((await recorded(undefined, use)).all, ACCOUNT).get("spanishgas-dev-user-role");
    if (role === undefined) throw new Error("There is no role.");
    expect((await Promise.all(role.policies.map(faultsOfDocument))).flat()).toEqual([]);
    return (action: string, resource: string) => decide(role, { action, resource });
  };

  test("registering covers this group, names the champion, and deletes nothing (X6)", async () => {
    const may = await permissions((registry, role) => registry.grantRegister(role));
    for (const action of ["CreateModelPackage", "UpdateModelPackage", "ListModelPackages", "AddTags"])
      expect(may(`sagemaker:${action}`, VERSION)).toBe("allowed");
    expect(may("sagemaker:DescribeModelPackageGroup", GROUP)).toBe("allowed");
    expect(may("ssm:PutParameter", CHAMPION)).toBe("allowed");
    expect(may("sagemaker:DeleteModelPackage", VERSION)).toBe("not allowed");
    expect(may("sagemaker:DeleteModelPackageGroup", GROUP)).toBe("not allowed");
    expect(may("ssm:DeleteParameter", CHAMPION)).toBe("not allowed");
    expect(may("sagemaker:UpdateModelPackage", VERSION.replace("churn", "other"))).toBe("not allowed");
    expect(may("ssm:PutParameter", CHAMPION.replace("dev", "prod"))).toBe("not allowed");
  });

  test("reading the champion is one parameter, and no write", async () => {
    const may = await permissions((registry, role) => registry.grantReadChampion(role));
    expect(may("ssm:GetParameter", CHAMPION)).toBe("allowed");
    expect(may("ssm:PutParameter", CHAMPION)).toBe("not allowed");
    expect(may("sagemaker:DescribeModelPackage", VERSION)).toBe("not allowed");
  });
});
