import type { Context } from "../conditions.ts";
import type { Request } from "../evaluate.ts";
import { arnOf, at, born, calls, type Needs, owned, type Place } from "../provider-needs.ts";

/** What AWS's provider calls for the network. EC2 tells the stack's own by tags. */

/** Tags are put on in the request that makes the thing, which EC2 asks a permission of its own for. */
function made(place: Place, action: string, arns: readonly string[]): Request[] {
  const tagging: Context = { ...born(place), "ec2:CreateAction": action };
  return [...calls("ec2", action, arns, born(place)), ...calls("ec2", "CreateTags", arns, tagging)];
}

const ec2 = (place: Place, kind: string): string => at(place, "ec2", `${kind}/1`);

/** Reading and changing the tags of what is there. */
const retagged = (place: Place, arns: readonly string[]): Request[] =>
  calls("ec2", "CreateTags DeleteTags", arns, owned(place));

const rule =
  (direction: "Ingress" | "Egress"): Needs =>
  (resource, place) => {
    const group = [ec2(place, "security-group")];
    const made_: Context = { ...born(place), "ec2:CreateAction": `AuthorizeSecurityGroup${direction}` };
    return [
      ...calls("ec2", "DescribeSecurityGroupRules DescribeSecurityGroups"),
      ...calls(
        "ec2",
        `AuthorizeSecurityGroup${direction} RevokeSecurityGroup${direction} ModifySecurityGroupRules`,
        group,
        owned(place),
      ),
      ...calls("ec2", "CreateTags", [arnOf(resource)], made_),
      ...retagged(place, [arnOf(resource)]),
    ];
  };

export const network: Readonly<Record<string, Needs>> = {
  // The component's own provider makes these below it.
  "awsx:ec2:Vpc": (_, place) => [
    ...calls(
      "ec2",
      `DescribeAvailabilityZones DescribeVpcs DescribeSubnets DescribeRouteTables DescribeInternetGateways
       DescribeNatGateways DescribeAddresses DescribeAddressesAttribute DescribeNetworkAcls DescribeSecurityGroups
       DescribeNetworkInterfaces`,
    ),
    ...made(place, "CreateVpc", [ec2(place, "vpc")]),
    ...made(place, "CreateSubnet", [ec2(place, "subnet")]),
    ...made(place, "CreateRouteTable", [ec2(place, "route-table")]),
    ...made(place, "CreateInternetGateway", [ec2(place, "internet-gateway")]),
    ...made(place, "AllocateAddress", [ec2(place, "elastic-ip")]),
    ...made(place, "CreateNatGateway", [ec2(place, "natgateway")]),
    ...calls("ec2", "CreateSubnet CreateRouteTable", [ec2(place, "vpc")], owned(place)),
    ...calls("ec2", "CreateNatGateway", [ec2(place, "subnet"), ec2(place, "elastic-ip")], owned(place)),
    ...calls("ec2", "DescribeVpcAttribute ModifyVpcAttribute DeleteVpc", [ec2(place, "vpc")], owned(place)),
    ...calls("ec2", "ModifySubnetAttribute DeleteSubnet", [ec2(place, "subnet")], owned(place)),
    ...calls(
      "ec2",
      "CreateRoute ReplaceRoute DeleteRoute DeleteRouteTable AssociateRouteTable DisassociateRouteTable",
      [ec2(place, "route-table")],
      owned(place),
    ),
    ...calls(
      "ec2",
      "AssociateRouteTable DisassociateRouteTable ReplaceRouteTableAssociation",
      [ec2(place, "subnet")],
      owned(place),
    ),
    ...calls(
      "ec2",
      "AttachInternetGateway DetachInternetGateway",
      [ec2(place, "internet-gateway"), ec2(place, "vpc")],
      owned(place),
    ),
    ...calls("ec2", "DeleteInternetGateway", [ec2(place, "internet-gateway")], owned(place)),
    ...calls("ec2", "DeleteNatGateway", [ec2(place, "natgateway")], owned(place)),
    ...calls("ec2", "ReleaseAddress DisassociateAddress", [ec2(place, "elastic-ip")], owned(place)),
  ],
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": (_, place) => [
    ...calls("ec2", "DescribeSecurityGroups DescribeSecurityGroupRules DescribeVpcs"),
    // Nobody has tagged it yet.
    ...calls("ec2", "CreateTags", [ec2(place, "security-group")], born(place)),
    ...calls(
      "ec2",
      "RevokeSecurityGroupIngress RevokeSecurityGroupEgress",
      [ec2(place, "security-group")],
      owned(place),
    ),
  ],
  "aws:ec2/securityGroup:SecurityGroup": (resource, place) => [
    ...calls(
      "ec2",
      "DescribeSecurityGroups DescribeSecurityGroupRules DescribeNetworkInterfaces DescribeVpcs",
    ),
    ...made(place, "CreateSecurityGroup", [arnOf(resource)]),
    // A given network does not carry our tags.
    ...calls("ec2", "CreateSecurityGroup", [ec2(place, "vpc")]),
    ...calls(
      "ec2",
      `DeleteSecurityGroup RevokeSecurityGroupEgress RevokeSecurityGroupIngress AuthorizeSecurityGroupEgress
       AuthorizeSecurityGroupIngress`,
      [arnOf(resource)],
      owned(place),
    ),
    ...retagged(place, [arnOf(resource)]),
  ],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule("Ingress"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule("Egress"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": (resource, place) => [
    ...calls("ec2", "DescribeVpcEndpoints DescribePrefixLists DescribeNetworkInterfaces DescribeSubnets"),
    ...made(place, "CreateVpcEndpoint", [arnOf(resource)]),
    ...calls(
      "ec2",
      "CreateVpcEndpoint",
      ["vpc", "subnet", "route-table", "security-group"].map((kind) => ec2(place, kind)),
      owned(place),
    ),
    ...calls(
      "ec2",
      "ModifyVpcEndpoint",
      ["vpc-endpoint", "subnet", "route-table", "security-group"].map((kind) => ec2(place, kind)),
      owned(place),
    ),
    ...calls("ec2", "DeleteVpcEndpoints", [arnOf(resource)], owned(place)),
    ...retagged(place, [arnOf(resource)]),
  ],
  "aws:ec2/flowLog:FlowLog": (resource, place) => {
    const role = resource.inputs["iamRoleArn"];
    return [
      ...calls("ec2", "DescribeFlowLogs"),
      ...made(place, "CreateFlowLogs", [arnOf(resource)]),
      ...calls("ec2", "CreateFlowLogs", [ec2(place, "vpc")], owned(place)),
      ...calls("ec2", "DeleteFlowLogs", [arnOf(resource)], owned(place)),
      ...retagged(place, [arnOf(resource)]),
      ...calls("iam", "PassRole", [String(role)], { "iam:PassedToService": "vpc-flow-logs.amazonaws.com" }),
    ];
  },
};
