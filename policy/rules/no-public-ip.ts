import * as aws from "@pulumi/aws";
import { on, resourceRule } from "../support/rule.ts";

/** Nothing that runs our code has an address of its own on the internet. */
export const noPublicIp = resourceRule(
  {
    name: "no-public-ip",
    description:
      "The dashboard's tasks had public addresses in the default network: one rule more, and they were reachable past the balancer.",
    faults: ["X5"],
    severity: "high",
    level: "mandatory",
    remedy: "Run it in private subnets, with endpoints for the services that it calls",
  },
  [
    on(aws.ecs.Service, (service, { report }) => {
      const assigned = service.get("networkConfiguration").get("assignPublicIp");
      if (assigned.is((on) => on)) report(assigned, "is true");
    }),
    on(aws.ec2.Instance, (instance, { report }) => {
      const assigned = instance.get("associatePublicIpAddress");
      if (assigned.is((on) => on)) report(assigned, "is true");
    }),
    on(aws.ec2.DefaultVpc, (_, { report }) => report("", "is the account's default network")),
    on(aws.ec2.DefaultSubnet, (_, { report }) => report("", "is public")),
  ],
);
