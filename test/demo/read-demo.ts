import { readFileSync } from "node:fs";
import { expect } from "vitest";

/** The rows of a CSV file of the demo, which has neither quotes nor CRLF. */
export function readCsv(file: string): Record<string, string>[] {
  const text = readFileSync(file, "utf8");
  expect(text).not.toMatch(/["\r]/);
  expect(text.endsWith("\n")).toBe(true);
  const [header = "", ...lines] = text.slice(0, -1).split("\n");
  const names = header.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    if (cells.length !== names.length) throw new Error(`${file}: ${line}`);
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""]));
  });
}

/** A named cell, which must exist. */
export function cell(row: Readonly<Record<string, string>>, name: string): string {
  const value = row[name];
  if (value === undefined) throw new Error(`No column ${name}.`);
  return value;
}

/** How often each value occurs. */
export function countBy<T>(items: Iterable<T>, key: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + 1;
  return counts;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.round(q * (sorted.length - 1))] ?? Number.NaN;
}

/** Standard errors within which a rate must lie: beyond four, chance is one in 15,000. */
const ERRORS = 4;

/** `hits` of `trials` must be a plausible draw at the recipe's rate: within four binomial standard errors. */
export function expectShare(hits: number, trials: number, rate: number, what: string): void {
  const error = Math.sqrt((rate * (1 - rate)) / trials);
  expect(Math.abs(hits / trials - rate), `${what}: ${hits}/${trials} against ${rate}`).toBeLessThanOrEqual(
    ERRORS * error,
  );
}

/** The mean of the values must lie within four standard errors of the recipe's, plus what the recipe's caps shift. */
export function expectMean(values: readonly number[], expected: number, deviation: number, slack = 0): void {
  const tolerance = (ERRORS * deviation) / Math.sqrt(values.length) + slack;
  expect(Math.abs(mean(values) - expected), `${mean(values)} against ${expected}`).toBeLessThanOrEqual(
    tolerance,
  );
}

/** Days from 2024-12-31 to an ISO date. */
export function daysFromAsOf(date: string): number {
  return Math.round((Date.parse(date) - Date.UTC(2024, 11, 31)) / 86_400_000);
}
