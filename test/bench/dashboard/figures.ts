import { aligned, holds, type Limit } from "../report.ts";
import type { FirstLoad } from "./first-load.ts";
import type { Export, Load, Times } from "./requests.ts";
import type { Memory } from "./running-dashboard.ts";

/** What was measured of one kind of page; without times when it could not be asked for. */
export interface PageFigures {
  readonly name: string;
  /** Of the first answer. */
  readonly status: number;
  readonly times?: Times;
  /** Processor time of the dashboard for one answer, in ms. */
  readonly cpuMs?: number;
  /** Left out where no browser looked. */
  readonly firstLoad?: FirstLoad;
}

/** What was measured of the dashboard on one lake. */
export interface LakeFigures {
  readonly customers: number;
  readonly readySeconds: number;
  readonly pages: readonly PageFigures[];
  readonly load: Load;
  /** After the load. */
  readonly memory: Memory;
  readonly export: Export;
}

/** The limits of the dashboard on a lake of a size; what has none is left out. */
export interface LakeLimits {
  readonly p95Ms: number;
  readonly memoryMb: number;
  readonly readySeconds?: number;
}

const FIRST_LOAD_KB = 60;
const PAINT_MS = 300;
const EXPORT_GROWTH_MB = 100;
const NOT_FOUND = 404;
const OK = 200;

/** A limit, and what else is worth a look beside it. */
interface Line extends Limit {
  readonly detail?: string;
}

const ms = (value: number) => `${value.toFixed(1)} ms`;
const whole = (value: number) => value.toLocaleString("en-GB", { maximumFractionDigits: 0 });

function pageLines({ name, times, cpuMs, firstLoad }: PageFigures, { p95Ms }: LakeLimits): Line[] {
  const lines: Line[] = [];
  if (times !== undefined)
    lines.push({
      name: `${name}: answer, p95`,
      value: times.p95,
      limit: p95Ms,
      unit: "ms",
      kind: "at most",
      detail: `p50 ${ms(times.p50)}, at most ${ms(times.max)}, ${cpuMs === undefined ? "?" : ms(cpuMs)} of CPU`,
    });
  if (firstLoad !== undefined)
    lines.push(
      {
        name: `${name}: first load`,
        value: firstLoad.bytes / 1000,
        limit: FIRST_LOAD_KB,
        unit: "KB",
        kind: "at most",
      },
      {
        name: `${name}: first contentful paint`,
        value: firstLoad.paintMs,
        limit: PAINT_MS,
        unit: "ms",
        kind: "at most",
      },
      {
        name: `${name}: faults in the browser`,
        value: firstLoad.faults.length,
        limit: 0,
        unit: "",
        kind: "at most",
        detail: firstLoad.faults.join("; "),
      },
    );
  return lines;
}

function exportLines({ customers, export: exported }: LakeFigures): Line[] {
  if (exported.status !== OK) return [];
  const { rows, bytes, seconds, growthMb } = exported;
  return [
    { name: "Export: rows", value: rows, limit: customers, unit: "rows", kind: "at least" },
    {
      name: "Export: growth of memory",
      value: growthMb,
      limit: EXPORT_GROWTH_MB,
      unit: "MB",
      kind: "at most",
      detail: `${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s`,
    },
  ];
}

/** All measurements of a lake that have a limit. */
export function linesOf(figures: LakeFigures, limits: LakeLimits): readonly Line[] {
  const { readySeconds, load, memory, pages } = figures;
  const errors: Line = {
    name: `${load.connections} readers, ${load.seconds} s: errors`,
    value: load.errors,
    limit: 0,
    unit: "",
    kind: "at most",
    detail: `${whole(load.requestsPerSecond)} requests/s, p50 ${ms(load.p50)}, p99 ${ms(load.p99)}`,
  };
  return [
    {
      name: "Ready",
      value: readySeconds,
      limit: limits.readySeconds ?? Number.POSITIVE_INFINITY,
      unit: "s",
      kind: "at most",
    },
    ...pages.flatMap((page) => pageLines(page, limits)),
    errors,
    { ...errors, name: `${load.connections} readers: answers but 2xx`, value: load.non2xx, detail: "" },
    {
      name: "Memory at most",
      value: memory.peakMb,
      limit: limits.memoryMb,
      unit: "MB",
      kind: "at most",
      detail: `${whole(memory.nowMb)} MB after the load`,
    },
    ...exportLines(figures),
  ];
}

/** What could not be measured, one sentence each. */
export function gapsOf({ pages, export: exported }: LakeFigures): readonly string[] {
  return [...pages, { name: "The export", status: exported.status }]
    .filter(({ status }) => status !== OK)
    .map(({ name, status }) =>
      status === NOT_FOUND ? `${name} does not exist yet (404).` : `${name} was answered with ${status}.`,
    );
}

/** Whether every page is there and every limit holds. */
export function isMet(figures: LakeFigures, limits: LakeLimits): boolean {
  return gapsOf(figures).length === 0 && linesOf(figures, limits).every(holds);
}

/** The figures of a lake as text, for people: one line for each measurement. */
export function figuresText(figures: LakeFigures, limits: LakeLimits): string {
  const rows = linesOf(figures, limits).map((line) => [
    line.name,
    `${line.value.toFixed(line.value < 10 && !Number.isInteger(line.value) ? 2 : 0)} ${line.unit}`,
    Number.isFinite(line.limit) ? `${line.kind} ${line.limit} ${line.unit}` : "no limit",
    holds(line) ? "ok" : "NOT OK",
  ]);
  const details = linesOf(figures, limits).map(({ detail = "" }) => detail);
  const lines = aligned([["Measurement", "Measured", "Limit", ""], ...rows]).map((line, index) => {
    const detail = details[index - 1] ?? "";
    return detail === "" ? line : `${line}  (${detail})`;
  });
  return [`${whole(figures.customers)} customers`, ...lines, ...gapsOf(figures)].join("\n");
}
