import { UNKNOWN, type Values } from "../../support/engine/index.ts";
import type { MadeUp } from "../made-up-stack.ts";
import type { Case } from "./case.ts";

const balancer = (inputs: Values = {}): MadeUp => ({
  type: "aws:lb/loadBalancer:LoadBalancer",
  name: "balancer",
  inputs: { securityGroups: ["sg"], ...inputs },
  from: { securityGroups: ["group"] },
});
const group = (port: number, block: string): MadeUp => ({
  type: "aws:ec2/securityGroup:SecurityGroup",
  name: "group",
  inputs: { ingress: [{ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: [block] }] },
});
const listener = (inputs: Values): MadeUp => ({
  type: "aws:lb/listener:Listener",
  name: "listener",
  inputs: { loadBalancerArn: UNKNOWN, ...inputs },
  from: { loadBalancerArn: ["balancer"] },
});
const forward = { type: "forward", targetGroupArn: "arn" };
const login = { type: "authenticate-oidc", order: 1 };

/** Who gets in. */
export const networkCases: readonly Case[] = [
  {
    rule: "no-open-ingress",
    what: "HTTP for the world",
    resources: [group(80, "0.0.0.0/0")],
    finds: ["ingress[0].cidrBlocks[0] is open to the world (0.0.0.0/0)"],
  },
  {
    rule: "no-open-ingress",
    what: "the world over IPv6, in the group that every network comes with",
    resources: [
      {
        ...group(22, "10.0.0.0/8"),
        type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        inputs: { ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, ipv6CidrBlocks: ["::/0"] }] },
      },
    ],
    finds: ["ingress[0].ipv6CidrBlocks[0] is open to the world (::/0)"],
  },
  { rule: "no-open-ingress", what: "an office", resources: [group(80, "203.0.113.0/24")] },
  { rule: "no-open-ingress", what: "a private network of any size", resources: [group(80, "10.0.0.0/8")] },
  {
    rule: "no-open-ingress",
    what: "HTTPS is another rule's matter",
    resources: [group(443, "0.0.0.0/0"), balancer()],
  },
  {
    rule: "no-open-ingress",
    what: "a rule for the way out",
    resources: [
      {
        type: "aws:ec2/securityGroupRule:SecurityGroupRule",
        name: "out",
        inputs: { type: "egress", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] },
      },
    ],
  },
  {
    rule: "open-port-needs-login",
    what: "a login before it forwards",
    resources: [
      group(443, "0.0.0.0/0"),
      balancer(),
      listener({ protocol: "HTTPS", defaultActions: [login, { ...forward, order: 2 }] }),
    ],
  },
  {
    rule: "open-port-needs-login",
    what: "a login after it has forwarded",
    resources: [
      group(443, "0.0.0.0/0"),
      balancer(),
      listener({
        protocol: "HTTPS",
        defaultActions: [
          { ...login, order: 2 },
          { ...forward, order: 1 },
        ],
      }),
    ],
    finds: ["defaultActions forward whoever comes, without a login"],
  },
  {
    rule: "open-port-needs-login",
    what: "a rule of the listener that goes around the login",
    resources: [
      group(443, "0.0.0.0/0"),
      balancer(),
      listener({ protocol: "HTTPS", defaultActions: [login, { ...forward, order: 2 }] }),
      {
        type: "aws:lb/listenerRule:ListenerRule",
        name: "around",
        inputs: { listenerArn: UNKNOWN, actions: [forward] },
        from: { listenerArn: ["listener"] },
      },
    ],
    finds: ["actions forward whoever comes, without a login"],
  },
  {
    rule: "open-port-needs-login",
    what: "a login that lets pass who has not signed in",
    resources: [
      group(443, "0.0.0.0/0"),
      balancer(),
      listener({
        protocol: "HTTPS",
        defaultActions: [
          { ...login, authenticateOidc: { onUnauthenticatedRequest: "allow" } },
          { ...forward, order: 2 },
        ],
      }),
    ],
    finds: ["defaultActions forward whoever comes, without a login"],
  },
  {
    rule: "open-port-needs-login",
    what: "a network load balancer that has no security group",
    resources: [
      { type: "aws:lb/loadBalancer:LoadBalancer", name: "balancer", inputs: { loadBalancerType: "network" } },
      listener({ protocol: "TLS", defaultActions: [forward] }),
    ],
    finds: ["defaultActions forward whoever comes, without a login"],
  },
  {
    rule: "open-port-needs-login",
    what: "a network load balancer inside the network",
    resources: [
      {
        type: "aws:lb/loadBalancer:LoadBalancer",
        name: "balancer",
        inputs: { loadBalancerType: "network", internal: true },
      },
      listener({ protocol: "TLS", defaultActions: [forward] }),
    ],
  },
  {
    rule: "open-port-needs-login",
    what: "a port that leads to no load balancer",
    resources: [group(443, "0.0.0.0/0")],
    finds: ["ingress[0].cidrBlocks[0] is open to the world, and no load balancer is behind it"],
  },
  {
    rule: "load-balancer-https",
    what: "HTTP inside the network",
    resources: [balancer({ internal: true }), listener({ protocol: "HTTP", defaultActions: [forward] })],
  },
  {
    rule: "load-balancer-https",
    what: "HTTP that redirects",
    resources: [
      balancer(),
      listener({
        protocol: "HTTP",
        defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", statusCode: "HTTP_301" } }],
      }),
    ],
  },
  {
    rule: "load-balancer-https",
    what: "HTTP that redirects, but for one path",
    resources: [
      balancer(),
      listener({
        protocol: "HTTP",
        defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", statusCode: "HTTP_301" } }],
      }),
      {
        type: "aws:lb/listenerRule:ListenerRule",
        name: "around",
        inputs: { listenerArn: UNKNOWN, actions: [forward] },
        from: { listenerArn: ["listener"] },
      },
    ],
    finds: ["actions serve what is not encrypted"],
  },
  {
    rule: "load-balancer-https",
    what: "an older policy that takes TLS 1.2 only",
    resources: [
      balancer(),
      listener({
        protocol: "HTTPS",
        sslPolicy: "ELBSecurityPolicy-TLS-1-2-2017-01",
        defaultActions: [forward],
      }),
    ],
  },
  {
    rule: "load-balancer-https",
    what: "the default policy, which takes TLS 1.0",
    resources: [balancer(), listener({ protocol: "HTTPS", defaultActions: [forward] })],
    finds: ["sslPolicy allows old versions of TLS"],
  },
];
