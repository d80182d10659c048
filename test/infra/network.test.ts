import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { layoutOf } from "../../infra/network/layout.ts";
import type { NewVpc, VpcUse } from "../../infra/network/use.ts";
import { Network } from "../../infra/network.ts";
import { parseDocument } from "../support/iam/document.ts";
import { type Recorded, record } from "../support/pulumi-mocks.ts";
import { dev as stack } from "../support/stacks.ts";

/** awsx's VPC is made by its own provider, which is not here: these are the outputs that the network reads. */
const madeUpVpc = {
  vpcId: "vpc-1",
  privateSubnetIds: ["private-1", "private-2"],
  publicSubnetIds: [],
  routeTables: [{ id: "routes-1" }, { id: "routes-2" }],
};

const runs = new Map<string, Promise<Recorded>>();

/** What a network registers. Each program runs once: its record does not change. */
function recorded(use: VpcUse, preview = false): Promise<Recorded> {
  const key = JSON.stringify([use, preview]);
  const known = runs.get(key) ?? run(use, preview);
  runs.set(key, known);
  return known;
}

const run = (use: VpcUse, preview: boolean): Promise<Recorded> =>
  record(() => void new Network("network", { stack, use }), {
    preview,
    outputs: ({ type, name }) => {
      if (type === "awsx:ec2:Vpc") return madeUpVpc;
      if (type === "aws:ec2/vpcEndpoint:VpcEndpoint") return { prefixListId: `prefixes-of-${name}` };
      return {};
    },
    calls: {
      "aws:ec2/getManagedPrefixList:getManagedPrefixList": { id: "pl-of-aws" },
    },
  });

const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";

const endpointsOf = (resources: Recorded): readonly Readonly<Record<string, unknown>>[] =>
  resources.ofType(ENDPOINT).map(({ inputs }) => ({
    ...inputs,
    service: String(inputs["serviceName"]).replace("com.amazonaws.eu-south-2.", ""),
  }));

