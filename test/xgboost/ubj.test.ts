import fc from "fast-check";
import { expect, test } from "vitest";
import { isWholeUbj } from "../../runtime/xgboost/ubj.ts";

const bytes = (...parts: (string | number)[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...Buffer.from(part)] : [part])));

test.each([
  ["an empty object", bytes("{}")],
  ["a text and a number", bytes("{", "U", 1, "a", "SU", 2, "hi", "U", 1, "b", "i", 7, "}")],
  ["a counted object", bytes("{#U", 1, "U", 1, "a", "T")],
  ["a typed array", bytes("{U", 1, "a", "[$l#U", 2, 0, 0, 0, 1, 0, 0, 0, 2, "}")],
  ["a counted array of texts", bytes("{U", 1, "a", "[#U", 2, "SU", 1, "x", "SU", 0, "}")],
])("%s is whole, and no beginning of it is", (_, whole) => {
  expect(isWholeUbj(whole)).toBe(true);
  for (let end = 0; end < whole.length; end += 1) expect(isWholeUbj(whole.subarray(0, end))).toBe(false);
  expect(isWholeUbj(Uint8Array.of(...whole, 0))).toBe(false);
});

test.each([
  ["a negative length", bytes("{U", 1, "a", "Si", 0xff, "}")],
  ["a length beyond the end", bytes("{U", 1, "a", "[$d#l", 0x7f, 0xff, 0xff, 0xff, "}")],
  ["an unknown type", bytes("{U", 1, "a", "?", "}")],
  ["too deep a nest", bytes("{U", 1, "a", "[".repeat(1000))],
])("%s is refused", (_, broken) => {
  expect(isWholeUbj(broken)).toBe(false);
});

test("any bytes are judged without a crash", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (any) => typeof isWholeUbj(any) === "boolean"));
});
