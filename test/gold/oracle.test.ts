import fc from "fast-check";
import { expect, it } from "vitest";
import { goldMaster } from "../../configs/gold-tables.ts";
import { isoDate } from "../../configs/names.ts";
import { goldFromBronze } from "../support/gold-fixture.ts";
import { oracleGold } from "../support/gold-oracle.ts";
import { randomBronze } from "../support/random-bronze.ts";

const columns = goldMaster.columns.map(({ name }) => name).filter((name) => name !== "customer_id");

/** Equal, numbers within a billionth of their size; and no negative zero. */
function expectSame(value: unknown, expected: unknown, where: string): void {
  if (typeof value !== "number" || typeof expected !== "number") {
    expect(value, where).toBe(expected);
    return;
  }
  expect(Math.abs(value - expected), where).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
  expect(Object.is(value, -0), where).toBe(false);
}

it.each(["2024-12-31", "2024-09-15", "2024-02-29"])(
  "every column of gold on %s equals an independent calculation in plain TypeScript",
  async (asOf) => {
    await fc.assert(
      fc.asyncProperty(randomBronze(asOf), async (bronze) => {
        const gold = await goldFromBronze(bronze, isoDate(asOf));
        const oracle = oracleGold(bronze, asOf);
        expect(gold.size).toBe(bronze.customers.length);
        for (const [customer, expected] of oracle) {
          expect(Object.keys(expected)).toEqual(columns);
          for (const column of columns) {
            expectSame(gold.get(customer)?.[column], expected[column], `${customer} ${column}`);
          }
        }
      }),
      // A counterexample is small as it is, and shrinking it would take minutes.
      { numRuns: 25, endOnFailure: true },
    );
  },
);
