import { describe, expect, it } from "vitest";
import { modelPolicy } from "../../configs/model-policy.ts";
import { findLeakage } from "../../runtime/model/leakage.ts";
import type { Scalar } from "../../runtime/table/scalar.ts";

const ROWS = 1_000;
const rows = Array.from({ length: ROWS }, (_, row) => row);
/** Every tenth churns. */
const labels = Uint8Array.from(rows, (row) => (row % 10 === 0 ? 1 : 0));
const folds = rows.map((row) => Math.floor(row / 10) % 5);
/** No chance and no pattern of ten: fractions of multiples of the golden ratio. */
const noise = (row: number) => (row * 0.6180339887498949) % 1;

function leakageOf(values: (row: number) => Scalar, kind: "numeric" | "flag" | "category") {
  const gold = {
    customerId: rows.map(String),
    churn: rows.map((row) => (labels[row] === 1 ? (1 as const) : (0 as const))),
    columns: new Map([["it", rows.map(values)]]),
  };
  return findLeakage({ gold, labels, folds }, [{ name: "it", kind }], modelPolicy.leakage);
}
const aucOf = (...asked: Parameters<typeof leakageOf>) => leakageOf(...asked).features[0]?.rocAuc;

describe("a single feature's power to rank", () => {
  it("is 1 for the label with a little noise, whichever way round", () => {
    expect(aucOf((row) => (labels[row] ?? 0) + 0.5 * noise(row), "numeric")).toBe(1);
    expect(aucOf((row) => -(labels[row] ?? 0) - 0.5 * noise(row), "numeric")).toBe(1);
  });

  it("is about a half for noise", () => {
    expect(aucOf(noise, "numeric")).toBeLessThan(0.55);
    expect(aucOf((row) => `level ${row % 7}`, "category")).toBeLessThan(0.55);
  });

  it("sees that a cell is empty for churners alone", () => {
    expect(aucOf((row) => (labels[row] === 1 ? null : noise(row)), "numeric")).toBe(1);
  });

  it("is no more than a half for a category in which every customer has a level of their own", () => {
    expect(aucOf((row) => `customer ${row}`, "category")).toBe(0.5);
  });

  it("is 1 for a category that names the outcome", () => {
    expect(aucOf((row) => (labels[row] === 1 ? "left" : "here"), "category")).toBe(1);
  });
});

describe("levels with hardly but one outcome", () => {
  it("are told with their rows and their churn rate", () => {
    const { pureLevels } = leakageOf((row) => (labels[row] === 1 && row < 600 ? "sad" : "other"), "category");
    expect(pureLevels).toEqual([{ feature: "it", level: "sad", rows: 60, churners: 60, churnRate: 1 }]);
  });

  it("are not told with too few rows, or a share that is not larger than the limit", () => {
    expect(
      leakageOf((row) => (labels[row] === 1 && row < 490 ? "sad" : "other"), "category").pureLevels,
    ).toEqual([]);
    // 98 churners of 100: a share of exactly 0.98.
    const nearly = (row: number) => (labels[row] === 1 && row < 980) || [1, 2].includes(row);
    expect(leakageOf((row) => (nearly(row) ? 1 : 0), "flag").pureLevels).toEqual([]);
  });

  it("are not told where the rate of all suggests them: of a tenth who churn many a level has none", () => {
    // 100 rows without a churner: with half a row added to each side the odds are 1/201 to 1/9, no 49th.
    const few = (row: number) => labels[row] === 0 && row < 110;
    expect(leakageOf((row) => (few(row) ? "calm" : "other"), "category").pureLevels).toEqual([]);
    // 800 rows without one are another matter: 1/1601 to 1/9 is less than a 49th.
    const many = (row: number) => labels[row] === 0 && row < 900;
    expect(leakageOf((row) => (many(row) ? "calm" : "other"), "category").pureLevels).toMatchObject([
      { level: "calm", churners: 0, rows: 810 },
    ]);
  });
});
