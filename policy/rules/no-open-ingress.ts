import * as aws from "@pulumi/aws";
import { type Opening, openingsOfGroup, openingsOfIngressRule, openingsOfRule } from "../support/openings.ts";
import { on, type Reporter, resourceRule } from "../support/rule.ts";

/**
 * Nothing is open to the world but HTTPS. Whether that port may be open depends on the load balancer behind it:
 * `open-port-needs-login` judges it.
 */
export const noOpenIngress = resourceRule(
  {
    name: "no-open-ingress",
    description: "The dashboard's port 80 was open to the world, customers and margins behind it.",
    faults: ["X1"],
    severity: "critical",
    level: "mandatory",
    remedy: "Name the addresses that may connect, or the security group that they are in",
  },
  [
    on(aws.ec2.SecurityGroup, (group, session) => judge(openingsOfGroup(group), session)),
    on(aws.ec2.DefaultSecurityGroup, (group, session) => judge(openingsOfGroup(group), session)),
    on(aws.ec2.SecurityGroupRule, (rule, session) => judge(openingsOfRule(rule), session)),
    on(aws.vpc.SecurityGroupIngressRule, (rule, session) => judge(openingsOfIngressRule(rule), session)),
  ],
);

function judge(openings: readonly Opening[], { report }: Reporter): void {
  for (const { where, httpsOnly, addresses } of openings) {
    if (!httpsOnly) report(where, `is open to the world (${addresses})`);
  }
}
