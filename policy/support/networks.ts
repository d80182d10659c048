/** Addresses in CIDR notation, as far as rules ask. */

/** IPv4 networks that nobody on the internet has. */
const PRIVATE = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|127\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/;
/** IPv6 addresses for local use. */
const LOCAL = /^f[cd]/i;

/**
 * Whether a block holds so many public addresses that it stands for the world: also when it is given in a few large
 * parts (`0.0.0.0/1` and `128.0.0.0/1`).
 */
export function isWorld(block: string): boolean {
  const [address = "", length] = block.split("/");
  const bits = Number(length ?? (address.includes(":") ? 128 : 32));
  return address.includes(":")
    ? bits < 16 && !LOCAL.test(address)
    : bits < 8 || (bits === 8 && !PRIVATE.test(address));
}