describe("a new VPC", () => {
  test("is made by awsx with every choice written out, without a NAT gateway or public subnets", async () => {
    const { inputs } = (await recorded({ create: {} })).only("awsx:ec2:Vpc");
    expect(inputs).toEqual({
      cidrBlock: "10.0.0.0/16",
      availabilityZoneNames: ["eu-south-2a", "eu-south-2b"],
      availabilityZoneCidrMask: 18,
      subnetStrategy: "Auto",
      subnetNameTagStrategy: "AvailabilityZone",
      subnetSpecs: [{ type: "Private", cidrMask: 19 }],
      natGateways: { strategy: "None" },
      assignGeneratedIpv6CidrBlock: false,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      instanceTenancy: "default",
      tags: { Name: "spanishgas-dev" },
    });
  });

  test("keeps its default group closed, so that what names no group reaches nothing", async () => {
    const { inputs } = (await recorded({ create: {} })).only(
      "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    );
    expect(inputs).toMatchObject({ vpcId: "vpc-1", ingress: [], egress: [] });
  });

  test("has the endpoints that run-time needs and no other, each with a policy", async () => {
    const endpoints = endpointsOf(await recorded({ create: {} }));
    expect(endpoints.map((each) => each["service"])).toEqual([
      "s3",
      "dynamodb",
      "ecr.api",
      "ecr.dkr",
      "logs",
    ]);
    for (const endpoint of endpoints) expect(endpoint).toHaveProperty("policy");
    for (const gateway of endpoints.slice(0, 2))
      expect(gateway).toMatchObject({
        vpcEndpointType: "Gateway",
        vpcId: "vpc-1",
        routeTableIds: ["routes-1", "routes-2"],
      });
    for (const one of endpoints.slice(2))
      expect(one).toMatchObject({
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: ["private-1"],
        securityGroupIds: ["network-own-endpoints-group-id"],
      });
  });

  test.each([
    ["perZone", 5, ["private-1", "private-2"]],
    ["none", 2, undefined],
  ] as const)("puts interface endpoints into zones as told: %s", async (endpoints, count, subnetIds) => {
    const made = endpointsOf(await recorded({ create: { nat: "single", endpoints } }));
    expect(made).toHaveLength(count);
    expect(made.find((each) => each["service"] === "logs")?.["subnetIds"]).toEqual(subnetIds);
  });

  test("logs its flows for the stack's time, in a role that writes to this group alone", async () => {
    const resources = await recorded({ create: {} });
    expect(resources.only("aws:cloudwatch/logGroup:LogGroup").inputs).toEqual({
      name: "/vpc/spanishgas-dev",
      retentionInDays: 30,
    });
    expect(resources.only("aws:ec2/flowLog:FlowLog").inputs).toMatchObject({
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      vpcId: "vpc-1",
    });
    const { inputs } = resources.only("aws:iam/rolePolicy:RolePolicy");
    // The list of all groups is no resource; what is written goes to this group.
    const { Statement } = parseDocument(String(inputs["policy"]));
    expect(Statement.filter(({ Resource }) => Resource?.includes("*")).map(({ Action }) => Action)).toEqual([
      ["logs:DescribeLogGroups"],
    ]);
  });

  test("registers in a preview what an update makes: nothing waits for what only the cloud knows", async () => {
    const use: VpcUse = { create: { nat: "perZone" } };
    expect((await recorded(use, true)).lines()).toEqual((await recorded(use)).lines());
  });
});

interface Statement {
  readonly Principal: string;
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

describe("policies of the endpoints", () => {
  const statementsOf = async (service: string): Promise<readonly Statement[]> => {
    const endpoint = endpointsOf(await recorded({ create: {} })).find((each) => each["service"] === service);
    return JSON.parse(String(endpoint?.["policy"])).Statement;
  };

  test("let S3 through for this account's roles and buckets, and for the layers of images", async () => {
    const [own, layers] = await statementsOf("s3");
    expect(own?.Condition).toEqual({
      StringEquals: { "aws:PrincipalAccount": "000000000000", "aws:ResourceAccount": "000000000000" },
    });
    expect(own?.Action).not.toContain("s3:DeleteObject");
    expect(layers).toMatchObject({
      Action: ["s3:GetObject"],
      Resource: ["arn:aws:s3:::prod-eu-south-2-starport-layer-bucket/*"],
    });
  });

  test.each(["s3", "dynamodb", "ecr.api", "ecr.dkr", "logs"])(
    "of %s name every action, and bind every statement to the account or to a resource",
    async (service) => {
      for (const { Action, Resource, Condition } of await statementsOf(service)) {
        expect(Action.join()).not.toContain("*");
        expect(Resource === "*" && Condition === undefined).toBe(false);
      }
    },
  );

  test("let the stack's tables be read, and not be written", async () => {
    expect(await statementsOf("dynamodb")).toMatchObject([
      {
        Action: ["dynamodb:GetItem", "dynamodb:Query"],
        Resource: ["arn:aws:dynamodb:eu-south-2:000000000000:table/spanishgas-dev-*"],
        Condition: { StringEquals: { "aws:PrincipalAccount": "000000000000" } },
      },
    ]);
  });
});

describe("security groups", () => {
  test("the jobs' group lets nothing in and S3 alone out", async () => {
    const resources = await recorded({ create: {} });
    const group = resources.only("aws:ec2/securityGroup:SecurityGroup", "network-jobs-group");
    expect(group.inputs).not.toHaveProperty("ingress");
    expect(group.inputs).not.toHaveProperty("egress");
    expect(resources.ofType(INGRESS)).toEqual([]);
    expect(resources.ofType(EGRESS).map(({ inputs }) => inputs)).toEqual([
      {
        securityGroupId: "network-jobs-group-id",
        description: "HTTPS from jobs to s3",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        prefixListId: "prefixes-of-network-own-endpoints-s3",
      },
    ]);
  });

  const allowing = (vpc: NewVpc, destinations: Parameters<Network["allowEgress"]>[2]) =>
    record(
      () =>
        new Network("network", { stack, use: { create: vpc } }).allowEgress("app", "app-group", destinations),
      { outputs: ({ type }) => (type === "awsx:ec2:Vpc" ? madeUpVpc : {}) },
    );
  const rulesOf = (resources: Recorded) =>
    resources.ofType(EGRESS).filter(({ inputs }) => inputs["securityGroupId"] === "app-group");

  test("a group reaches the interface endpoints by rules on both sides", async () => {
    const resources = await allowing({}, ["services"]);
    expect(rulesOf(resources).map(({ inputs }) => inputs["referencedSecurityGroupId"])).toEqual([
      "network-own-endpoints-group-id",
    ]);
    expect(resources.only(INGRESS).inputs).toMatchObject({
      securityGroupId: "network-own-endpoints-group-id",
      referencedSecurityGroupId: "app-group",
      fromPort: 443,
      toPort: 443,
    });
  });

  test("no rule is made twice where a NAT gateway carries what endpoints would", async () => {
    const resources = await allowing({ nat: "single", endpoints: "none" }, ["services", "internet"]);
    expect(rulesOf(resources).map(({ inputs }) => inputs["cidrIpv4"])).toEqual(["0.0.0.0/0"]);
    expect(resources.ofType(INGRESS)).toEqual([]);
  });
});

describe("an existing VPC", () => {
  const existing = {
    vpcId: "vpc-0123456789abcdef0",
    vpcCidr: "10.1.0.0/16",
    privateSubnetIds: ["subnet-01234567", "subnet-89abcdef"],
    publicSubnetIds: [],
  };

  test("gets security groups and nothing else", async () => {
    const types = (await recorded({ existing })).all.map(({ type }) => type);
    expect(types.filter((type) => !/securityGroup/i.test(type))).toEqual(["spanishgas:index:Network"]);
  });

  test("reaches S3 by the prefix list of AWS", async () => {
    const { inputs } = (await recorded({ existing })).only(EGRESS);
    expect(inputs).toMatchObject({ prefixListId: "pl-of-aws" });
  });

  test("tells all its faults at once", async () => {
    const wrong = { ...existing, vpcId: "main", vpcCidr: "10.1.0.0" };
    await expect(recorded({ existing: wrong })).rejects.toThrow(
      /^Network network: 2 arguments are wrong\.\n {2}existing\.vpcId: .*\n {2}existing\.vpcCidr: /,
    );
    await pulumi.runtime.disconnect();
  });
});

describe("the layout", () => {
  test("has three zones and endpoints in each in prod", () => {
    expect(layoutOf({ ...stack, environment: "prod" }, {})).toMatchObject({
      zones: ["eu-south-2a", "eu-south-2b", "eu-south-2c"],
      endpoints: "perZone",
      nat: "none",
      publicSubnets: false,
    });
  });

  test("makes public subnets where a NAT gateway needs one", () => {
    expect(layoutOf(stack, { nat: "single" }).publicSubnets).toBe(true);
  });

  test("cuts the smallest VPC into subnets that AWS makes", () => {
    const { prefixLengths } = layoutOf(stack, { cidr: "10.0.0.0/22" });
    expect(prefixLengths).toEqual({ zone: 24, private: 25, public: 28 });
  });
});
