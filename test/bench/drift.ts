import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { featuresOf } from "../../configs/features.ts";
import { SCORE_NAME } from "../../configs/monitoring-tables.ts";
import { randomStream } from "../../runtime/demo/random.ts";
import { readGold } from "../../runtime/model/gold-columns.ts";
import { exactInterval } from "../../runtime/statistics/binomial.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { scalarOf } from "../../runtime/table/scalar.ts";
import { Pair, shiftsOf, shiftText } from "../support/drift-pairs.ts";
import { type Population, populationOf } from "../support/drift-population.ts";

const HELP = `node test/bench/drift.ts --lake LAKE [--runs N] [--quiet-runs N]

How often the drift rule is right on customers of a lake's published run: pairs of 16,080 and 20,099 rows are drawn from
them with replacement, and one feature at a time is shifted, by what must be found and by what must not be called drift.
Prints every feature and shift with its count and the exact 95 % interval of its share. Fails when one is out of bounds.

  --lake <folder>       a lake on this machine, which is only read
  --runs <n>            pairs for each shift (100)
  --quiet-runs <n>      pairs without a shift (200)
  --seed <n>            of the drawing (1)
`;

const { values: options } = parseArgs({
  options: {
    lake: { type: "string" },
    runs: { type: "string", default: "100" },
    "quiet-runs": { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    help: { type: "boolean", default: false },
  },
});

/** What must be found, and what must be let be, with the largest share of wrong answers. */
const SIZES = {
  found: { deviations: 0.3, share: 0.08 },
  let: { deviations: 0.05, share: 0.02 },
} as const;
const MOST_WRONG = 0.01;

/** All features of the champion and its scores, of every customer of the current run. */
async function customersOf(lake: string): Promise<Population> {
  const { run } = z
    .object({ run: z.string() })
    .parse(JSON.parse(readFileSync(join(lake, "pointers/current-run.json"), "utf8")));
  const scratch = await mkdtemp(join(tmpdir(), "spanishgas-drift-"));
  try {
    using engine = await Engine.open({ threads: 1, memoryLimitMb: 300, scratch });
    const features = featuresOf("E5_full");
    const gold = await readGold(
      engine,
      join(lake, "gold", run),
      features.map(({ name }) => name),
    );
    const scored = literal(join(lake, "scored", run, "scored_customers.parquet"));
    const scores = await engine.columns(
      `SELECT ${SCORE_NAME} FROM read_parquet(${scored}) ORDER BY customer_id`,
    );
    return populationOf([
      ...features.map(({ name, kind }) => ({ name, kind, values: gold.columns.get(name) ?? [] })),
      {
        name: SCORE_NAME,
        kind: "numeric",
        values: (scores[SCORE_NAME] ?? []).map((cell) => scalarOf(cell, "scored_customers", SCORE_NAME)),
      },
    ]);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const share = (count: number, of: number): string => {
  const { low, high } = exactInterval(count, of, 0.95);
  return `${String(count).padStart(4)} of ${of}  (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)} %)`;
};

async function main(lake: string, runs: number, quietRuns: number, seed: number): Promise<boolean> {
  const population = await customersOf(lake);
  const rows = population[0]?.places.length ?? 0;
  console.log(
    `${rows} customers, ${population.length} features with the score; pairs of 16,080 and 20,099 rows.`,
  );
  const constants = population.filter((column) => column.kind === "numeric" && column.deviation === 0);
  console.log(
    `Without a deviation to shift them by (constants): ${constants.map(({ name }) => name).join(", ") || "none"}.`,
  );
  const kinds = ["found", "let"] as const;
  const all = kinds.flatMap((kind) => {
    const { deviations, share: points } = SIZES[kind];
    return shiftsOf(population, deviations, points).map((shift) => ({ kind, shift, drifted: 0 }));
  });
  const [quiet, before] = [{ drifted: 0 }, { drifted: 0 }];
  for (let run = 0; run < Math.max(runs, quietRuns); run += 1) {
    const pair = new Pair(population, randomStream(seed, "pair", run));
    if (run < quietRuns) {
      quiet.drifted += pair.verdict() === "none" ? 0 : 1;
      before.drifted += pair.driftedByTheRuleBefore() ? 1 : 0;
    }
    if (run >= runs) continue;
    const random = randomStream(seed, "shift", run);
    for (const each of all) each.drifted += pair.verdictWith(each.shift, random) === "none" ? 0 : 1;
  }
  console.log(`\nNothing shifted, called drifted:        ${share(quiet.drifted, quietRuns)}; at most 1 %`);
  console.log(`The same by the rule of the system before: ${share(before.drifted, quietRuns)}\n`);
  const wrong = all.filter(({ kind, drifted }) =>
    kind === "found" ? runs - drifted > MOST_WRONG * runs : drifted > MOST_WRONG * runs,
  );
  for (const each of all)
    console.log(
      `${wrong.includes(each) ? "WRONG " : "      "}${each.shift.column.name.padEnd(37)}${shiftText(each.shift).padEnd(48)}${
        each.kind === "found" ? "must be found" : "must be let be"
      }  ${share(each.drifted, runs)}`,
    );
  for (const kind of kinds) {
    const of = all.filter((each) => each.kind === kind);
    const [counts, total] = [of.reduce((sum, { drifted }) => sum + drifted, 0), of.length * runs];
    console.log(
      `\n${kind === "found" ? "Must be found" : "Must be let be"}: ${of.length} shifts, called drifted ${share(counts, total)}, ` +
        `the ${kind === "found" ? "least" : "most"} ${(kind === "found" ? Math.min : Math.max)(...of.map(({ drifted }) => drifted))} of ${runs}`,
    );
  }
  return wrong.length === 0 && quiet.drifted <= MOST_WRONG * quietRuns;
}

if (options.help || options.lake === undefined) {
  process.stdout.write(HELP);
  process.exitCode = options.help ? 0 : 2;
} else {
  const right = await main(
    options.lake,
    Number(options.runs),
    Number(options["quiet-runs"]),
    Number(options.seed),
  );
  process.exitCode = right ? 0 : 1;
}
