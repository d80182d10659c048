import * as aws from "@pulumi/aws";
import { redirectsToHttps } from "../support/listeners.ts";
import { stackRule } from "../support/rule.ts";
import { refersTo } from "../support/stack-view.ts";

/** Policies of AWS that allow TLS 1.2 and 1.3 only. */
const MODERN = /^ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)/;

/** A load balancer that the internet reaches speaks HTTPS; its HTTP port does nothing but redirect there. */
export const loadBalancerHttps = stackRule(
  {
    name: "load-balancer-https",
    description:
      "The dashboard was served over HTTP: whoever sat on the way could read, and act as, its users.",
    faults: ["X1"],
    severity: "critical",
    level: "mandatory",
    remedy:
      "Listen with HTTPS, a certificate and an ELBSecurityPolicy-TLS13-1-2 policy, and redirect port 80 to it",
  },
  (stack, { report }) => {
    const balancers = stack.of(aws.lb.LoadBalancer);
    for (const { urn, resource, properties } of stack.of(aws.lb.Listener)) {
      const balancer = balancers.find((each) => refersTo(resource, "loadBalancerArn", each.resource));
      const isInternal = balancer?.properties.get("internal").is((internal) => internal) ?? false;
      const protocol = properties.get("protocol");
      if (protocol.is((name) => name === "HTTPS" || name === "TLS")) {
        const policy = properties.get("sslPolicy");
        if (policy.isNot((name) => MODERN.test(name))) report(policy, "allows old versions of TLS", urn);
        continue;
      }
      if (isInternal || protocol.isUnknown) continue;
      if (!redirectsToHttps(properties.get("defaultActions"))) report(protocol, "is not encrypted", urn);
      const rules = stack
        .of(aws.lb.ListenerRule)
        .filter((rule) => refersTo(rule.resource, "listenerArn", resource));
      for (const rule of rules) {
        if (!redirectsToHttps(rule.properties.get("actions")))
          report("actions", "serve what is not encrypted", rule.urn);
      }
    }
  },
);
