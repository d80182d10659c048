import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { Stack } from "../stack.ts";

/** What is guarded, and how. */
export interface FirewallArgs {
  readonly stack: Stack;
  readonly loadBalancerArn: pulumi.Input<string>;
  /** Requests that one address may make in five minutes; more are refused until it slows down. */
  readonly requestsPer5Minutes: number;
}

/** Rules that AWS keeps up to date, in the order in which they are asked, each with what it stops. */
const managedRules = {
  "known-bad-addresses": "AWSManagedRulesAmazonIpReputationList",
  "known-bad-inputs": "AWSManagedRulesKnownBadInputsRuleSet",
  "common-attacks": "AWSManagedRulesCommonRuleSet",
} as const;

/**
 * AWS WAF in front of a load balancer that the internet reaches: too many requests, known attackers and known attacks
 * end here. About 9 USD a month.
 */
export class Firewall extends Component {
  readonly nodes: { readonly webAcl: aws.wafv2.WebAcl };

  constructor(name: string, args: FirewallArgs, opts?: pulumi.ComponentResourceOptions) {
    super("dashboard", "Firewall", name, opts);
    const { stack, loadBalancerArn } = args;
    const webAcl = new aws.wafv2.WebAcl(
      name,
      {
        name: `${stack.prefix}-dashboard`,
        description: "Guards the dashboard",
        scope: "REGIONAL",
        defaultAction: { allow: {} },
        rules: rulesOf(args),
        visibilityConfig: visible(`${stack.prefix}-dashboard`),
      },
      this.child(),
    );
    new aws.wafv2.WebAclAssociation(
      `${name}-association`,
      { resourceArn: loadBalancerArn, webAclArn: webAcl.arn },
      this.child(),
    );
    this.nodes = { webAcl };
    this.registerOutputs({});
  }
}

function rulesOf({ stack, requestsPer5Minutes }: FirewallArgs): aws.types.input.wafv2.WebAclRule[] {
  return [
    {
      name: "too-many-requests",
      priority: 0,
      action: { block: {} },
      statement: {
        rateBasedStatement: {
          aggregateKeyType: "IP",
          evaluationWindowSec: 300,
          limit: requestsPer5Minutes,
        },
      },
      visibilityConfig: visible(`${stack.prefix}-dashboard-too-many-requests`),
    },
    ...Object.entries(managedRules).map(([name, group], index) => ({
      name,
      priority: index + 1,
      overrideAction: { none: {} },
      statement: { managedRuleGroupStatement: { name: group, vendorName: "AWS" } },
      visibilityConfig: visible(`${stack.prefix}-dashboard-${name}`),
    })),
  ];
}

function visible(metricName: string): aws.types.input.wafv2.WebAclVisibilityConfig {
  return { cloudwatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true };
}
