import { expect, test } from "vitest";
import { randomStream } from "../../runtime/demo/random.ts";
import { Pair, type Shift, shiftsOf, shiftText } from "../support/drift-pairs.ts";
import { populationOf } from "../support/drift-population.ts";
import { syntheticCustomers } from "../support/synthetic-customers.ts";

/**
 * How often the drift rule is right, at the size of a real customer base and over columns of every shape. The same on
 * the gold master of a lake, feature by feature: `node test/bench/drift.ts --lake LAKE`.
 */

const QUIET_RUNS = 200;
const SHIFT_RUNS = 100;

const population = populationOf(syntheticCustomers(20_099, randomStream(1, "synthetic customers")));
const nameOf = (shift: Shift) => `${shift.column.name} ${shiftText(shift)}`;
const large = shiftsOf(population, 0.3, 0.08);
const small = shiftsOf(population, 0.05, 0.02);

interface Counts {
  quiet: number;
  before: number;
  readonly large: Map<string, number>;
  readonly small: Map<string, number>;
}

/** How many pairs are called drifted: as they are, by the rule before, and shifted. */
function count(): Counts {
  const counts: Counts = { quiet: 0, before: 0, large: new Map(), small: new Map() };
  for (let run = 0; run < QUIET_RUNS; run += 1) {
    const pair = new Pair(population, randomStream(run, "pair"));
    counts.quiet += pair.verdict() === "none" ? 0 : 1;
    counts.before += pair.driftedByTheRuleBefore() ? 1 : 0;
    if (run >= SHIFT_RUNS) continue;
    const random = randomStream(run, "shift");
    for (const [shifts, drifted] of [
      [large, counts.large],
      [small, counts.small],
    ] as const)
      for (const shift of shifts) {
        const isDrifted = pair.verdictWith(shift, random) !== "none";
        drifted.set(nameOf(shift), (drifted.get(nameOf(shift)) ?? 0) + (isDrifted ? 1 : 0));
      }
  }
  return counts;
}

const counts = count();

test("without drift at most 1 in 100 pairs is called drifted, where the rule before errs often", () => {
  expect(counts.quiet).toBeLessThanOrEqual(0.01 * QUIET_RUNS);
  // Kolmogorov-Smirnov at p < 0.01 on 19 columns, ties or not, without a correction.
  expect(counts.before).toBeGreaterThan(0.05 * QUIET_RUNS);
});

test("every shift of 0.3 standard deviations or 8 points is found, in at least 99 of 100", () => {
  expect(large.length).toBe(counts.large.size);
  expect([...counts.large].filter(([, drifted]) => drifted < 0.99 * SHIFT_RUNS)).toEqual([]);
});

test("no shift of 0.05 standard deviations or 2 points is called drift, in more than 1 of 100", () => {
  expect(small.length).toBe(counts.small.size);
  expect([...counts.small].filter(([, drifted]) => drifted > 0.01 * SHIFT_RUNS)).toEqual([]);
});

test("every column is shifted but constants, by deviations, and whatever is rarer than the shift", () => {
  const shifted = (shifts: readonly Shift[], of: Shift["of"]) => [
    ...new Set(shifts.filter((shift) => shift.of === of).map(({ column }) => column.name)),
  ];
  const numeric = population.flatMap((column) => (column.kind === "numeric" ? [column.name] : []));
  const constants = ["active_months", "gas_trend"];
  for (const shifts of [large, small]) {
    expect(shifted(shifts, "number")).toEqual(numeric.filter((name) => !constants.includes(name)));
    expect(shifted(shifts, "gap")).toEqual(numeric);
    expect(shifted(shifts, "level")).toEqual(
      population.flatMap((column) => (column.kind === "numeric" ? [] : [column.name])),
    );
  }
});
