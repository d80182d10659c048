import { describe, expect, test } from "vitest";
import { issuer } from "../../infra/github-oidc/subjects.ts";
import { account, args, recorded, role } from "../support/github-access.ts";
import type { Context } from "../support/iam/conditions.ts";
import { parseDocument } from "../support/iam/document.ts";
import { type Decision, decide, type Request } from "../support/iam/evaluate.ts";
import { detailsOf } from "../support/iam/known-actions.ts";

/** What the workflows' roles may do, and above all what they may not. */

const boundaryArn = `arn:aws:iam::${account}:policy/spanishgas/spanishgas-dev-boundary`;
const boundary = parseDocument(
  String(recorded.only("aws:iam/policy:Policy", "github-boundary").inputs["policy"]),
);

const ask = (purpose: string, action: string, resource: string, context: Context = {}): Decision =>
  decide(role(purpose), { action, resource, context });

describe("a pull request", () => {
  /** AWS files decryption under writing; it changes nothing, and secrets in the state are what a preview compares. */
  const harmless = new Set(["kms:Decrypt"]);

  test("has not one action that changes anything", async () => {
    const actions = role("preview").policies.flatMap(({ Statement }) =>
      Statement.flatMap((s) => s.Action ?? []),
    );
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions.filter((name) => !harmless.has(name))) {
      expect((await detailsOf(action))?.accessLevel, action).toMatch(/^(?:Read|List)$/);
    }
  });

  test("reads this stack's state and no other's, and asks the services two questions", () => {
    const state = "arn:aws:s3:::octo-pulumi-state";
    const get = (key: string) => ask("preview", "s3:GetObject", `${state}/${key}`);
    expect(get(".pulumi/stacks/spanishgas/dev.json")).toBe("allowed");
    expect(get(".pulumi/meta.yaml")).toBe("allowed");
    expect(get(".pulumi/stacks/spanishgas/prod.json")).toBe("not allowed");
    expect(get(".pulumi/stacks/other/dev.json")).toBe("not allowed");
    expect(ask("preview", "s3:ListBucket", state, { "s3:prefix": ".pulumi/stacks/" })).toBe("allowed");
    expect(ask("preview", "s3:ListBucket", state, {})).toBe("not allowed");
    expect(ask("preview", "kms:Decrypt", args.secretsKeyArn)).toBe("allowed");
    expect(ask("preview", "ec2:DescribeAvailabilityZones", "*")).toBe("allowed");
    expect(ask("preview", "states:ValidateStateMachineDefinition", "*")).toBe("allowed");
  });

  test("reads no data, no parameter, no secret, and starts nothing", () => {
    const never: Request[] = [
      { action: "s3:GetObject", resource: "arn:aws:s3:::spanishgas-data-dev/scored/a.parquet" },
      { action: "s3:ListBucket", resource: "arn:aws:s3:::spanishgas-data-dev" },
      {
        action: "s3:PutObject",
        resource: "arn:aws:s3:::octo-pulumi-state/.pulumi/stacks/spanishgas/dev.json",
      },
      {
        action: "dynamodb:GetItem",
        resource: `arn:aws:dynamodb:eu-south-2:${account}:table/spanishgas-dev-pipeline-manifest`,
      },
      {
        action: "ssm:GetParameter",
        resource: `arn:aws:ssm:eu-south-2:${account}:parameter/spanishgas-dev/champion`,
      },
      {
        action: "secretsmanager:GetSecretValue",
        resource: `arn:aws:secretsmanager:eu-south-2:${account}:secret:a`,
      },
      {
        action: "lambda:InvokeFunction",
        resource: `arn:aws:lambda:eu-south-2:${account}:function:spanishgas-dev-pipeline-trigger`,
      },
      {
        action: "lambda:GetFunction",
        resource: `arn:aws:lambda:eu-south-2:${account}:function:spanishgas-dev-pipeline-trigger`,
      },
      {
        action: "states:StartExecution",
        resource: `arn:aws:states:eu-south-2:${account}:stateMachine:spanishgas-dev-pipeline`,
      },
      {
        action: "iam:PassRole",
        resource: `arn:aws:iam::${account}:role/spanishgas/spanishgas-dev-bronze-role`,
      },
      {
        action: "sts:AssumeRole",
        resource: `arn:aws:iam::${account}:role/spanishgas/github/spanishgas-dev-github-deploy-role`,
      },
    ];
    expect(never.filter((request) => decide(role("preview"), request) !== "not allowed")).toEqual([]);
  });
});

