/**
 * `npm run bench:serving`: rows a second, and how long an answer takes, over HTTP from the image's entry point in a process
 * of its own, reasons included. The model has as many trees as the champion's recipe; what they say matters to nobody here.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { featuresOf } from "../../configs/features.ts";
import { DEFAULT_EXPERIMENT, type ModelPolicy, modelPolicy } from "../../configs/model-policy.ts";
import { jsonText } from "../../runtime/json.ts";
import { trainWith } from "../../runtime/model/train-step.ts";
import { csv, jsonLines } from "../serving/rows-as-text.ts";
import { ServingContainer } from "../serving/serving-container.ts";
import { validRow } from "../serving/valid-row.ts";
import { runStep } from "../support/run-step.ts";
import { writeSyntheticGold } from "../support/synthetic-gold.ts";
import { type Limit, spreadOf } from "./report.ts";

const HELP = `npm run bench:serving -- [options]

  --seconds <n>  how long each measurement takes (default 10)
  --threads <n>  threads of the server that score (default 2)
  --out <file>   where the figures go as JSON (default bench-results/serving.json)
`;

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "10" },
    threads: { type: "string", default: "2" },
    out: { type: "string", default: "bench-results/serving.json" },
    help: { type: "boolean", default: false },
  },
});

/** The champion's trees, from a training that is as short as it can be. */
const policy: ModelPolicy = {
  ...modelPolicy,
  split: { ...modelPolicy.split, folds: 2 },
  recipe: { ...modelPolicy.recipe, classWeightings: ["none"] },
  bootstrap: { ...modelPolicy.bootstrap, resamples: 100 },
};

const ROWS_A_SECOND = 1000;

interface Figures {
  readonly form: string;
  readonly rowsPerRequest: number;
  readonly callers: number;
  readonly rowsPerSecond: number;
  /** Of the server's own processor time: what a machine that others use as well would give it whole. */
  readonly rowsPerCpuSecond: number | null;
  /** Time of an answer, in ms. */
  readonly p50: number;
  readonly p95: number;
}

interface Case {
  readonly form: "application/jsonlines" | "text/csv";
  readonly rowsPerRequest: number;
  /** Callers at the same time, each with one request. */
  readonly callers: number;
}

const cases: readonly Case[] = [
  { form: "application/jsonlines", rowsPerRequest: 1, callers: 1 },
  { form: "application/jsonlines", rowsPerRequest: 1, callers: 8 },
  { form: "application/jsonlines", rowsPerRequest: 100, callers: 2 },
  { form: "application/jsonlines", rowsPerRequest: 2000, callers: 1 },
  { form: "application/jsonlines", rowsPerRequest: 2000, callers: 2 },
  { form: "text/csv", rowsPerRequest: 2000, callers: 2 },
];

const columns = ["customer_id", ...featuresOf(DEFAULT_EXPERIMENT).map(({ name }) => name)];

function made(rows: number) {
  const row = validRow(columns);
  return Array.from({ length: rows }, (_, index) => ({
    ...row,
    customer_id: `C${index}`,
    tenure_months: index / 7,
    months_to_renewal: (index % 200) / 10,
    is_negative_sentiment: index % 2,
  }));
}

async function measured(
  container: ServingContainer,
  { form, rowsPerRequest, callers }: Case,
): Promise<Figures> {
  const rows = made(rowsPerRequest);
  const body = form === "text/csv" ? csv(rows, columns) : jsonLines(rows);
  const times: number[] = [];
  const ask = async () => {
    const begun = performance.now();
    const response = await container.invoke(body, form);
    const answer = await response.text();
    if (response.status !== 200) throw new Error(answer);
    times.push(performance.now() - begun);
  };
  await ask();
  times.length = 0;
  const begun = performance.now();
  const cpuBefore = container.cpuSeconds();
  const until = begun + Number(values.seconds) * 1000;
  const caller = async () => {
    while (performance.now() < until) await ask();
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const seconds = (performance.now() - begun) / 1000;
  const cpuAfter = container.cpuSeconds();
  const sorted = times.toSorted((a, b) => a - b);
  return {
    form,
    rowsPerRequest,
    callers,
    rowsPerSecond: (times.length * rowsPerRequest) / seconds,
    rowsPerCpuSecond:
      cpuBefore === null || cpuAfter === null
        ? null
        : (times.length * rowsPerRequest) / (cpuAfter - cpuBefore),
    p50: spreadOf(times).median,
    p95: sorted[Math.floor(0.95 * (sorted.length - 1))] ?? Number.NaN,
  };
}

async function bench(): Promise<number> {
  const root = mkdtempSync(join(tmpdir(), "spanishgas-bench-serving-"));
  let container: ServingContainer | undefined;
  try {
    const at = (name: string) => join(root, name);
    for (const name of ["gold", "scratch"]) mkdirSync(at(name));
    process.stderr.write("A model of the champion's size ...\n");
    await writeSyntheticGold({ folder: at("gold"), scratch: at("scratch"), customers: 1200 });
    await runStep(trainWith(policy), {
      inputs: { gold: at("gold") },
      outputs: { candidate: at("model") },
      scratch: at("scratch"),
    });
    container = new ServingContainer(root, { SERVE_WORKERS: values.threads });
    const figures: Figures[] = [];
    for (const each of cases) figures.push(await measured(container, each));
    return report(figures);
  } finally {
    await container?.end();
    rmSync(root, { recursive: true, force: true });
  }
}

function report(figures: readonly Figures[]): number {
  const limit: Limit = {
    name: "Rows scored with reasons",
    value: Math.max(...figures.map(({ rowsPerSecond }) => rowsPerSecond)),
    limit: ROWS_A_SECOND,
    unit: "rows/s",
    kind: "at least",
  };
  const cpu = `${cpus().length} x ${cpus()[0]?.model.trim() ?? "unknown processor"}`;
  mkdirSync(join(values.out, ".."), { recursive: true });
  writeFileSync(values.out, jsonText({ cpu, threads: Number(values.threads), figures, limit }));
  const lines = figures.map(
    ({ form, rowsPerRequest, callers, rowsPerSecond, rowsPerCpuSecond, p50, p95 }) =>
      `${form.padEnd(22)} ${String(rowsPerRequest).padStart(5)} rows x ${callers} callers  ` +
      `${rowsPerSecond.toFixed(0).padStart(6)} rows/s  ${rowsPerCpuSecond?.toFixed(0) ?? "?"} a CPU-s  p50 ${p50.toFixed(1)} ms  p95 ${p95.toFixed(1)} ms`,
  );
  process.stdout.write(`${cpu}, ${values.threads} threads\n${lines.join("\n")}\nAs JSON: ${values.out}\n`);
  return limit.value >= limit.limit ? 0 : 1;
}

if (values.help) process.stdout.write(HELP);
else process.exitCode = await bench();
