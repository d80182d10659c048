import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component, throwIfAny } from "./component.ts";
import { takeVpc } from "./network/existing-vpc.ts";
import { networkFaults } from "./network/faults.ts";
import { OwnVpc } from "./network/own-vpc.ts";
import type { Destination, Place, Target } from "./network/place.ts";
import type { VpcUse } from "./network/use.ts";
import type { Stack } from "./stack.ts";

/** Arguments of a network. */
export interface NetworkArgs {
  readonly stack: Stack;
  /** A VPC of the stack's own, or one that exists. Changing from one to the other replaces all that runs in it. */
  readonly use: VpcUse;
}

const HTTPS = 443;

/**
 * The network that the stack lives in: private subnets without a way to the internet, and endpoints to the services
 * of AWS that they need.
 *
 * @example
 * const network = new Network("network", { stack, use: { create: {} } });
 * network.allowEgress("dashboard", group.id, ["s3", "dynamodb", "services"]);
 *
 * @throws pulumi.RunError that lists all wrong arguments
 */
export class Network extends Component {
  readonly vpcId: pulumi.Output<string>;
  readonly vpcCidr: pulumi.Output<string>;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** Empty where the network has none. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /**
   * The group of the pipeline's jobs. Nothing comes in, and S3 is all that they reach: their containers have no
   * network, and SageMaker's agent moves the files.
   */
  readonly jobSecurityGroupId: pulumi.Output<string>;
  /** Are there subnets that the internet reaches? */
  readonly hasPublicSubnets: boolean;
  /** Do the private subnets reach the internet, through a NAT gateway? */
  readonly reachesInternet: boolean;
  readonly nodes: {
    /** Undefined where the VPC is somebody else's. */
    readonly vpc: OwnVpc | undefined;
    readonly jobSecurityGroup: aws.ec2.SecurityGroup;
  };
  readonly #name: string;
  readonly #place: Place;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("index", "Network", name, opts);
    const { stack, use } = args;
    throwIfAny(`Network ${name}`, networkFaults(use));
    this.#name = name;

    const place =
      "create" in use
        ? new OwnVpc(`${name}-own`, { stack, vpc: use.create }, { parent: this })
        : takeVpc(stack, use.existing, this);
    this.#place = place;
    this.vpcId = place.vpcId;
    this.vpcCidr = place.vpcCidr;
    this.privateSubnetIds = place.privateSubnetIds;
    this.publicSubnetIds = place.publicSubnetIds;
    this.hasPublicSubnets = place.hasPublicSubnets;
    this.reachesInternet = place.reachesInternet;

    const jobSecurityGroup = this.#jobGroup(stack);
    this.jobSecurityGroupId = jobSecurityGroup.id;
    this.allowEgress("jobs", jobSecurityGroup.id, ["s3"]);

    this.nodes = { vpc: place instanceof OwnVpc ? place : undefined, jobSecurityGroup };
    this.registerOutputs({ vpcId: this.vpcId });
  }

  /**
   * Lets the members of a security group reach these destinations on HTTPS, and nothing else.
   *
   * @param what whose group it is: part of the rules' names
   * @param securityGroupId the group, which starts without any rule
   */
  allowEgress(
    what: string,
    securityGroupId: pulumi.Input<string>,
    destinations: readonly Destination[],
  ): void {
    // Two destinations may be the same: AWS refuses a rule twice.
    const made = new Set<Target>();
    for (const destination of destinations) {
      const target = this.#place.targets[destination];
      if (made.has(target)) continue;
      made.add(target);
      new aws.vpc.SecurityGroupEgressRule(
        `${this.#name}-${what}-to-${destination}`,
        {
          securityGroupId,
          description: `HTTPS from ${what} to ${destination}`,
          ipProtocol: "tcp",
          fromPort: HTTPS,
          toPort: HTTPS,
          ...target,
        },
        this.child(),
      );
    }
    const { endpointGroupId } = this.#place;
    if (destinations.includes("services") && endpointGroupId !== undefined) {
      new aws.vpc.SecurityGroupIngressRule(
        `${this.#name}-endpoints-from-${what}`,
        {
          securityGroupId: endpointGroupId,
          description: `HTTPS from ${what}`,
          ipProtocol: "tcp",
          fromPort: HTTPS,
          toPort: HTTPS,
          referencedSecurityGroupId: securityGroupId,
        },
        this.child(),
      );
    }
  }

  #jobGroup(stack: Stack): aws.ec2.SecurityGroup {
    return new aws.ec2.SecurityGroup(
      `${this.#name}-jobs-group`,
      {
        name: `${stack.prefix}-jobs`,
        description: "Jobs of the pipeline: nothing comes in, S3 is all that they reach",
        vpcId: this.vpcId,
        tags: { Name: `${stack.prefix}-jobs` },
      },
      this.child(),
    );
  }
}
