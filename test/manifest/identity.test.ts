import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DeliveryId } from "../../configs/names.ts";
import { deliveryIdOf } from "../../runtime/manifest/identity.ts";

describe("the identity of a delivery", () => {
  const file = fc.record({
    name: fc.string({ minLength: 1, unit: "grapheme-ascii" }).filter((name) => !name.includes("\n")),
    digest: fc.stringMatching(/^[0-9a-f]{8}$/),
  });
  const files = fc.uniqueArray(file, { minLength: 1, maxLength: 8, selector: ({ name }) => name });

  test("is worked out by hand for two files", () => {
    // printf '11  a.csv\n22  b.csv\n' | sha256sum
    const id = deliveryIdOf([
      { name: "b.csv", digest: "22" },
      { name: "a.csv", digest: "11" },
    ]);
    expect(id).toBe("c2bbc516efdb");
  });

  test("does not depend on the order of the files", () => {
    fc.assert(fc.property(files, (list) => deliveryIdOf(list) === deliveryIdOf(list.toReversed())));
  });

  test("changes with every name and every content", () => {
    fc.assert(
      fc.property(files, fc.nat(), (list, pick) => {
        const index = pick % list.length;
        const changed = (change: { name?: string; digest?: string }): DeliveryId =>
          deliveryIdOf(list.map((each, at) => (at === index ? { ...each, ...change } : each)));
        const before = deliveryIdOf(list);
        return changed({ digest: "other" }) !== before && changed({ name: "other\tname" }) !== before;
      }),
    );
  });
});
