import type { Needs } from "../provider-needs.ts";
import { compute } from "./compute.ts";
import { edge } from "./edge.ts";
import { network } from "./network.ts";
import { queries } from "./queries.ts";
import { storage } from "./storage.ts";

/** By type: what AWS's provider calls to make, read, change and remove a resource. */
export const providerActions: Readonly<Record<string, Needs>> = {
  ...storage,
  ...compute,
  ...network,
  ...edge,
  ...queries,
};

/** By call: what the provider reads to answer a question of the program. */
export const callActions: Readonly<Record<string, readonly string[]>> = {
  "aws:index/getAvailabilityZones:getAvailabilityZones": ["ec2:DescribeAvailabilityZones"],
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": ["ec2:DescribeManagedPrefixLists"],
  "aws:route53/getZone:getZone": ["route53:ListHostedZones", "route53:ListHostedZonesByName"],
};
