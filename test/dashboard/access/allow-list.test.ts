import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Block, blockFrom, inBlocks, plainAddress } from "../../../dashboard/access/addresses.ts";
import { Balancer } from "./balancer.ts";
import { guarded } from "./guarded.ts";

/** Addresses as numbers, by arithmetic of our own, to hold the blocks against. */
const bitsOf = { ipv4: 32, ipv6: 128 } as const;
type Family = keyof typeof bitsOf;

function written(value: bigint, family: Family): string {
  const [size, base] = family === "ipv4" ? [8n, 10] : [16n, 16];
  const count = BigInt(bitsOf[family]) / size;
  const part = (index: bigint) =>
    ((value >> ((count - 1n - index) * size)) & ((1n << size) - 1n)).toString(base);
  return Array.from({ length: Number(count) }, (_, index) => part(BigInt(index))).join(
    family === "ipv4" ? "." : ":",
  );
}

const isInside = (value: bigint, base: bigint, prefixLength: number, family: Family) => {
  const rest = BigInt(bitsOf[family] - prefixLength);
  return value >> rest === base >> rest;
};

/** A block and an address in or near it: random ones would hardly ever meet. */
const meeting = fc.constantFrom<Family>("ipv4", "ipv6").chain((family) =>
  fc
    .record({
      base: fc.bigInt({ min: 0n, max: (1n << BigInt(bitsOf[family])) - 1n }),
      prefixLength: fc.integer({ min: 1, max: bitsOf[family] }),
      // The bit of the address that differs from the block's, if one does.
      flipped: fc.option(fc.integer({ min: 0, max: bitsOf[family] - 1 })),
    })
    .map(({ base, prefixLength, flipped }) => ({
      family,
      base,
      prefixLength,
      value: flipped === null ? base : base ^ (1n << BigInt(flipped)),
    })),
);

const blocksFrom = (...texts: readonly string[]): Block[] => texts.flatMap((text) => blockFrom(text) ?? []);

describe("a block", () => {
  it("holds exactly the addresses that share its first bits", () => {
    fc.assert(
      fc.property(meeting, ({ family, base, prefixLength, value }) => {
        // Addresses of ::ffff:0:0/96 are IPv4 addresses; they have a test of their own.
        fc.pre(family === "ipv4" || base >> 32n !== 0xffffn);
        const blocks = blocksFrom(`${written(base, family)}/${prefixLength}`);
        expect(blocks).toHaveLength(1);
        expect(inBlocks(blocks)(written(value, family))).toBe(isInside(value, base, prefixLength, family));
      }),
      { numRuns: 2_000 },
    );
  });

  it("of IPv4 holds the same addresses written as IPv6, be it written so itself or not", () => {
    fc.assert(
      fc.property(meeting, ({ family, base, prefixLength, value }) => {
        fc.pre(family === "ipv4");
        const inside = isInside(value, base, prefixLength, family);
        const peer = `::ffff:${written(value, "ipv4")}`;
        const plain = `${written(base, "ipv4")}/${prefixLength}`;
        const mapped = `::ffff:${written(base, "ipv4")}/${prefixLength + 96}`;
        expect(inBlocks(blocksFrom(plain))(peer)).toBe(inside);
        expect(inBlocks(blocksFrom(mapped))(written(value, "ipv4"))).toBe(inside);
      }),
    );
  });

  it("of IPv6 holds no IPv4 address, however wide it is", () => {
    expect(inBlocks(blocksFrom("::/32"))("10.0.0.1")).toBe(false);
    expect(inBlocks(blocksFrom("::/32"))("::ffff:10.0.0.1")).toBe(false);
  });

  it.each([
    "",
    "10.0.0.0/33",
    "10.0.0/8",
    "10.0.0.0/",
    "10.0.0.0/8/8",
    "::/129",
    "fe80::1%eth0",
    "x",
    "10.0.0.0/-1",
  ])("is not %j", (text) => {
    expect(blockFrom(text)).toBeUndefined();
  });

  it("holds nothing that is no address", () => {
    for (const text of ["", "x", "10.0.0.1:80", "10.0.0.1, 127.0.0.1"])
      expect(inBlocks(blocksFrom("10.0.0.0/8", "fe80::/64"))(text), text).toBe(false);
  });
});

it("writes each address in one way", () => {
  expect(
    ["::ffff:10.0.0.1", "::FFFF:a00:1", "fe80:0:0::1%eth0", "10.0.0.1", "0:0:0:0:0:0:0:1"].map(plainAddress),
  ).toEqual(["10.0.0.1", "10.0.0.1", "fe80::1", "10.0.0.1", "::1"]);
});

describe("without a login", () => {
  const open = { listensOnLoopback: true };

  it.each([
    ["127.0.0.1", 200],
    ["127.8.9.10", 200],
    ["::1", 200],
    ["::ffff:127.0.0.1", 200],
    ["10.0.0.1", 403],
    ["::ffff:10.0.0.1", 403],
    ["fe80::1", 403],
    ["", 403],
  ])("and without a list a request from %j gets %s", async (from, status) => {
    expect((await (await guarded(open)).get("/", { from })).status).toBe(status);
  });

  it("a list takes the place of this machine", async () => {
    const served = await guarded({ allowed: blocksFrom("10.1.0.0/16", "fd00:1::/48") });
    const statusFrom = async (from: string) => (await served.get("/", { from })).status;
    expect(await statusFrom("10.1.255.255")).toBe(200);
    expect(await statusFrom("::ffff:10.1.0.1")).toBe(200);
    expect(await statusFrom("fd00:1::5")).toBe(200);
    for (const from of ["10.2.0.0", "fd00:2::5", "127.0.0.1", "::1"])
      expect(await statusFrom(from), from).toBe(403);
    expect(served.faults[0]).toMatchObject({
      kind: "wrong-address",
      reason: "10.2.0.0 is not among those answered",
    });
  });

  it("no header changes where a request comes from", async () => {
    const served = await guarded(open);
    const headers = { "X-Forwarded-For": "127.0.0.1", Forwarded: "for=127.0.0.1", "X-Real-IP": "127.0.0.1" };
    expect((await served.get("/", { from: "10.0.0.1", headers })).status).toBe(403);
  });

  it("health checks are answered whoever asks, and nothing else is, not even a style sheet", async () => {
    const served = await guarded(open);
    const statusOf = async (path: string) => (await served.get(path, { from: "10.0.0.1" })).status;
    expect([await statusOf("/healthz"), await statusOf("/readyz")]).toEqual([200, 200]);
    for (const path of ["/static/style.css", "/healthz/more", "/?/healthz"])
      expect(await statusOf(path), path).toBe(403);
  });
});

it("with a login every address may ask, and with a list beside it both must hold", async () => {
  const { login } = await Balancer.start();
  const free = await guarded({ login, listensOnLoopback: false });
  expect((await free.get("/", { from: "203.0.113.9" })).text).toBe("no-login");
  const listed = await guarded({ login, listensOnLoopback: false, allowed: blocksFrom("10.0.0.0/16") });
  expect((await listed.get("/", { from: "203.0.113.9" })).text).toBe("wrong-address");
  expect((await listed.get("/", { from: "10.0.0.9" })).text).toBe("no-login");
});
