import fc from "fast-check";
import { expect, test } from "vitest";
import { stepNames } from "../../configs/pipeline.ts";
import { jobNameExpression, LONGEST_PREFIX, type Try } from "../../infra/pipeline/job-name.ts";
import { jobRetriers } from "../../infra/pipeline/job-retriers.ts";

/** What SageMaker takes as the name of a job. */
const JOB_NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
/** A state's retriers count together. */
const MOST_RETRIES = jobRetriers.reduce((sum, { MaxAttempts }) => sum + MaxAttempts, 0);

interface Named {
  readonly prefix: string;
  readonly step: (typeof stepNames)[number];
  readonly attempt: Try;
  readonly run: string;
  readonly redrives: number;
  readonly retries: number;
}

/** Fills an expression of the state machine in: `States.Format('a-{}', $.x)`. */
function nameOf({ prefix, step, attempt, run, redrives, retries }: Named): string {
  const expression = jobNameExpression(prefix, step, attempt);
  const [, template = "", fields = ""] = /^States\.Format\('([^']*)', (.*)\)$/.exec(expression) ?? [];
  expect(fields).toBe("$.run_id, $$.Execution.RedriveCount, $$.State.RetryCount");
  const values = [run, String(redrives), String(retries)];
  return values.reduce((text, value) => text.replace("{}", value), template);
}

const hexadecimal = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 12, maxLength: 12 });
const named: fc.Arbitrary<Named> = fc.record({
  prefix: fc
    .string({ unit: fc.constantFrom(..."abcxyz019-"), maxLength: LONGEST_PREFIX - 2 })
    .map((middle) => `p${middle}e`),
  step: fc.constantFrom(...stepNames),
  attempt: fc.constantFrom<Try>("first", "again"),
  run: fc
    .tuple(hexadecimal, fc.integer({ min: 1, max: 9999 }))
    .map(([delivery, attempt]) => `${delivery}-${attempt}`),
  redrives: fc.integer({ min: 0, max: 1000 }),
  retries: fc.integer({ min: 0, max: MOST_RETRIES }),
});

test("whatever the stack and the run, SageMaker takes a job's name", () => {
  fc.assert(
    fc.property(named, (parts) => {
      expect(nameOf(parts)).toMatch(JOB_NAME);
      expect(nameOf(parts).length).toBeLessThanOrEqual(63);
    }),
    { numRuns: 2000 },
  );
});

test("the longest name fits, and one more letter in the prefix would not", () => {
  const longest = {
    step: "evaluate",
    attempt: "again",
    run: "0123456789ab-9999",
    redrives: 1000,
    retries: 99,
  } as const;
  expect(MOST_RETRIES).toBeLessThanOrEqual(longest.retries);
  expect(Math.max(...stepNames.map(({ length }) => length))).toBe(longest.step.length);
  expect(nameOf({ ...longest, prefix: "p".repeat(LONGEST_PREFIX) })).toHaveLength(63);
  expect(nameOf({ ...longest, prefix: "p".repeat(LONGEST_PREFIX + 1) })).toHaveLength(64);
});

test("no two jobs of a stack have the same name", () => {
  fc.assert(
    fc.property(named, named, (one, other) => {
      const inOneStack = { ...other, prefix: one.prefix };
      const same = JSON.stringify(one) === JSON.stringify(inOneStack);
      expect(nameOf(one) === nameOf(inOneStack)).toBe(same);
    }),
    { numRuns: 2000 },
  );
});

test("the jobs of a run differ in their names, whichever is tried how often", () => {
  const run = { prefix: "spanishgas-dev", run: "0123456789ab-1" };
  const names = stepNames.flatMap((step) =>
    (["first", "again"] as const).flatMap((attempt) =>
      [0, 1, 10, 11].flatMap((redrives) =>
        [0, 1, 10, 11].map((retries) => nameOf({ ...run, step, attempt, redrives, retries })),
      ),
    ),
  );
  expect(new Set(names).size).toBe(names.length);
});
