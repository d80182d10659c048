import { BlockList } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isPrivate, parseCidr } from "../../infra/network/cidr.ts";

const textOf = (number: number) => [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join(".");
const blocks = fc.tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }));

test("a block is taken when, and only when, its address is the block's first", () => {
  fc.assert(
    fc.property(blocks, ([number, prefixLength]) => {
      const size = 2 ** (32 - prefixLength);
      const first = Math.floor(number / size) * size;
      expect(parseCidr(`${textOf(first)}/${prefixLength}`)).toEqual({ address: textOf(first), prefixLength });
      if (first !== number) expect(parseCidr(`${textOf(number)}/${prefixLength}`)).toBeUndefined();
    }),
  );
});

test.each([
  "",
  "10.0.0.0",
  "10.0.0/8",
  "10.0.0.0/33",
  "10.0.0.0/08",
  "10.0.0.0/8/8",
  "::/0",
  "a/8",
  "010.0.0.0/8",
])("%j is no block", (text) => {
  expect(parseCidr(text)).toBeUndefined();
});

test("a private block has its first and its last address in one private range", () => {
  const ranges = [
    ["10.0.0.0", 8],
    ["172.16.0.0", 12],
    ["192.168.0.0", 16],
  ] as const;
  fc.assert(
    fc.property(
      fc.tuple(
        fc.oneof(fc.constantFrom(10, 172, 192, 11), fc.integer({ min: 0, max: 255 })),
        fc.oneof(fc.constantFrom(0, 15, 16, 31, 32, 168), fc.integer({ min: 0, max: 255 })),
        fc.integer({ min: 1, max: 32 }),
      ),
      ([one, two, prefixLength]) => {
        const size = 2 ** (32 - prefixLength);
        const first = Math.floor((one * 2 ** 24 + two * 2 ** 16) / size) * size;
        const inside = ranges.some(([start, length]) => {
          const range = new BlockList();
          range.addSubnet(start, length);
          return range.check(textOf(first)) && range.check(textOf(first + size - 1));
        });
        expect(isPrivate({ address: textOf(first), prefixLength })).toBe(inside);
      },
    ),
  );
});
