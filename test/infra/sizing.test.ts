import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../support/engine/index.ts";
import { limits, READINGS_PER_CUSTOMER, rates } from "../support/sizing/assumptions.ts";
import { ends, laterJob, mostCustomers } from "../support/sizing/later-steps.ts";
import { cheapest, jobOn } from "../support/sizing/machines.ts";
import { at, growthOf, leaderboardCost, type Measured, readMeasured } from "../support/sizing/measured.ts";
import { pathNames, readingsOf, sizedPath, within } from "../support/sizing/paths.ts";
import { chosen, sizingPage } from "../support/sizing/text.ts";

/** The sizing guide: its arithmetic. Whether a line through two sizes holds at a hundred million is for nobody to test. */

const measured = readMeasured();

test("the page in docs is what the figures give now; `npm run sizing` writes it anew", () => {
  expect(readFileSync(join(ROOT, "docs", "sizing.md"), "utf8")).toBe(sizingPage(measured));
});

describe("worked by hand", () => {
  /** Round figures: a thousand customers cost a second and a megabyte, and a step costs ten of each before. */
  const line = [1000, 2000].map((customers) => ({
    customers,
    cpuSeconds: 10 + customers / 1000,
    peakMemoryMb: 10 + customers / 1000,
  }));
  const round: Measured = {
    ...measured,
    readings: { customers: 1000, bytes: 4 * 1000 * READINGS_PER_CUSTOMER },
    hourly: line,
    steps: { bronze: line, silver: line, gold: line, train: line, evaluate: line, score: line, drift: line },
    merge: { customers: 1000, cpuSeconds: 1, peakMemoryMb: 1 },
    withLeaderboard: { customers: 5000, cpuSeconds: 115, peakMemoryMb: 50 },
    sumBytesPerCustomer: 1000,
  };

  test("a line through two sizes: 10 + 1 a thousand, so 1,010 at a million", () => {
    const growth = growthOf(line, "cpuSeconds");
    expect(growth.fixed).toBeCloseTo(10, 9);
    expect(at(growth, 1_000_000)).toBeCloseTo(1010, 6);
  });

  test("less at the larger size is noise: then all of it grows", () => {
    const noise = [
      { customers: 1000, cpuSeconds: 5, peakMemoryMb: 5 },
      { customers: 2000, cpuSeconds: 4, peakMemoryMb: 4 },
    ];
    expect(growthOf(noise, "cpuSeconds")).toEqual({ fixed: 0, each: 0.002 });
  });

  test("the leaderboard: 115 s less train's own 15 at 5,000 customers, five times as much at 25,000 and beyond", () => {
    expect(leaderboardCost(round, 5000).cpuSeconds).toBeCloseTo(100, 9);
    for (const customers of [25_000, 10_000_000])
      expect(leaderboardCost(round, customers)).toEqual({
        cpuSeconds: expect.closeTo(500, 9),
        memoryMb: expect.closeTo(250, 9),
      });
  });

  test("20,099 customers have 176.5 million readings; a million at 4 bytes each 35 GB", () => {
    expect(readingsOf(measured, 20_099).rows / 1e6).toBeCloseTo(176.5, 1);
    expect(readingsOf(round, 1_000_000).mb).toBeCloseTo(35_136, 6);
  });

  test("a job: 4 minutes, 12,000 MB at 200 MB/s are 1, 192 s of CPU on 4 x 0.8 processors are 1", () => {
    const job = jobOn("ml.m5.xlarge", 3, { downloadMb: 12_000, cpuSeconds: 192, memoryMb: 1024 });
    expect(job?.minutes).toBeCloseTo(6, 9);
    expect(job?.diskGb).toBe(30);
    // 3 machines, a tenth of an hour: 0.257 and 30 GB x 0.154 / 730 each.
    expect(job?.usd).toBeCloseTo(0.3 * (0.257 + (30 * 0.154) / 730), 9);
  });

  test("a machine that is too small for memory or disk does no job", () => {
    const demand = { downloadMb: 1, cpuSeconds: 1, memoryMb: 13 * 1024 };
    expect(jobOn("ml.m5.xlarge", 1, demand)).toBeUndefined();
    expect(cheapest(1, demand, 60)?.instanceType).toBe("ml.r5.xlarge");
    const tooMuch = { downloadMb: 13_000_000, cpuSeconds: 1, memoryMb: 1 };
    expect(cheapest(1, tooMuch, Number.POSITIVE_INFINITY)).toBeUndefined();
  });

  test("one machine ends bronze in 30 minutes as long as copying leaves time: 312 GB in 26 minutes", () => {
    const most = mostCustomers(
      (customers) => within(round, "one machine", customers, limits.aimMinutes) !== undefined,
    );
    const mb = readingsOf(round, most).mb;
    expect(mb).toBeLessThan(26 * 60 * rates.downloadMbPerSecond);
    expect(mb).toBeGreaterThan(0.9 * 26 * 60 * rates.downloadMbPerSecond);
  });

  test("Athena's query ends with 30 minutes: 90,000 million rows at 50 million a second", () => {
    const rows = 30 * 60 * rates.athenaMillionRowsPerSecond * 1e6;
    expect(
      within(round, "Athena", Math.floor(rows / READINGS_PER_CUSTOMER) + 1, Number.POSITIVE_INFINITY),
    ).toBeUndefined();
    expect(sizedPath(round, "Athena", 1_000_000)?.queryMinutes).toBeCloseTo(2.928, 6);
  });

  test("freezing within 900 s: 4 copies of 100 MB/s move 360 GB", () => {
    const [frozen] = ends(round).filter(({ what }) => what.includes("up to 5 GB"));
    expect(readingsOf(round, frozen?.customers ?? 0).mb / 360_000).toBeCloseTo(1, 3);
  });
});

test("more customers never cost less, on any way, in any step", () => {
  const sizes = Array.from({ length: 25 }, (_, step) => Math.round(20_000 * 1.4 ** step));
  for (const path of pathNames) {
    const costs = sizes.map(
      (customers) => within(measured, path, customers, limits.aimMinutes)?.usd ?? Infinity,
    );
    expect(costs, path).toEqual(costs.toSorted((a, b) => a - b));
  }
  const gold = sizes.map((customers) => laterJob(measured, "gold", customers)?.usd ?? Infinity);
  expect(gold).toEqual(gold.toSorted((a, b) => a - b));
});

test("the way to take is the cheapest that reaches the aim", () => {
  for (const customers of [20_099, 1_000_000, 5_000_000]) {
    const quick = pathNames.flatMap((name) => within(measured, name, customers, limits.aimMinutes) ?? []);
    expect(chosen(measured, customers)?.usd).toBe(Math.min(...quick.map(({ usd }) => usd)));
  }
});

test("the page says that Athena is the cheapest at no size, and so say the figures", () => {
  const sizes = Array.from({ length: 60 }, (_, step) => Math.round(1000 * 1.2 ** step));
  for (const customers of sizes) {
    const query = within(measured, "Athena", customers, limits.aimMinutes);
    const others = [
      within(measured, "one machine", customers, limits.aimMinutes),
      within(measured, "shards", customers, limits.aimMinutes),
    ];
    if (query === undefined) continue;
    expect(Math.min(...others.map((path) => path?.usd ?? Infinity)), String(customers)).toBeLessThan(
      query.usd,
    );
  }
});

test("every figure says where it comes from", () => {
  expect(measured.date).toMatch(/^20\d\d-\d\d-\d\d$/);
  expect(measured.command).toContain("npm run bench");
});
