import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { Stack } from "../stack.ts";
import { dynamodbPolicy, logsPolicy, registryPolicy, s3Policy } from "./endpoint-policies.ts";

/** Where the endpoints stand. */
export interface EndpointsArgs {
  readonly stack: Stack;
  readonly vpcId: pulumi.Input<string>;
  /** Tables that get the routes to S3 and DynamoDB. */
  readonly routeTableIds: pulumi.Input<string[]>;
  /** Subnets of the interface endpoints, one address each. Left out: there are none. */
  readonly subnetIds?: pulumi.Input<string[]>;
}

/**
 * Ways to AWS's services that never leave its network.
 *
 * What needs which: SageMaker's agent carries the jobs' inputs and outputs through the VPC to S3 and from it; the jobs'
 * containers have no network at all, and their images and logs go through SageMaker's own network. A Fargate task pulls
 * its image (`ecr.api`, `ecr.dkr`, the layers from S3), writes its log (`logs`), and the dashboard in it reads S3 and
 * DynamoDB. Its credentials come from the host, so `sts` is not needed.
 */
export class Endpoints extends Component {
  /** What the interface endpoints listen behind; undefined when there are none. */
  readonly securityGroupId: pulumi.Output<string> | undefined;
  /** What leads to S3, for rules of security groups. */
  readonly s3PrefixListId: pulumi.Output<string>;
  /** What leads to DynamoDB, for rules of security groups. */
  readonly dynamodbPrefixListId: pulumi.Output<string>;
  readonly nodes: {
    readonly s3: aws.ec2.VpcEndpoint;
    readonly dynamodb: aws.ec2.VpcEndpoint;
    readonly interfaces: readonly aws.ec2.VpcEndpoint[];
  };
  readonly #name: string;
  readonly #args: EndpointsArgs;

  constructor(name: string, args: EndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network", "Endpoints", name, opts);
    this.#name = name;
    this.#args = args;
    const { stack, subnetIds } = args;

    const s3 = this.#gateway("s3", s3Policy(stack));
    const dynamodb = this.#gateway("dynamodb", dynamodbPolicy(stack));
    const group = subnetIds === undefined ? undefined : this.#group();
    const interfaces =
      group === undefined || subnetIds === undefined
        ? []
        : [
            this.#interface("ecr.api", registryPolicy(stack), group, subnetIds),
            this.#interface("ecr.dkr", registryPolicy(stack), group, subnetIds),
            this.#interface("logs", logsPolicy(stack), group, subnetIds),
          ];

    this.securityGroupId = group?.id;
    this.s3PrefixListId = s3.prefixListId;
    this.dynamodbPrefixListId = dynamodb.prefixListId;
    this.nodes = { s3, dynamodb, interfaces };
    this.registerOutputs({});
  }

  /** A gateway endpoint: routes, not addresses, and free of charge. */
  #gateway(service: string, policy: string): aws.ec2.VpcEndpoint {
    const { stack, vpcId, routeTableIds } = this.#args;
    return new aws.ec2.VpcEndpoint(
      `${this.#name}-${service}`,
      {
        vpcId,
        serviceName: `com.amazonaws.${stack.region}.${service}`,
        vpcEndpointType: "Gateway",
        routeTableIds,
        policy,
        tags: { Name: `${stack.prefix}-${service}` },
      },
      this.child(),
    );
  }

  /** An interface endpoint under the service's public name, so that no program needs to know of it. */
  #interface(
    service: string,
    policy: string,
    group: aws.ec2.SecurityGroup,
    subnetIds: pulumi.Input<string[]>,
  ): aws.ec2.VpcEndpoint {
    const { stack, vpcId } = this.#args;
    const plain = service.replace(".", "-");
    return new aws.ec2.VpcEndpoint(
      `${this.#name}-${plain}`,
      {
        vpcId,
        serviceName: `com.amazonaws.${stack.region}.${service}`,
        vpcEndpointType: "Interface",
        subnetIds,
        securityGroupIds: [group.id],
        privateDnsEnabled: true,
        policy,
        tags: { Name: `${stack.prefix}-${plain}` },
      },
      this.child(),
    );
  }

  /** Starts closed: each group that is let in gets a rule of its own (`Network.allowEgress`). */
  #group(): aws.ec2.SecurityGroup {
    const { stack, vpcId } = this.#args;
    return new aws.ec2.SecurityGroup(
      `${this.#name}-group`,
      {
        name: `${stack.prefix}-endpoints`,
        description: "Interface endpoints: HTTPS from the groups of this stack that need them",
        vpcId,
        tags: { Name: `${stack.prefix}-endpoints` },
      },
      this.child(),
    );
  }
}
