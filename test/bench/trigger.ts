import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { functions } from "../../configs/functions.ts";
import { compile } from "../../infra/bundle.ts";
import { outputOf } from "./process-cost.ts";
import { holds, type Limit, spreadOf } from "./report.ts";

/**
 * How long the trigger's bundle takes to load in a fresh process, which is what a cold start waits for: the median of
 * many processes, each of which imports it once. `npm run bench:trigger -- --rounds 40`
 */

const { values } = parseArgs({ options: { rounds: { type: "string", default: "20" } } });
const MOST_BYTES = 2_000_000;
const MOST_MS = 300;

const code = compile(functions.trigger.entry, resolve(import.meta.dirname, "../.."));
const folder = mkdtempSync(join(tmpdir(), "spanishgas-trigger-"));
const times: number[] = [];
try {
  const file = join(folder, "index.mjs");
  writeFileSync(file, code);
  for (let round = 0; round < Number(values.rounds); round += 1)
    times.push(Number(await outputOf("trigger-import.ts", [file])));
} finally {
  rmSync(folder, { recursive: true });
}

const { median, least, greatest } = spreadOf(times);
const limits: readonly Limit[] = [
  { name: "bundle", value: Buffer.byteLength(code), limit: MOST_BYTES, unit: "bytes", kind: "at most" },
  { name: "cold import, median", value: median, limit: MOST_MS, unit: "ms", kind: "at most" },
];
process.stdout.write(
  `Trigger, ${times.length} processes: ${median.toFixed(0)} ms (${least.toFixed(0)} to ${greatest.toFixed(0)})\n`,
);
for (const limit of limits)
  process.stdout.write(
    `${limit.name}: ${limit.value.toFixed(0)} of ${limit.limit} ${limit.unit} ${holds(limit) ? "holds" : "BROKEN"}\n`,
  );
if (!limits.every(holds)) process.exitCode = 1;
