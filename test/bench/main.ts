/**
 * `npm run bench`: the demo's writing speed, the hourly aggregation against the decode floor of the same file, the
 * pipeline by step, what the leaderboard adds, and how time grows. Ratios are taken within one run; each measurement has a process of its own.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DEFAULT_SEED } from "../../configs/seed.ts";
import { makeDemo } from "../../runtime/demo/index.ts";
import { jsonText } from "../../runtime/json.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { pipelineCost } from "./pipeline-cost.ts";
import { type Cost, costInChild } from "./process-cost.ts";
import {
  type BenchReport,
  type ConversionCost,
  type DemoCost,
  HOURS_A_YEAR,
  type HourlyCost,
  holds,
  type Limit,
  type PipelineCost,
  reportText,
  type SumsCost,
  spreadOf,
} from "./report.ts";

const HELP = `npm run bench -- [options]

  --customers <n>  size of the large demo (default 20099)
  --small <n>      size of the small demo, for the growth (default 2000)
  --text <n>       customers of the small demo whose readings are summed from text (default 200)
  --rounds <n>     how often floor and aggregation are measured (default 5)
  --threads <n>    threads of the engine (default 2)
  --data <folder>  where the demos lie; made when missing (default data/bench)
  --out <file>     where the figures go as JSON (default bench-results/bench.json)
`;

const { values } = parseArgs({
  options: {
    customers: { type: "string", default: "20099" },
    small: { type: "string", default: "2000" },
    text: { type: "string", default: "200" },
    rounds: { type: "string", default: "5" },
    threads: { type: "string", default: "2" },
    data: { type: "string", default: "data/bench" },
    out: { type: "string", default: "bench-results/bench.json" },
    help: { type: "boolean", default: false },
  },
});

const READINGS_FILE = "consumption_hourly_2024.parquet";
const scratch = join(values.data, "scratch");

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function demoFolder(customers: number): string {
  return join(values.data, String(customers));
}

async function demoCost(customers: number): Promise<DemoCost> {
  const folder = demoFolder(customers);
  const file = join(folder, READINGS_FILE);
  const made = existsSync(file)
    ? undefined
    : await makeDemo({ out: folder, customers, seed: DEFAULT_SEED, threads: Number(values.threads) });
  return {
    customers,
    readings: customers * HOURS_A_YEAR,
    bytes: statSync(file).size,
    readingsPerSecond: made?.readingsPerSecond ?? null,
  };
}

async function hourlyCost(customers: number): Promise<HourlyCost> {
  const arguments_ = [join(demoFolder(customers), READINGS_FILE), values.threads, scratch];
  const floor: Cost[] = [];
  const aggregation: Cost[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    floor.push(await costInChild("./floor.ts", arguments_));
    aggregation.push(await costInChild("./hourly.ts", arguments_));
  }
  const ratios = aggregation.map(({ cpuSeconds }, round) => cpuSeconds / (floor[round]?.cpuSeconds ?? 0));
  return { customers, floor, aggregation, cpuRatio: spreadOf(ratios) };
}

/** The aggregation of a demo's readings as comma-separated values: the slowest of the formats that come in practice. */
async function conversionCost(demo: number, customers: number): Promise<ConversionCost> {
  const file = join(demoFolder(demo), READINGS_FILE);
  const text = join(scratch, "readings.csv");
  const rows = customers * HOURS_A_YEAR;
  {
    using engine = await Engine.open({ threads: Number(values.threads), memoryLimitMb: 400, scratch });
    await engine.run(`COPY (FROM read_parquet(${literal(file)}) LIMIT ${rows}) TO ${literal(text)} (HEADER)`);
  }
  const bytes = statSync(text).size;
  const cost = await costInChild("./hourly.ts", [text, values.threads, scratch, file]);
  rmSync(text);
  return { ...cost, customers, readings: rows, bytes };
}

/** Machines whose sums are put together. */
const SHARES = 4;

/**
 * Puts together what so many machines would make of a demo: sums by customer and 48 slots a year, of the form that the
 * statement's result has, each machine's for other days.
 */
async function sumsCost(customers: number): Promise<SumsCost> {
  const file = join(demoFolder(customers), READINGS_FILE);
  const folder = join(scratch, "sums");
  mkdirSync(folder, { recursive: true });
  {
    using engine = await Engine.open({ threads: Number(values.threads), memoryLimitMb: 400, scratch });
    for (let share = 0; share < SHARES; share += 1)
      await engine.run(
        `COPY (SELECT customer_id, month(timestamp) * 4 + hour(timestamp) // 6 AS slot, sum(1e12 + hour(timestamp)) AS tally,
                 count(*) AS hours, sum(consumption_elec_kwh) AS elec, sum(consumption_gas_m3) AS gas
               FROM read_parquet(${literal(file)}) WHERE day(timestamp) % ${SHARES} = ${share}
               GROUP BY customer_id, slot) TO ${literal(join(folder, `${share}.parquet`))}`,
      );
  }
  const bytes = sum(readdirSync(folder).map((name) => statSync(join(folder, name)).size));
  const cost = await costInChild("./sums.ts", [folder, values.threads, scratch]);
  rmSync(folder, { recursive: true });
  return { ...cost, customers, bytes };
}

