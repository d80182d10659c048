import type { Cost } from "./process-cost.ts";

/** Hours of 2024: readings of a customer. */
export const HOURS_A_YEAR = 8784;

/** Several measurements of the same work: the middle one, and how far they lie apart. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly greatest: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return {
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    least: at(0),
    greatest: at(sorted.length - 1),
  };
}

/** A figure beside the limit that the project has set itself. */
export interface Limit {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  readonly unit: string;
  /** Whether the value must not exceed the limit, or must reach it. */
  readonly kind: "at most" | "at least";
}

export function holds({ value, limit, kind }: Limit): boolean {
  return kind === "at most" ? value <= limit : value >= limit;
}

export interface DemoCost {
  readonly customers: number;
  readonly readings: number;
  readonly bytes: number;
  /** Null when the files were there already. */
  readonly readingsPerSecond: number | null;
}

export interface HourlyCost {
  readonly customers: number;
  readonly floor: readonly Cost[];
  readonly aggregation: readonly Cost[];
  /** CPU time of the aggregation over that of the floor measured just before it. */
  readonly cpuRatio: Spread;
}

/** The hourly aggregation of readings that come as text and are converted first. */
export interface ConversionCost extends Cost {
  readonly customers: number;
  readonly readings: number;
  readonly bytes: number;
}

/** Sums of several machines, put together. */
export interface SumsCost extends Cost {
  readonly customers: number;
  /** Of the files of all machines. */
  readonly bytes: number;
}

export interface StepCost extends Cost {
  readonly step: string;
}

export interface PipelineCost {
  readonly customers: number;
  readonly readings: number;
  readonly steps: readonly StepCost[];
  readonly stepSeconds: number;
  /** What the run has left in the lake, by folder, in MB. */
  readonly lakeMb: Readonly<Record<string, number>>;
  /** The run's training with the leaderboard, which the run was spared; null where there are too few churners for one. */
  readonly withLeaderboard: Cost | null;
}

export interface BenchReport {
  readonly node: string;
  readonly cpu: string;
  readonly threads: number;
  readonly demos: readonly DemoCost[];
  readonly hourly: readonly HourlyCost[];
  readonly conversion: ConversionCost;
  readonly sums: SumsCost;
  readonly pipelines: readonly PipelineCost[];
  readonly limits: readonly Limit[];
}

/** Rows of texts as aligned lines; the first column is left-aligned, the others are figures. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}

const whole = (value: number) => Math.round(value).toLocaleString("en-GB");
const seconds = (value: number) => `${value.toFixed(1)} s`;
const costCells = ({ wallSeconds, cpuSeconds, peakMemoryMb }: Cost) => [
  seconds(wallSeconds),
  seconds(cpuSeconds),
  `${whole(peakMemoryMb)} MB`,
];
const rangeText = ({ median, least, greatest }: Spread) =>
  `${median.toFixed(2)} (${least.toFixed(2)} to ${greatest.toFixed(2)})`;

function demoLines(demos: readonly DemoCost[]): string[] {
  const rows = demos.map(({ customers, readings, bytes, readingsPerSecond }) => [
    whole(customers),
    whole(readings),
    `${(bytes / 1e6).toFixed(0)} MB`,
    readingsPerSecond === null ? "made before" : `${(readingsPerSecond / 1e6).toFixed(2)} M/s`,
  ]);
  return ["Demo", ...aligned([["Customers", "Readings", "File", "Written at"], ...rows])];
}

function hourlyLines({ customers, floor, aggregation, cpuRatio }: HourlyCost): string[] {
  const rows = floor.flatMap((cost, round) => [
    [`${round + 1} floor`, ...costCells(cost)],
    ...aggregation.slice(round, round + 1).map((other) => [`${round + 1} aggregation`, ...costCells(other)]),
  ]);
  return [
    `Hourly aggregation, ${whole(customers)} customers: ${rangeText(cpuRatio)} times the CPU of the decode floor`,
    ...aligned([["Round", "Time", "CPU", "Memory"], ...rows]),
  ];
}

function conversionLines({ readings, bytes, ...cost }: ConversionCost): string[] {
  return [
    "Hourly aggregation of text, converted first",
    ...aligned([
      ["Readings", "File", "Time", "CPU", "Memory"],
      [whole(readings), `${(bytes / 1e6).toFixed(0)} MB`, ...costCells(cost)],
    ]),
  ];
}

function sumsLines({ customers, bytes, ...cost }: SumsCost): string[] {
  return [
    "Sums of several machines, put together",
    ...aligned([
      ["Customers", "Files", "Time", "CPU", "Memory"],
      [whole(customers), `${(bytes / 1e6).toFixed(1)} MB`, ...costCells(cost)],
    ]),
  ];
}

function pipelineLines({ customers, readings, steps, stepSeconds, withLeaderboard }: PipelineCost): string[] {
  return [
    `Pipeline, ${whole(customers)} customers: ${seconds(stepSeconds)} from bronze to drift, ` +
      `${((1e9 * stepSeconds) / readings).toFixed(0)} ns a reading`,
    ...aligned([
      ["Step", "Time", "CPU", "Memory"],
      ...steps.map((cost) => [cost.step, ...costCells(cost)]),
      ...(withLeaderboard === null ? [] : [["train with the leaderboard", ...costCells(withLeaderboard)]]),
    ]),
  ];
}

function limitLines(limits: readonly Limit[]): string[] {
  const rows = limits.map((limit) => [
    limit.name,
    `${limit.value.toFixed(2)} ${limit.unit}`,
    `${limit.kind} ${limit.limit} ${limit.unit}`,
    holds(limit) ? "holds" : "BROKEN",
  ]);
  return ["Limits", ...aligned(rows)];
}

/** The report as text, for people. */
export function reportText(report: BenchReport): string {
  return [
    [`Node ${report.node}, ${report.cpu}, ${report.threads} threads`],
    demoLines(report.demos),
    ...report.hourly.map(hourlyLines),
    conversionLines(report.conversion),
    sumsLines(report.sums),
    ...report.pipelines.map(pipelineLines),
    limitLines(report.limits),
  ]
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}
