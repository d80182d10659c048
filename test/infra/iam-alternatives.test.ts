import { expect, test } from "vitest";
import { runProgram } from "../support/engine/index.ts";
import { decide } from "../support/iam/evaluate.ts";
import { examplesOf } from "../support/iam/examples.ts";
import { callActions } from "../support/iam/provider-actions/index.ts";
import { RecordedStack } from "../support/iam/recorded-stack.ts";

/** A stack of other choices than the three: a given network, bucket and key, and a login at somebody else's. */

const KEY = "arn:aws:kms:eu-south-2:000000000002:key/11111111-2222-3333-4444-555555555555";
const image = (name: string, digit: string) =>
  `000000000001.dkr.ecr.eu-south-2.amazonaws.com/spanishgas-dev-${name}@sha256:${digit.repeat(64)}`;
const subnets = (...digits: string[]) => digits.map((digit) => `subnet-0123456789abcdef${digit}`);

const recording = await runProgram({
  stack: "staging",
  mode: "update",
  config: {
    accountId: "000000000002",
    region: "eu-south-2",
    monthlyBudgetUsd: "100",
    dataLake: { bucketName: "acme-churn-lake", encryption: { keyArn: KEY } },
    images: { runtime: image("runtime", "1"), dashboard: image("dashboard", "2") },
    modelReaders: ["000000000003"],
    network: {
      existing: {
        vpcId: "vpc-0123456789abcdef0",
        vpcCidr: "10.0.0.0/16",
        privateSubnetIds: subnets("0", "1"),
        publicSubnetIds: subnets("2", "3"),
        nat: true,
      },
    },
    dashboard: {
      access: {
        domain: "churn.example.com",
        hostedZone: "example.com",
        login: {
          oidc: {
            issuer: "https://login.example.com",
            authorizationEndpoint: "https://login.example.com/authorize",
            tokenEndpoint: "https://login.example.com/token",
            userInfoEndpoint: "https://login.example.com/user",
            clientId: "churn",
          },
        },
      },
    },
    oidcClientSecret: { secure: "made up" },
    github: { repository: "acme/churn", stateBucket: "acme-pulumi-state", secretsKeyArn: KEY },
  },
});
const stack = new RecordedStack("staging", recording);

test("the program runs", () => {
  expect(recording.errors).toEqual([]);
});

test("no role needs what its boundary forbids: it knows the given bucket and key", () => {
  for (const role of stack.roles.values()) {
    const lost = role.policies.flatMap(examplesOf).filter((request) => decide(role, request) !== "allowed");
    expect(lost.map(({ action, resource }) => `${role.name}: ${action} ${resource}`)).toEqual([]);
  }
});

test("the deploy role may deploy it, and both workflows may ask what the program asks", () => {
  expect(stack.deployed.filter((resource) => stack.callsFor(resource) === undefined)).toEqual([]);
  expect(stack.refused("github-deploy", stack.deployed)).toEqual([]);
  const asked = recording.calls.flatMap(({ token }) => callActions[token] ?? [`unknown:${token}`]);
  expect(asked).toContain("ec2:DescribeManagedPrefixLists");
  for (const action of asked) {
    for (const purpose of ["github-deploy", "github-preview"]) {
      expect(decide(stack.role(purpose), { action, resource: "*" }), `${purpose} ${action}`).toBe("allowed");
    }
  }
});

test("deployments name the dashboard and prove its name; any other name of the zone is out of reach", () => {
  const change = (...names: string[]) =>
    decide(stack.role("github-deploy"), {
      action: "route53:ChangeResourceRecordSets",
      resource: "arn:aws:route53:::hostedzone/Z1",
      context: { "route53:ChangeResourceRecordSetsNormalizedRecordNames": names },
    });
  expect(change("churn.example.com")).toBe("allowed");
  expect(change("_0123abcd.churn.example.com")).toBe("allowed");
  expect(change("example.com")).toBe("not allowed");
  expect(change("www.example.com")).toBe("not allowed");
  expect(change("churn.example.com", "www.example.com")).toBe("not allowed");
});
