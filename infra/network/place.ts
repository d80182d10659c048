import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { ANYWHERE } from "./cidr.ts";

/**
 * What a security group may be allowed to reach, on HTTPS alone: the two services with gateway endpoints, the services
 * behind interface endpoints (image registry, logs), or every host of the internet.
 */
export type Destination = "s3" | "dynamodb" | "services" | "internet";

/** Where a rule of a security group leads. */
export type Target = Pick<
  aws.vpc.SecurityGroupEgressRuleArgs,
  "prefixListId" | "referencedSecurityGroupId" | "cidrIpv4"
>;

/** Every host of the internet. */
export const everywhere: Target = { cidrIpv4: ANYWHERE };

/** A VPC as the stack uses it, whoever keeps it. */
export interface Place {
  readonly vpcId: pulumi.Output<string>;
  readonly vpcCidr: pulumi.Output<string>;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  readonly publicSubnetIds: pulumi.Output<string[]>;
  readonly hasPublicSubnets: boolean;
  readonly reachesInternet: boolean;
  readonly targets: Readonly<Record<Destination, Target>>;
  /** The group that the interface endpoints stand behind, where it is ours: it must let in who goes there. */
  readonly endpointGroupId: pulumi.Output<string> | undefined;
}
