import type { Stack } from "../stack.ts";
import { parseCidr } from "./cidr.ts";
import type { NewVpc, VpcUse } from "./use.ts";

/** Prefix length of the widest VPC that AWS makes. */
export const WIDEST_VPC = 16;
/** Prefix length of the smallest VPC that has room for the layout: its public subnets are /28, AWS's smallest. */
export const SMALLEST_VPC = 22;

const zoneLetters = ["a", "b", "c"] as const;

/** A new VPC with every choice made. */
export interface VpcLayout {
  readonly cidr: string;
  /** Names of its zones. They are written down so that no look-up decides where subnets lie. */
  readonly zones: readonly string[];
  readonly nat: "none" | "single" | "perZone";
  readonly publicSubnets: boolean;
  readonly endpoints: "none" | "single" | "perZone";
  /**
   * Prefix lengths. The VPC is cut into four parts, one per zone and one free, and a zone's part begins with its
   * private subnet, half of it: neither a third zone nor public subnets move a subnet that exists.
   */
  readonly prefixLengths: { readonly zone: number; readonly private: number; readonly public: number };
}

/** Makes the choices that are left open. The arguments are free of faults (`networkFaults`). */
export function layoutOf(stack: Stack, vpc: NewVpc): VpcLayout {
  const { cidr = "10.0.0.0/16", nat = "none" } = vpc;
  const zones = vpc.zones ?? (stack.environment === "prod" ? 3 : 2);
  const zone = (parseCidr(cidr)?.prefixLength ?? WIDEST_VPC) + 2;
  return {
    cidr,
    zones: zoneLetters.slice(0, zones).map((letter) => `${stack.region}${letter}`),
    nat,
    publicSubnets: vpc.publicSubnets ?? nat !== "none",
    endpoints: vpc.endpoints ?? (stack.environment === "prod" ? "perZone" : "single"),
    prefixLengths: { zone, private: zone + 1, public: zone + 4 },
  };
}

/** What a network will offer, before it is made. The arguments are free of faults. */
export function waysOf(stack: Stack, use: VpcUse): { hasPublicSubnets: boolean; reachesInternet: boolean } {
  if ("existing" in use) {
    const { publicSubnetIds, nat = false } = use.existing;
    return { hasPublicSubnets: publicSubnetIds.length > 0, reachesInternet: nat };
  }
  const { publicSubnets, nat } = layoutOf(stack, use.create);
  return { hasPublicSubnets: publicSubnets, reachesInternet: nat !== "none" };
}
