import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { Stack } from "../stack.ts";
import { Endpoints } from "./endpoints.ts";
import { FlowLogs } from "./flow-logs.ts";
import { layoutOf, type VpcLayout } from "./layout.ts";
import { type Destination, everywhere, type Place, type Target } from "./place.ts";
import type { NewVpc } from "./use.ts";

/** What the VPC looks like. */
export interface OwnVpcArgs {
  readonly stack: Stack;
  readonly vpc: NewVpc;
}

const natStrategies = { none: "None", single: "Single", perZone: "OnePerAz" } as const;

/**
 * A VPC of the stack's own: subnets and routes by awsx, every choice written out, since its defaults build a NAT
 * gateway per zone. What must hold whoever builds the VPC stands beside it as plain resources: a default group that
 * lets nothing through, endpoints with policies, and flow logs.
 */
export class OwnVpc extends Component implements Place {
  readonly vpcId: pulumi.Output<string>;
  readonly vpcCidr: pulumi.Output<string>;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  readonly publicSubnetIds: pulumi.Output<string[]>;
  readonly hasPublicSubnets: boolean;
  readonly reachesInternet: boolean;
  readonly targets: Readonly<Record<Destination, Target>>;
  readonly endpointGroupId: pulumi.Output<string> | undefined;
  readonly nodes: {
    readonly vpc: awsx.ec2.Vpc;
    readonly defaultSecurityGroup: aws.ec2.DefaultSecurityGroup;
    readonly endpoints: Endpoints;
    readonly flowLogs: FlowLogs;
  };

  constructor(name: string, args: OwnVpcArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network", "OwnVpc", name, opts);
    const { stack } = args;
    const layout = layoutOf(stack, args.vpc);

    const vpc = this.#vpc(name, stack, layout);
    const defaultSecurityGroup = new aws.ec2.DefaultSecurityGroup(
      `${name}-default-group`,
      { vpcId: vpc.vpcId, ingress: [], egress: [], tags: { Name: `${stack.prefix}-default-closed` } },
      this.child(),
    );
    const endpoints = this.#endpoints(name, stack, layout, vpc);
    const flowLogs = new FlowLogs(`${name}-flow-logs`, { stack, vpcId: vpc.vpcId }, { parent: this });

    this.vpcId = vpc.vpcId;
    this.vpcCidr = pulumi.output(layout.cidr);
    this.privateSubnetIds = vpc.privateSubnetIds;
    this.publicSubnetIds = vpc.publicSubnetIds;
    this.hasPublicSubnets = layout.publicSubnets;
    this.reachesInternet = layout.nat !== "none";
    this.endpointGroupId = endpoints.securityGroupId;
    this.targets = {
      s3: { prefixListId: endpoints.s3PrefixListId },
      dynamodb: { prefixListId: endpoints.dynamodbPrefixListId },
      services:
        endpoints.securityGroupId === undefined
          ? everywhere
          : { referencedSecurityGroupId: endpoints.securityGroupId },
      internet: everywhere,
    };
    this.nodes = { vpc, defaultSecurityGroup, endpoints, flowLogs };
    this.registerOutputs({ vpcId: this.vpcId });
  }

  #vpc(name: string, stack: Stack, layout: VpcLayout): awsx.ec2.Vpc {
    const { prefixLengths } = layout;
    return new awsx.ec2.Vpc(
      `${name}-vpc`,
      {
        cidrBlock: layout.cidr,
        availabilityZoneNames: [...layout.zones],
        availabilityZoneCidrMask: prefixLengths.zone,
        subnetStrategy: "Auto",
        subnetNameTagStrategy: "AvailabilityZone",
        // `Private` with or without a NAT gateway: adding one later adds a route and moves no subnet.
        subnetSpecs: [
          { type: "Private", cidrMask: prefixLengths.private },
          ...(layout.publicSubnets ? [{ type: "Public" as const, cidrMask: prefixLengths.public }] : []),
        ],
        natGateways: { strategy: natStrategies[layout.nat] },
        assignGeneratedIpv6CidrBlock: false,
        enableDnsSupport: true,
        // Private names of the interface endpoints need both.
        enableDnsHostnames: true,
        instanceTenancy: "default",
        tags: { Name: stack.prefix },
      },
      { parent: this },
    );
  }

  #endpoints(name: string, stack: Stack, layout: VpcLayout, vpc: awsx.ec2.Vpc): Endpoints {
    const subnetIds = {
      none: undefined,
      single: vpc.privateSubnetIds.apply((ids) => ids.slice(0, 1)),
      perZone: vpc.privateSubnetIds,
    }[layout.endpoints];
    return new Endpoints(
      `${name}-endpoints`,
      {
        stack,
        vpcId: vpc.vpcId,
        routeTableIds: vpc.routeTables.apply((tables) => pulumi.all(tables.map(({ id }) => id))),
        ...(subnetIds === undefined ? {} : { subnetIds }),
      },
      { parent: this },
    );
  }
}
