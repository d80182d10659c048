import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Access, LoginAccess } from "../../infra/dashboard/access.ts";
import type { Choices } from "../../infra/dashboard/choices.ts";
import { cpuUnits, memoryFor } from "../../infra/dashboard/fargate-sizes.ts";
import { dashboardFaults } from "../../infra/dashboard/faults.ts";
import type { Stack } from "../../infra/stack.ts";

const stack: Stack = {
  project: "spanishgas",
  environment: "prod",
  prefix: "spanishgas-prod",
  region: "eu-south-2",
  accountId: "000000000000",
  protect: true,
  logRetentionDays: 90,
};

const right: Choices = {
  access: { internal: true },
  cpu: 512,
  memoryMb: 1024,
  tasks: { min: 1, max: 2 },
  firewall: { requestsPer5Minutes: 2000 },
};

const everyWay = { hasPublicSubnets: true, reachesInternet: true };
const noWay = { hasPublicSubnets: false, reachesInternet: false };

const faultsOf = (choices: Partial<Choices>, ways = everyWay) =>
  dashboardFaults(stack, { ...right, ...choices }, ways);
const pathsOf = (choices: Partial<Choices>, ways = everyWay) =>
  faultsOf(choices, ways).map(({ path }) => path);

const certificateArn = "arn:aws:acm:eu-south-2:000000000000:certificate/00000000-0000-0000-0000-000000000000";
const limited = { cidrs: ["203.0.113.0/24"], certificateArn };
const login: LoginAccess = {
  domain: "churn.example.com",
  hostedZone: "example.com",
  login: { cognito: { domainPrefix: "example-churn" } },
};
const oidc = {
  issuer: "https://login.example.com",
  authorizationEndpoint: "https://login.example.com/authorize",
  tokenEndpoint: "https://login.example.com/token",
  userInfoEndpoint: "https://login.example.com/userinfo",
  clientId: "dashboard",
  clientSecret: "made-up",
};

test.each<Access>([
  { internal: true },
  { internal: true, certificateArn },
  limited,
  login,
  { ...login, domain: "example.com" },
  { ...login, cidrs: ["203.0.113.0/24"] },
  { ...login, login: { oidc } },
  {
    ...login,
    login: {
      cognito: {
        userPoolArn: "arn:aws:cognito-idp:eu-south-2:000000000000:userpool/eu-south-2_abcdefghi",
        clientId: "client",
        userPoolDomain: "company",
      },
    },
  },
])("access %j is right", (access) => {
  expect(faultsOf({ access })).toEqual([]);
});

describe("access that is wrong", () => {
  test.each<[Access, string]>([
    [{ ...limited, cidrs: ["0.0.0.0/0"] }, "access.cidrs[0]"],
    [{ ...limited, cidrs: ["203.0.113.0/24", "::/0"] }, "access.cidrs[1]"],
    [{ ...limited, cidrs: ["0.0.0.0/1", "128.0.0.0/1"] }, "access.cidrs[0]"],
    [{ ...limited, cidrs: ["203.0.113.7/24"] }, "access.cidrs[0]"],
    [{ ...limited, cidrs: ["the office"] }, "access.cidrs[0]"],
    [{ ...limited, cidrs: [] }, "access.cidrs"],
    [
      { ...limited, certificateArn: certificateArn.replace("eu-south-2", "us-east-1") },
      "access.certificateArn",
    ],
    [{ ...limited, certificateArn: certificateArn.replace("acm", "iam") }, "access.certificateArn"],
    [{ ...login, domain: "churn.example.org" }, "access.domain"],
    [{ ...login, domain: "notexample.com" }, "access.domain"],
    [{ ...login, domain: "https://churn.example.com" }, "access.domain"],
    [{ ...login, hostedZone: "Z0123456789" }, "access.hostedZone"],
    [{ ...login, cidrs: ["0.0.0.0/0"] }, "access.cidrs[0]"],
    [
      { ...login, login: { cognito: { domainPrefix: "my-amazon-login" } } },
      "access.login.cognito.domainPrefix",
    ],
    [
      { ...login, login: { oidc: { ...oidc, issuer: "http://login.example.com" } } },
      "access.login.oidc.issuer",
    ],
    [{ ...login, login: { oidc: { ...oidc, clientSecret: "" } } }, "access.login.oidc.clientSecret"],
  ])("%j", (access, path) => {
    expect(pathsOf({ access })[0]).toBe(path);
  });

  test("no block of addresses that is open to everybody passes, however it is written", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 255 }), (prefixLength, first) => {
        const address = first - (first % 2 ** (8 - prefixLength));
        expect(pathsOf({ access: { ...limited, cidrs: [`${address}.0.0.0/${prefixLength}`] } })).toEqual([
          "access.cidrs[0]",
        ]);
      }),
    );
  });

  // A settings file may hold what the types refuse.
  const untyped = (text: string): Access => JSON.parse(text);

  test("none of the kinds, or two of them", () => {
    expect(faultsOf({ access: untyped("{}") })).toEqual([
      { path: "access", message: "give one of internal, cidrs or domain: none is given" },
    ]);
    expect(faultsOf({ access: untyped('{"internal":true,"domain":"churn.example.com"}') })).toEqual([
      {
        path: "access",
        message: "give one of internal, cidrs or domain: internal and domain exclude each other",
      },
    ]);
  });

  test("HTTPS without a certificate, and a domain without a login or a zone", () => {
    expect(pathsOf({ access: untyped('{"cidrs":["203.0.113.0/24"]}') })).toEqual(["access.certificateArn"]);
    expect(pathsOf({ access: untyped('{"domain":"churn.example.com"}') })).toEqual([
      "access.hostedZone",
      "access.login",
    ]);
  });

  test("what the network cannot carry", () => {
    expect(pathsOf({ access: { internal: true } }, noWay)).toEqual([]);
    expect(pathsOf({ access: limited }, noWay)).toEqual(["access"]);
    expect(pathsOf({ access: login }, { ...everyWay, reachesInternet: false })).toEqual(["access.login"]);
  });
});

