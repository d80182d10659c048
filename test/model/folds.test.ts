import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitCustomers } from "../../runtime/model/folds.ts";

const options = { seed: 42, holdoutShare: 0.2, folds: 5 };

const customers = fc
  .uniqueArray(fc.integer({ min: 1, max: 99_999 }), { minLength: 1, maxLength: 200 })
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id) => fc.record({ customerId: fc.constant(`C${id}`), churn: fc.constantFrom(0, 1) })),
    ),
  )
  .map((rows) =>
    rows.map(({ customerId, churn }): { customerId: string; churn: 0 | 1 } => ({
      customerId,
      churn: churn === 1 ? 1 : 0,
    })),
  );

describe("the split", () => {
  it("holds out exactly 20 % of each class, rounded, and deals the rest evenly to five folds", () => {
    fc.assert(
      fc.property(customers, (rows) => {
        const split = splitCustomers(rows, options);
        expect(split.map(({ customerId }) => customerId)).toEqual(
          rows.map(({ customerId }) => customerId).sort(),
        );
        const churnOf = new Map(rows.map(({ customerId, churn }) => [customerId, churn]));
        for (const churn of [0, 1]) {
          const ofClass = split.filter(({ customerId }) => churnOf.get(customerId) === churn);
          const held = ofClass.filter(({ part }) => part === "holdout");
          expect(held.length).toBe(Math.round(0.2 * ofClass.length));
          expect(held.every(({ fold }) => fold === null)).toBe(true);
          const sizes = [0, 1, 2, 3, 4].map((fold) => ofClass.filter((row) => row.fold === fold).length);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
          expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(ofClass.length - held.length);
        }
      }),
    );
  });

  it("does not depend on the order of the rows", () => {
    const shuffled = customers.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    );
    fc.assert(
      fc.property(shuffled, ([rows, others]) => {
        expect(splitCustomers(others, options)).toEqual(splitCustomers(rows, options));
      }),
    );
  });

  it("puts first the customers whose SHA-256 of seed and id is lowest", () => {
    const rows = Array.from({ length: 25 }, (_, index) => ({ customerId: `C${index}`, churn: 1 as const }));
    const lowest = rows
      .map(({ customerId }) => ({
        customerId,
        hash: createHash("sha256").update(`42:${customerId}`).digest("hex"),
      }))
      .sort((a, b) => (a.hash < b.hash ? -1 : 1))
      .slice(0, 5)
      .map(({ customerId }) => customerId);
    const held = splitCustomers(rows, options).filter(({ part }) => part === "holdout");
    expect(held.map(({ customerId }) => customerId)).toEqual(lowest.sort());
  });

  it("changes with the seed", () => {
    const rows = Array.from({ length: 50 }, (_, index) => ({ customerId: `C${index}`, churn: 0 as const }));
    expect(splitCustomers(rows, { ...options, seed: 43 })).not.toEqual(splitCustomers(rows, options));
  });

  it("deals other folds with another fold seed, and leaves the holdout as it is", () => {
    const rows = Array.from({ length: 50 }, (_, index) => ({ customerId: `C${index}`, churn: 0 as const }));
    const [split, dealt] = [
      splitCustomers(rows, options),
      splitCustomers(rows, { ...options, foldSeed: 43 }),
    ];
    expect(dealt.map(({ part }) => part)).toEqual(split.map(({ part }) => part));
    expect(dealt.map(({ fold }) => fold)).not.toEqual(split.map(({ fold }) => fold));
    expect(splitCustomers(rows, { ...options, foldSeed: options.seed })).toEqual(split);
  });

  it("refuses a customer that stands twice", () => {
    const twice = [
      { customerId: "C1", churn: 0 as const },
      { customerId: "C1", churn: 1 as const },
    ];
    expect(() => splitCustomers(twice, options)).toThrow("stands twice");
  });
});
