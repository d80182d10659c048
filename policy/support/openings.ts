import { isWorld } from "./networks.ts";
import type { Reading } from "./reading.ts";

/** Ways into a security group. AWS knows three resources for them. */

/** One way in that is open to the world. */
export interface Opening {
  /** The property with the addresses. */
  readonly where: Reading<string>;
  /** Whether only HTTPS comes in: TCP on port 443. */
  readonly httpsOnly: boolean;
  readonly addresses: string;
}

interface Ports {
  readonly protocol: Reading<string>;
  readonly from: Reading<number>;
  readonly to: Reading<number>;
}

/** What every resource class about ways into a group has, whether as arguments or as the cloud's answer. */
interface InlineRules {
  readonly ingress?: readonly InlineRule[] | undefined;
}
interface InlineRule {
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly cidrBlocks?: readonly string[] | undefined;
  readonly ipv6CidrBlocks?: readonly string[] | undefined;
}

/** The ways in that a group names itself. */
export function openingsOfGroup(group: Reading<InlineRules>): readonly Opening[] {
  return group
    .get("ingress")
    .items()
    .flatMap((rule) =>
      opened({ protocol: rule.get("protocol"), from: rule.get("fromPort"), to: rule.get("toPort") }, [
        ...rule.get("cidrBlocks").items(),
        ...rule.get("ipv6CidrBlocks").items(),
      ]),
    );
}

/** A rule of a group as a resource, in the older form: `type` says which way. */
export function openingsOfRule(rule: Reading<InlineRule & { readonly type: string }>): readonly Opening[] {
  if (rule.get("type").is((type) => type === "egress")) return [];
  return opened({ protocol: rule.get("protocol"), from: rule.get("fromPort"), to: rule.get("toPort") }, [
    ...rule.get("cidrBlocks").items(),
    ...rule.get("ipv6CidrBlocks").items(),
  ]);
}

/** A rule of a group as a resource, in the newer form. */
export function openingsOfIngressRule(
  rule: Reading<{
    readonly ipProtocol: string;
    readonly fromPort?: number | undefined;
    readonly toPort?: number | undefined;
    readonly cidrIpv4?: string | undefined;
    readonly cidrIpv6?: string | undefined;
  }>,
): readonly Opening[] {
  return opened({ protocol: rule.get("ipProtocol"), from: rule.get("fromPort"), to: rule.get("toPort") }, [
    rule.get("cidrIpv4"),
    rule.get("cidrIpv6"),
  ]);
}

function opened({ protocol, from, to }: Ports, addresses: readonly Reading<string>[]): readonly Opening[] {
  const is443 = (port: Reading<number>) => port.is((number) => number === 443);
  const httpsOnly = protocol.is((name) => name === "tcp" || name === "6") && is443(from) && is443(to);
  return addresses
    .filter((block) => block.is(isWorld))
    .map((where) => ({ where, httpsOnly, addresses: where.value ?? "" }));
}
