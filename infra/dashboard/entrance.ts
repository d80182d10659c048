import type { Access, Login } from "./access.ts";

/** Who may reach the dashboard, with what follows from it. */
export interface Entrance {
  /** Does the load balancer have public addresses? */
  readonly internetFacing: boolean;
  /** Who may connect: these blocks, who is inside the VPC, or everybody, for the login sends strangers away. */
  readonly sources: readonly string[] | "vpc" | "everybody";
  /** HTTPS with a given certificate, with one of our own for a domain, or not at all. */
  readonly certificate:
    | { readonly arn: string }
    | { readonly domain: string; readonly hostedZone: string }
    | undefined;
  readonly login: Login | undefined;
}

/** Makes one shape of the three kinds of access. The arguments are free of faults (`accessFaults`). */
export function entranceOf(access: Access): Entrance {
  if ("internal" in access) {
    const arn = access.certificateArn;
    return {
      internetFacing: false,
      sources: "vpc",
      certificate: arn === undefined ? undefined : { arn },
      login: undefined,
    };
  }
  if ("domain" in access)
    return {
      internetFacing: true,
      sources: access.cidrs ?? "everybody",
      certificate: { domain: access.domain, hostedZone: access.hostedZone },
      login: access.login,
    };
  return {
    internetFacing: true,
    sources: access.cidrs,
    certificate: { arn: access.certificateArn },
    login: undefined,
  };
}

/**
 * The ports that the load balancer listens on. Plain HTTP only inside the VPC, or to lead those who are let in to HTTPS.
 * Where everybody may come as far as the login, port 443 alone is open: browsers ask there first.
 */
export function portsOf({ sources, certificate }: Entrance): readonly (80 | 443)[] {
  if (certificate === undefined) return [80];
  return sources === "everybody" ? [443] : [80, 443];
}
