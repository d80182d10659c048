import { expect, test } from "vitest";
import { networkFaults } from "../../infra/network/faults.ts";
import type { ExistingVpc, VpcUse } from "../../infra/network/use.ts";

const pathsOf = (use: VpcUse) => networkFaults(use).map(({ path }) => path);

const existing: ExistingVpc = {
  vpcId: "vpc-0123456789abcdef0",
  vpcCidr: "10.1.0.0/16",
  privateSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
  publicSubnetIds: [],
};

test.each<VpcUse>([
  { create: {} },
  { create: { cidr: "10.8.0.0/22", zones: 3, nat: "perZone", endpoints: "none" } },
  { create: { cidr: "192.168.0.0/16", publicSubnets: true } },
  { existing },
  { existing: { ...existing, publicSubnetIds: ["subnet-01234567", "subnet-89abcdef"], nat: true } },
])("%j is right", (use) => {
  expect(networkFaults(use)).toEqual([]);
});

test.each<[VpcUse, string]>([
  [{ create: { cidr: "10.0.0.1/16" } }, "create.cidr"],
  [{ create: { cidr: "8.8.0.0/16" } }, "create.cidr"],
  [{ create: { cidr: "10.0.0.0/15" } }, "create.cidr"],
  [{ create: { cidr: "10.0.0.0/23" } }, "create.cidr"],
  [{ create: { nat: "single", publicSubnets: false } }, "create.publicSubnets"],
  [{ create: { endpoints: "none" } }, "create.endpoints"],
  [{ existing: { ...existing, vpcId: "main" } }, "existing.vpcId"],
  [{ existing: { ...existing, vpcCidr: "10.1.0.0" } }, "existing.vpcCidr"],
  [{ existing: { ...existing, privateSubnetIds: ["subnet-01234567"] } }, "existing.privateSubnetIds"],
  [{ existing: { ...existing, publicSubnetIds: ["subnet-01234567"] } }, "existing.publicSubnetIds"],
  [
    { existing: { ...existing, privateSubnetIds: ["private-a", "subnet-01234567"] } },
    "existing.privateSubnetIds[0]",
  ],
])("%j is wrong", (use, path) => {
  expect(pathsOf(use)).toEqual([path]);
});

test("a subnet is named once", () => {
  const [one = "", two = ""] = existing.privateSubnetIds;
  expect(pathsOf({ existing: { ...existing, privateSubnetIds: [one, one] } })).toEqual([
    "existing.privateSubnetIds",
  ]);
  expect(pathsOf({ existing: { ...existing, publicSubnetIds: [one, two] } })).toEqual([
    "existing.publicSubnetIds",
  ]);
});
