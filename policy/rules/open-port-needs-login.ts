import * as aws from "@pulumi/aws";
import { isForwardedWithoutLogin } from "../support/listeners.ts";
import { type Opening, openingsOfGroup, openingsOfIngressRule, openingsOfRule } from "../support/openings.ts";
import { type Reporter, stackRule } from "../support/rule.ts";
import { refersTo, type StackView } from "../support/stack-view.ts";

/** A port that is open to the world leads to a load balancer, and past it only who has signed in. */
export const openPortNeedsLogin = stackRule(
  {
    name: "open-port-needs-login",
    description:
      "Whoever found the address could read customers, their margins and offers: the balancer asked for no login.",
    faults: ["X1"],
    severity: "critical",
    level: "mandatory",
    remedy:
      "Let the HTTPS listener authenticate by Cognito or OIDC before it forwards, or name the addresses that may connect",
  },
  (stack, { report }) => {
    for (const { group, opening, urn } of openGroups(stack)) {
      const balancers = stack
        .of(aws.lb.LoadBalancer)
        .filter((balancer) => group !== undefined && refersTo(balancer.resource, "securityGroups", group));
      if (balancers.length === 0) {
        report(opening.where, "is open to the world, and no load balancer is behind it", urn);
      }
      for (const balancer of balancers) judge(stack, balancer, report);
    }
    for (const balancer of ungroupedBalancers(stack)) judge(stack, balancer, report);
  },
);

type Balancer = Pick<ReturnType<typeof ungroupedBalancers>[number], "resource">;

function judge(stack: StackView, { resource }: Balancer, report: Reporter["report"]): void {
  const listeners = stack
    .of(aws.lb.Listener)
    .filter((listener) => refersTo(listener.resource, "loadBalancerArn", resource));
  for (const listener of listeners) {
    if (isForwardedWithoutLogin(listener.properties.get("defaultActions"))) {
      report("defaultActions", "forward whoever comes, without a login", listener.urn);
    }
    const rules = stack
      .of(aws.lb.ListenerRule)
      .filter((rule) => refersTo(rule.resource, "listenerArn", listener.resource));
    for (const rule of rules) {
      if (isForwardedWithoutLogin(rule.properties.get("actions"))) {
        report("actions", "forward whoever comes, without a login", rule.urn);
      }
    }
  }
}

/** A network load balancer may do without a security group, and then takes whoever comes. */
function ungroupedBalancers(stack: StackView) {
  return stack
    .of(aws.lb.LoadBalancer)
    .filter(
      ({ quiet, properties }) =>
        quiet.get("loadBalancerType").is((type) => type === "network") &&
        !quiet.get("internal").is((internal) => internal) &&
        !properties.has("securityGroups"),
    );
}

/** Each opening to the world for HTTPS, with the group that it belongs to. */
function openGroups(stack: StackView) {
  const groups = stack.of(aws.ec2.SecurityGroup);
  const own = groups.flatMap(({ urn, resource, properties }) =>
    openingsOfGroup(properties).map((opening) => ({ urn, opening, group: resource })),
  );
  const apart = [
    ...stack
      .of(aws.ec2.SecurityGroupRule)
      .map((rule) => ({ ...rule, openings: openingsOfRule(rule.properties) })),
    ...stack
      .of(aws.vpc.SecurityGroupIngressRule)
      .map((rule) => ({ ...rule, openings: openingsOfIngressRule(rule.properties) })),
  ].flatMap(({ urn, resource, openings }) => {
    const group = groups.find((each) => refersTo(resource, "securityGroupId", each.resource));
    return openings.map((opening: Opening) => ({ urn, opening, group: group?.resource }));
  });
  return [...own, ...apart].filter(({ opening }) => opening.httpsOnly);
}