describe("sizes", () => {
  test("all that Fargate has pass, and nothing between", () => {
    fc.assert(
      fc.property(fc.constantFrom(...cpuUnits), fc.integer({ min: 1, max: 123_000 }), (cpu, memoryMb) => {
        expect(pathsOf({ cpu, memoryMb })).toEqual(memoryFor(cpu).includes(memoryMb) ? [] : ["memoryMb"]);
      }),
    );
    for (const cpu of cpuUnits)
      for (const memoryMb of memoryFor(cpu)) expect(pathsOf({ cpu, memoryMb })).toEqual([]);
  });

  test("the table is Fargate's: its number of sizes, its smallest and its largest", () => {
    expect(
      cpuUnits.map((cpu) => [cpu, memoryFor(cpu)[0], memoryFor(cpu).at(-1), memoryFor(cpu).length]),
    ).toEqual([
      [256, 512, 2048, 3],
      [512, 1024, 4096, 4],
      [1024, 2048, 8192, 7],
      [2048, 4096, 16_384, 13],
      [4096, 8192, 30_720, 23],
      [8192, 16_384, 61_440, 12],
      [16_384, 32_768, 122_880, 12],
    ]);
  });

  test("the message names what there is", () => {
    expect(faultsOf({ cpu: 300 })[0]?.message).toBe(
      "Fargate has no 300 CPU units; take one of 256, 512, 1024, 2048, 4096, 8192, 16384",
    );
    expect(faultsOf({ cpu: 4096, memoryMb: 1024 })[0]?.message).toBe(
      "Fargate has no 1024 MB with 4096 CPU units; take 8192 to 30720 in steps of 1024",
    );
  });
});

test.each<[Choices["tasks"], string[]]>([
  [{ min: 3, max: 2 }, ["tasks"]],
  [{ min: 0, max: 2 }, ["tasks.min"]],
  [{ min: 1.5, max: 0 }, ["tasks.min", "tasks.max"]],
])("tasks %j are wrong", (tasks, paths) => {
  expect(pathsOf({ tasks })).toEqual(paths);
});

test("a limit of requests that AWS WAF does not take is told", () => {
  expect(pathsOf({ firewall: { requestsPer5Minutes: 9 } })).toEqual(["firewall.requestsPer5Minutes"]);
  expect(pathsOf({ firewall: "none" })).toEqual([]);
});

test("a project's name that makes the load balancer's too long is told with how long it may be", () => {
  const long = { ...stack, project: "a-very-long-project", prefix: "a-very-long-project-prod" };
  expect(dashboardFaults(long, right, everyWay)).toEqual([
    {
      path: "stack.project",
      message:
        "\"a-very-long-project-prod-dashboard\" is too long for a load balancer's name; the project's may have 17 characters",
    },
  ]);
});

test("all faults are told at once", () => {
  expect(
    pathsOf({ access: { ...limited, cidrs: ["0.0.0.0/0"] }, cpu: 300, tasks: { min: 2, max: 1 } }, noWay),
  ).toEqual(["access.cidrs[0]", "access", "cpu", "tasks"]);
});
