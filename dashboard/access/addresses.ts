import { BlockList, isIP, isIPv6, SocketAddress } from "node:net";

/** A block of addresses: all that share the first `prefixLength` bits of `address`. */
export interface Block {
  readonly family: "ipv4" | "ipv6";
  readonly address: string;
  readonly prefixLength: number;
}

/**
 * A wider block is open to the world in all but name: an IPv4 block of /8 is the largest that was ever given to one
 * company, an IPv6 block of /32 what a whole provider is given.
 */
export const widestBlocks = { ipv4: 8, ipv6: 32 } as const;
const LENGTHS = { ipv4: 32, ipv6: 128 } as const;

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
/** Bits of an IPv6 address that stand before an IPv4 address written as one. */
const MAPPED_BITS = LENGTHS.ipv6 - LENGTHS.ipv4;

/**
 * The address in the one way in which addresses are compared. A server that listens on IPv6 sees IPv4 peers as
 * `::ffff:192.0.2.1`; a peer of the same link may carry the name of an interface, `fe80::1%eth0`.
 */
export function plainAddress(text: string): string {
  const [address = ""] = text.split("%");
  if (!isIPv6(address)) return address;
  const short = new SocketAddress({ address, family: "ipv6" }).address;
  return MAPPED.exec(short)?.[1] ?? short;
}

/** The block that a text names, such as `10.0.0.0/16`; an address alone is a block of one. Undefined: it names none. */
export function blockFrom(text: string): Block | undefined {
  const [address = "", length, ...rest] = text.split("/");
  if (isIP(address) === 0 || address.includes("%") || rest.length > 0) return undefined;
  const written = isIPv6(address) ? "ipv6" : "ipv4";
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const prefixLength = length === undefined ? LENGTHS[written] : Number(length);
  if (prefixLength > LENGTHS[written]) return undefined;
  const plain = plainAddress(address);
  return written === "ipv6" && !isIPv6(plain)
    ? { family: "ipv4", address: plain, prefixLength: Math.max(0, prefixLength - MAPPED_BITS) }
    : { family: written, address: plain, prefixLength };
}

/** A test for addresses in any of the blocks. What is no address is in none. */
export function inBlocks(blocks: readonly Block[]): (address: string) => boolean {
  // A list for each family: Node would look for IPv4 addresses in IPv6 blocks, too.
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const { family, address, prefixLength } of blocks)
    lists[family].addSubnet(address, prefixLength, family);
  return (text) => {
    const address = plainAddress(text);
    if (isIP(address) === 0) return false;
    const family = isIPv6(address) ? "ipv6" : "ipv4";
    return lists[family].check(address, family);
  };
}

/** Is it an address of this machine that no other machine reaches? */
export const isLoopback = inBlocks([
  { family: "ipv4", address: "127.0.0.0", prefixLength: 8 },
  { family: "ipv6", address: "::1", prefixLength: 128 },
]);
