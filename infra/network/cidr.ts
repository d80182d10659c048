import { BlockList, isIPv4 } from "node:net";

/** A block of IPv4 addresses, for example `10.0.0.0/16`. */
export interface Cidr {
  /** First address of the block. */
  readonly address: string;
  /** How many leading bits all its addresses share: 0 is every address there is. */
  readonly prefixLength: number;
}

/** Every address of the internet. */
export const ANYWHERE = "0.0.0.0/0";

/** The ranges that are never routed on the internet (RFC 1918). */
const privateRanges = new BlockList();
privateRanges.addSubnet("10.0.0.0", 8);
privateRanges.addSubnet("172.16.0.0", 12);
privateRanges.addSubnet("192.168.0.0", 16);

/** The shortest prefix among the private ranges: a wider block reaches beyond every one of them. */
const WIDEST_PRIVATE = { "10": 8, "172": 12, "192": 16 } as const satisfies Readonly<Record<string, number>>;

/** The block that a text names, or undefined when it is none: host bits that are set make it none. */
export function parseCidr(text: string): Cidr | undefined {
  const [address = "", length = "", ...rest] = text.split("/");
  if (rest.length > 0 || !isIPv4(address) || !/^(\d|[12]\d|3[0-2])$/.test(length)) return undefined;
  const prefixLength = Number(length);
  const blockSize = 2 ** (32 - prefixLength);
  return numberOf(address) % blockSize === 0 ? { address, prefixLength } : undefined;
}

/** Do all addresses of the block lie in a private range? */
export function isPrivate({ address, prefixLength }: Cidr): boolean {
  const widest = Object.entries(WIDEST_PRIVATE).find(([first]) => address.startsWith(`${first}.`))?.[1];
  return widest !== undefined && prefixLength >= widest && privateRanges.check(address);
}

function numberOf(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}
