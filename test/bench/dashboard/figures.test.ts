import { expect, it } from "vitest";
import { figuresText, gapsOf, isMet, type LakeFigures, linesOf } from "./figures.ts";
import { timesOf } from "./requests.ts";

const limits = { p95Ms: 50, memoryMb: 350, readySeconds: 3 };
const good: LakeFigures = {
  customers: 1000,
  readySeconds: 1,
  pages: [
    {
      name: "/",
      status: 200,
      times: { p50: 5, p95: 50, max: 80 },
      firstLoad: { bytes: 60_000, paintMs: 300, faults: [] },
    },
  ],
  load: {
    connections: 200,
    seconds: 60,
    requests: 6000,
    requestsPerSecond: 100,
    p50: 10,
    p99: 90,
    errors: 0,
    non2xx: 0,
  },
  memory: { nowMb: 200, peakMb: 350 },
  export: { status: 200, rows: 1000, bytes: 1e6, seconds: 1, growthMb: 100 },
};
const [page] = good.pages;

it("takes the middle, the 95th percentile and the greatest of times in any order", () => {
  const { p50, p95, max } = timesOf(Array.from({ length: 201 }, (_, index) => (index * 37) % 201));
  expect([p50, max]).toEqual([100, 200]);
  expect(p95).toBeCloseTo(190);
  expect(timesOf([7])).toEqual({ p50: 7, p95: 7, max: 7 });
  expect(timesOf([]).p95).toBeNaN();
});

it("is met by figures at their limits", () => {
  expect(isMet(good, limits)).toBe(true);
  expect(figuresText(good, limits)).not.toContain("NOT OK");
});

it.each<[string, Partial<LakeFigures>]>([
  ["Ready", { readySeconds: 3.01 }],
  ["/: answer, p95", { pages: [{ ...page, name: "/", status: 200, times: { p50: 5, p95: 50.1, max: 80 } }] }],
  [
    "/: first load",
    { pages: [{ name: "/", status: 200, firstLoad: { bytes: 60_001, paintMs: 1, faults: [] } }] },
  ],
  [
    "/: first contentful paint",
    { pages: [{ name: "/", status: 200, firstLoad: { bytes: 1, paintMs: 300.1, faults: [] } }] },
  ],
  [
    "/: faults in the browser",
    { pages: [{ name: "/", status: 200, firstLoad: { bytes: 1, paintMs: 1, faults: ["console: x"] } }] },
  ],
  ["200 readers, 60 s: errors", { load: { ...good.load, errors: 1 } }],
  ["200 readers: answers but 2xx", { load: { ...good.load, non2xx: 1 } }],
  ["Memory at most", { memory: { nowMb: 200, peakMb: 350.1 } }],
  ["Export: rows", { export: { ...good.export, rows: 999 } }],
  ["Export: growth of memory", { export: { ...good.export, growthMb: 100.1 } }],
])("is not met when this goes beyond its limit: %s", (name, changed) => {
  const figures = { ...good, ...changed };
  expect(isMet(figures, limits)).toBe(false);
  const broken = figuresText(figures, limits)
    .split("\n")
    .filter((line) => line.includes("NOT OK"));
  expect(broken).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
});

it("says which pages are missing or do not answer, and is not met then", () => {
  const figures: LakeFigures = {
    ...good,
    pages: [...good.pages, { name: "/model", status: 404 }, { name: "/drift", status: 500 }],
    export: { status: 404, rows: 0, bytes: 0, seconds: 0, growthMb: 0 },
  };
  expect(gapsOf(figures)).toEqual([
    "/model does not exist yet (404).",
    "/drift was answered with 500.",
    "The export does not exist yet (404).",
  ]);
  expect(isMet(figures, limits)).toBe(false);
  expect(linesOf(figures, limits).map(({ name }) => name)).not.toContain("Export: rows");
});
