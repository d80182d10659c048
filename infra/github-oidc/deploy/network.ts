import type { Statement } from "../../iam/statement.ts";
import { arnOf, type Stack } from "../../stack.ts";
import { readPrefixLists } from "../lookups.ts";
import { nobodysSoFar, on, type Scope, tagged, taggedAtBirth } from "../scope.ts";

/** ARN pattern of everything of a kind: EC2 chooses ids, so that tags tell the stack's apart. */
const all = (stack: Stack, kinds: readonly string[]) => kinds.map((kind) => arnOf(stack, "ec2", `${kind}/*`));

const kinds = [
  "elastic-ip",
  "internet-gateway",
  "natgateway",
  "route-table",
  "security-group",
  "security-group-rule",
  "subnet",
  "vpc",
  "vpc-endpoint",
  "vpc-flow-log",
];

/** The network: made with the stack's tags, changed while it carries them. */
export function network({ stack }: Scope): Statement[] {
  return [
    on(
      "NewNetwork",
      all(
        stack,
        kinds.filter((kind) => kind !== "security-group-rule"),
      ),
      [
        "ec2:AllocateAddress",
        "ec2:CreateFlowLogs",
        "ec2:CreateInternetGateway",
        "ec2:CreateNatGateway",
        "ec2:CreateRouteTable",
        "ec2:CreateSecurityGroup",
        "ec2:CreateSubnet",
        "ec2:CreateVpc",
        "ec2:CreateVpcEndpoint",
      ],
      taggedAtBirth(stack),
    ),
    // What is made lies in something that is there already: in the stack's own network, or in one that it was given.
    on(
      "PlaceInNetwork",
      all(stack, ["elastic-ip", "route-table", "security-group", "subnet", "vpc"]),
      [
        "ec2:CreateFlowLogs",
        "ec2:CreateNatGateway",
        "ec2:CreateRouteTable",
        "ec2:CreateSubnet",
        "ec2:CreateVpcEndpoint",
        "ec2:DescribeVpcAttribute",
      ],
      tagged(stack),
    ),
    on("PlaceInGivenNetwork", all(stack, ["vpc"]), ["ec2:CreateSecurityGroup"]),
    on("TagAtBirth", all(stack, kinds), ["ec2:CreateTags"], {
      StringEquals: {
        ...taggedAtBirth(stack)["StringEquals"],
        "ec2:CreateAction": [
          "AllocateAddress",
          "AuthorizeSecurityGroupEgress",
          "AuthorizeSecurityGroupIngress",
          "CreateFlowLogs",
          "CreateInternetGateway",
          "CreateNatGateway",
          "CreateRouteTable",
          "CreateSecurityGroup",
          "CreateSubnet",
          "CreateVpc",
          "CreateVpcEndpoint",
        ],
      },
    }),
    // A new network comes with a security group of its own. It belongs to nobody yet, and the program empties it.
    on("AdoptDefaultGroup", all(stack, ["security-group"]), ["ec2:CreateTags"], nobodysSoFar(stack)),
    on(
      "ChangeNetwork",
      all(stack, kinds),
      [
        "ec2:AssociateRouteTable",
        "ec2:AttachInternetGateway",
        "ec2:AuthorizeSecurityGroupEgress",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:CreateRoute",
        "ec2:CreateTags",
        "ec2:DeleteFlowLogs",
        "ec2:DeleteInternetGateway",
        "ec2:DeleteNatGateway",
        "ec2:DeleteRoute",
        "ec2:DeleteRouteTable",
        "ec2:DeleteSecurityGroup",
        "ec2:DeleteSubnet",
        "ec2:DeleteTags",
        "ec2:DeleteVpc",
        "ec2:DeleteVpcEndpoints",
        "ec2:DetachInternetGateway",
        "ec2:DisassociateAddress",
        "ec2:DisassociateRouteTable",
        "ec2:ModifySecurityGroupRules",
        "ec2:ModifySubnetAttribute",
        "ec2:ModifyVpcAttribute",
        "ec2:ModifyVpcEndpoint",
        "ec2:ReleaseAddress",
        "ec2:ReplaceRoute",
        "ec2:ReplaceRouteTableAssociation",
        "ec2:RevokeSecurityGroupEgress",
        "ec2:RevokeSecurityGroupIngress",
      ],
      tagged(stack),
    ),
    ...readPrefixLists(stack),
    {
      sid: "FindNetwork",
      unscoped: [
        "ec2:DescribeAddresses",
        "ec2:DescribeAddressesAttribute",
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeFlowLogs",
        "ec2:DescribeInternetGateways",
        "ec2:DescribeNatGateways",
        "ec2:DescribeNetworkAcls",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribePrefixLists",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroupRules",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcEndpoints",
        "ec2:DescribeVpcs",
      ],
    },
  ];
}