describe("a request for a run", () => {
  test("invokes the trigger function, and that is all", () => {
    const fn = (name: string) => `arn:aws:lambda:eu-south-2:${account}:function:${name}`;
    expect(ask("retrain", "lambda:InvokeFunction", fn("spanishgas-dev-pipeline-trigger"))).toBe("allowed");
    expect(ask("retrain", "lambda:InvokeFunction", fn("spanishgas-prod-pipeline-trigger"))).toBe(
      "not allowed",
    );
    expect(ask("retrain", "lambda:InvokeFunction", fn("spanishgas-dev-pipeline-control"))).toBe(
      "not allowed",
    );
    const statements = role("retrain").policies.flatMap(({ Statement }) => Statement);
    expect(statements.map(({ Action }) => Action)).toEqual([["lambda:InvokeFunction"]]);
  });
});

describe("a deployment", () => {
  const ours = `arn:aws:iam::${account}:role/spanishgas/spanishgas-dev-bronze-role`;
  const itself = `arn:aws:iam::${account}:role/spanishgas/github/spanishgas-dev-github-deploy-role`;
  const bounded = { "iam:PermissionsBoundary": boundaryArn };

  test("makes and changes roles of the stack while they carry the boundary, and only then", () => {
    const actions = [
      "CreateRole",
      "DeleteRole",
      "PutRolePolicy",
      "DeleteRolePolicy",
      "UpdateAssumeRolePolicy",
    ];
    for (const action of actions.map((name) => `iam:${name}`)) {
      expect(ask("deploy", action, ours, bounded), action).toBe("allowed");
      expect(ask("deploy", action, ours), action).toBe("not allowed");
      const other = { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess" };
      expect(ask("deploy", action, ours, other), action).toBe("not allowed");
      const prod = ours.replace("-dev-", "-prod-");
      expect(ask("deploy", action, prod, bounded), action).toBe("not allowed");
      expect(ask("deploy", action, `arn:aws:iam::${account}:role/admin`, bounded), action).toBe(
        "not allowed",
      );
    }
  });

  test("cannot widen itself, another workflow's role, the boundary, or the provider", () => {
    const actions = [
      "AttachRolePolicy",
      "CreatePolicy",
      "CreatePolicyVersion",
      "CreateRole",
      "DeletePolicy",
      "DeletePolicyVersion",
      "DeleteRole",
      "DeleteRolePermissionsBoundary",
      "DeleteRolePolicy",
      "DetachRolePolicy",
      "PassRole",
      "PutRolePermissionsBoundary",
      "PutRolePolicy",
      "SetDefaultPolicyVersion",
      "TagRole",
      "UpdateAssumeRolePolicy",
      "UpdateOpenIDConnectProviderThumbprint",
      "UpdateRole",
    ];
    const targets = [
      itself,
      itself.replace("deploy", "preview"),
      boundaryArn,
      `arn:aws:iam::${account}:policy/spanishgas/github/spanishgas-dev-github-deploy-identity`,
      `arn:aws:iam::${account}:oidc-provider/${issuer}`,
      `arn:aws:iam::${account}:user/admin`,
    ];
    const context = { ...bounded, "iam:PassedToService": "lambda.amazonaws.com" };
    for (const action of actions) {
      for (const target of targets) {
        expect(ask("deploy", `iam:${action}`, target, context), `${action} ${target}`).toBe("not allowed");
      }
    }
    for (const action of [
      "DeleteRolePermissionsBoundary",
      "PutRolePermissionsBoundary",
      "AttachRolePolicy",
    ]) {
      expect(ask("deploy", `iam:${action}`, ours, context), action).toBe("not allowed");
    }
  });

  test("a role that it makes with every permission there is stays within the boundary", () => {
    const everything = parseDocument(
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }),
    );
    const made = { policies: [everything], boundary };
    const tried: Request[] = [
      { action: "iam:PutRolePolicy", resource: itself },
      { action: "iam:CreateUser", resource: `arn:aws:iam::${account}:user/a` },
      {
        action: "iam:PassRole",
        resource: itself,
        context: { "iam:PassedToService": "sagemaker.amazonaws.com" },
      },
      { action: "iam:PassRole", resource: ours, context: { "iam:PassedToService": "lambda.amazonaws.com" } },
      { action: "sts:AssumeRole", resource: itself },
      { action: "s3:GetObject", resource: "arn:aws:s3:::spanishgas-data-prod/scored/a" },
      {
        action: "s3:GetObject",
        resource: "arn:aws:s3:::octo-pulumi-state/.pulumi/stacks/spanishgas/prod.json",
      },
      {
        action: "dynamodb:GetItem",
        resource: `arn:aws:dynamodb:eu-south-2:${account}:table/spanishgas-prod-pipeline-manifest`,
      },
      {
        action: "lambda:InvokeFunction",
        resource: `arn:aws:lambda:eu-south-2:${account}:function:spanishgas-prod-pipeline-trigger`,
      },
      {
        action: "lambda:UpdateFunctionCode",
        resource: `arn:aws:lambda:eu-south-2:${account}:function:spanishgas-dev-pipeline-trigger`,
      },
      {
        action: "secretsmanager:GetSecretValue",
        resource: `arn:aws:secretsmanager:eu-south-2:${account}:secret:a`,
      },
      { action: "ec2:RunInstances", resource: `arn:aws:ec2:eu-south-2:${account}:instance/*` },
      {
        action: "sagemaker:CreateProcessingJob",
        resource: `arn:aws:sagemaker:eu-south-2:${account}:processing-job/spanishgas-dev-1`,
      },
    ];
    expect(tried.filter((request) => decide(made, request) === "allowed")).toEqual([]);
    const lake = { action: "s3:GetObject", resource: "arn:aws:s3:::spanishgas-data-dev/gold/a" };
    expect(decide(made, lake)).toBe("allowed");
  });

  test("hands roles to the services that work here, to no other", () => {
    const pass = (service: string) => ask("deploy", "iam:PassRole", ours, { "iam:PassedToService": service });
    expect(pass("sagemaker.amazonaws.com")).toBe("allowed");
    expect(pass("ec2.amazonaws.com")).toBe("not allowed");
    expect(ask("deploy", "iam:PassRole", ours)).toBe("not allowed");
  });

  test("writes this stack's state and no other's", () => {
    const put = (key: string) => ask("deploy", "s3:PutObject", `arn:aws:s3:::octo-pulumi-state/${key}`);
    expect(put(".pulumi/stacks/spanishgas/dev.json")).toBe("allowed");
    expect(put(".pulumi/locks/organization/spanishgas/dev/1.json")).toBe("allowed");
    expect(put(".pulumi/history/spanishgas/dev/dev-1.history.json")).toBe("allowed");
    expect(put(".pulumi/stacks/spanishgas/prod.json")).toBe("not allowed");
    expect(put(".pulumi/meta.yaml")).toBe("not allowed");
  });

  test("does not read what the lake holds, nor touch another environment", () => {
    const never: Request[] = [
      { action: "s3:GetObject", resource: "arn:aws:s3:::spanishgas-data-dev/scored/a.parquet" },
      {
        action: "s3:DeleteObject",
        resource: "arn:aws:s3:::spanishgas-data-dev/models/r1/artifact/model.json",
      },
      { action: "s3:PutBucketPolicy", resource: "arn:aws:s3:::spanishgas-data-prod" },
      {
        action: "dynamodb:GetItem",
        resource: `arn:aws:dynamodb:eu-south-2:${account}:table/spanishgas-dev-pipeline-manifest`,
      },
      {
        action: "dynamodb:DeleteTable",
        resource: `arn:aws:dynamodb:eu-south-2:${account}:table/spanishgas-prod-pipeline-manifest`,
      },
      {
        action: "lambda:UpdateFunctionCode",
        resource: `arn:aws:lambda:eu-south-2:${account}:function:spanishgas-prod-pipeline-trigger`,
      },
      {
        action: "lambda:UpdateFunctionCode",
        resource: `arn:aws:lambda:eu-west-1:${account}:function:spanishgas-dev-pipeline-trigger`,
      },
    ];
    expect(never.filter((request) => decide(role("deploy"), request) !== "not allowed")).toEqual([]);
  });
});
