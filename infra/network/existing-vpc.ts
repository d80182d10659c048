import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Stack } from "../stack.ts";
import { everywhere, type Place } from "./place.ts";
import type { ExistingVpc } from "./use.ts";

/** Takes a VPC that somebody else keeps. Its interface endpoints have addresses of the VPC; their group is not ours. */
export function takeVpc(stack: Stack, vpc: ExistingVpc, parent: pulumi.Resource): Place {
  const prefixListId = (service: string) =>
    aws.ec2.getManagedPrefixListOutput({ name: `com.amazonaws.${stack.region}.${service}` }, { parent }).id;
  const nat = vpc.nat ?? false;
  return {
    vpcId: pulumi.output(vpc.vpcId),
    vpcCidr: pulumi.output(vpc.vpcCidr),
    privateSubnetIds: pulumi.output([...vpc.privateSubnetIds]),
    publicSubnetIds: pulumi.output([...vpc.publicSubnetIds]),
    hasPublicSubnets: vpc.publicSubnetIds.length > 0,
    reachesInternet: nat,
    targets: {
      s3: { prefixListId: prefixListId("s3") },
      dynamodb: { prefixListId: prefixListId("dynamodb") },
      services: nat ? everywhere : { cidrIpv4: vpc.vpcCidr },
      internet: everywhere,
    },
    endpointGroupId: undefined,
  };
}