function sum(values: readonly number[] = []): number {
  return values.reduce((total, value) => total + value, 0);
}

function limitsOf({ demos, hourly, pipelines }: Omit<BenchReport, "limits">): Limit[] {
  const [small, large] = pipelines;
  // Of the steps that both ran: the gate may have refused the small demo's model.
  const common = small?.steps.map(({ step }) => step) ?? [];
  const nsPerReading = (cost: PipelineCost | undefined) =>
    (1e9 *
      sum(cost?.steps.filter(({ step }) => common.includes(step)).map(({ wallSeconds }) => wallSeconds))) /
    (cost?.readings ?? 1);
  const peak = Math.max(...pipelines.flatMap(({ steps }) => steps.map(({ peakMemoryMb }) => peakMemoryMb)));
  const largeDemo = demos.at(-1);
  const largeHourly = hourly.at(-1);
  const limits: Limit[] = [
    {
      name: "CPU of the hourly aggregation over the floor",
      value: largeHourly?.cpuRatio.median ?? Number.NaN,
      limit: 2.5,
      unit: "times",
      kind: "at most",
    },
    {
      name: "Memory of the hourly aggregation",
      value: Math.max(...(largeHourly?.aggregation.map(({ peakMemoryMb }) => peakMemoryMb) ?? [])),
      limit: 500,
      unit: "MB",
      kind: "at most",
    },
    {
      name: "Bronze to drift",
      value: large?.stepSeconds ?? Number.NaN,
      limit: 120,
      unit: "s",
      kind: "at most",
    },
    { name: "Memory of any step", value: peak, limit: 2000, unit: "MB", kind: "at most" },
    {
      name: "Time a reading, large over small demo",
      value: nsPerReading(large) / nsPerReading(small),
      limit: 1.15,
      unit: "times",
      kind: "at most",
    },
    {
      name: "Readings file",
      value: (largeDemo?.bytes ?? Number.NaN) / 1e6,
      limit: 2000,
      unit: "MB",
      kind: "at most",
    },
  ];
  const written = largeDemo?.readingsPerSecond ?? null;
  if (written !== null) {
    limits.push({
      name: "Readings written",
      value: written / 1e6,
      limit: 1,
      unit: "M/s",
      kind: "at least",
    });
  }
  return limits;
}

async function bench(): Promise<number> {
  const sizes = [Number(values.small), Number(values.customers)];
  mkdirSync(scratch, { recursive: true });
  const demos: DemoCost[] = [];
  const hourly: HourlyCost[] = [];
  const pipelines: PipelineCost[] = [];
  for (const size of sizes) {
    say(`Demo of ${size} customers ...`);
    demos.push(await demoCost(size));
  }
  for (const size of sizes) {
    say(`Hourly aggregation of ${size} customers ...`);
    hourly.push(await hourlyCost(size));
  }
  say(`Text of ${values.text} customers ...`);
  const conversion = await conversionCost(Number(values.small), Number(values.text));
  say("Sums of several machines ...");
  const sums = await sumsCost(Number(values.customers));
  for (const size of sizes) {
    say(`Pipeline of ${size} customers, and its training once more with the leaderboard ...`);
    pipelines.push(
      await pipelineCost({
        customers: size,
        raw: demoFolder(size),
        lake: join(scratch, `lake-${size}`),
        threads: values.threads,
      }),
    );
  }
  rmSync(scratch, { recursive: true, force: true });
  const measured = {
    node: process.version,
    cpu: `${cpus().length} x ${cpus()[0]?.model.trim() ?? "unknown processor"}`,
    threads: Number(values.threads),
    demos,
    hourly,
    conversion,
    sums,
    pipelines,
  };
  const report: BenchReport = { ...measured, limits: limitsOf(measured) };
  mkdirSync(join(values.out, ".."), { recursive: true });
  writeFileSync(values.out, jsonText(report));
  process.stdout.write(`${reportText(report)}\n\nAs JSON: ${values.out}\n`);
  return report.limits.every(holds) ? 0 : 1;
}

if (values.help) process.stdout.write(HELP);
else process.exitCode = await bench();
