import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { combineCrc32, crc32OfFile, crc32Text } from "../../runtime/lake/crc32.ts";
import { temporaryFolder } from "../support/folders.ts";

test("the CRC of the digits 1 to 9 is the one that every table of CRCs gives", () => {
  expect(combineCrc32(crc32("1234"), crc32("56789"), 5)).toBe(0xcbf43926);
  expect(crc32Text(0xcbf43926)).toBe("y/Q5Jg==");
});

test("CRCs of pieces combine to the CRC of the whole, whatever the pieces", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }), fc.uint8Array({ maxLength: 5000 }), (a, b) => {
      const whole = crc32(Buffer.concat([a, b]));
      expect(combineCrc32(crc32(a), crc32(b), b.length)).toBe(whole);
    }),
  );
});

test("pieces may be larger than 32 bits count", () => {
  // Zeros: 5 GiB of them, as 5 times one, combined one by one and at once.
  const gibibyte = 2 ** 30;
  const zeros = Buffer.alloc(1 << 20);
  let one = 0;
  for (let mebibyte = 0; mebibyte < 1024; mebibyte += 1) one = combineCrc32(one, crc32(zeros), zeros.length);
  let five = 0;
  for (let turn = 0; turn < 5; turn += 1) five = combineCrc32(five, one, gibibyte);
  const four = [1, 2, 3].reduce((crc) => combineCrc32(crc, one, gibibyte), one);
  expect(combineCrc32(one, four, 4 * gibibyte)).toBe(five);
});

test("a part of a file has the CRC of its bytes", async () => {
  const path = join(temporaryFolder(), "x");
  writeFileSync(path, "0123456789");
  expect(await crc32OfFile(path)).toBe(crc32("0123456789"));
  expect(await crc32OfFile(path, { start: 2, end: 5 })).toBe(crc32("234"));
  expect(await crc32OfFile(path, { start: 2, end: 2 })).toBe(0);
});
