import { describe, expect, it } from "vitest";
import { decimals, difference, pValue } from "../../../dashboard/words/decimals.ts";
import { type Formats, formatsOf } from "../../../dashboard/words/formats.ts";
import type { Language } from "../../../dashboard/words/language.ts";

/** Blanks that do not break stand for blanks here. */
const plain = (text: string) => text.replaceAll(/[\u00A0\u202F]/g, " ");
const both = (write: (formats: Formats, language: Language) => string) =>
  (["en", "es"] as const).map((language) => plain(write(formatsOf(language), language)));

type NumberFormat =
  | "count"
  | "euros"
  | "cents"
  | "percent"
  | "probability"
  | "figure"
  | "short"
  | "megabytes";

describe("numbers", () => {
  it.each<[NumberFormat, number, string, string]>([
    ["count", 0, "0", "0"],
    ["count", 1234, "1,234", "1.234"],
    ["count", 20099, "20,099", "20.099"],
    ["count", -0.2, "0", "0"],
    ["count", -3, "-3", "-3"],
    ["euros", 13544.2, "€13,544", "13.544 €"],
    ["euros", 1234, "€1,234", "1.234 €"],
    ["euros", -1234.6, "-€1,235", "-1.235 €"],
    ["euros", -0.4, "€0", "0 €"],
    ["cents", 13.456, "€13.46", "13,46 €"],
    ["cents", 1234567.891, "€1,234,567.89", "1.234.567,89 €"],
    ["cents", -0.001, "€0.00", "0,00 €"],
    ["cents", -0.01, "-€0.01", "-0,01 €"],
    ["percent", 0.0996, "10.0 %", "10,0 %"],
    ["percent", 0, "0.0 %", "0,0 %"],
    ["percent", 1, "100.0 %", "100,0 %"],
    ["percent", -0.05, "-5.0 %", "-5,0 %"],
    ["probability", 0, "0.0 %", "0,0 %"],
    ["probability", 1, "100.0 %", "100,0 %"],
    ["probability", 0.9998, "> 99.9 %", "> 99,9 %"],
    ["probability", 0.999, "99.9 %", "99,9 %"],
    ["probability", 0.0002, "< 0.1 %", "< 0,1 %"],
    ["probability", 0.001, "0.1 %", "0,1 %"],
    ["probability", 0.4, "40.0 %", "40,0 %"],
    ["figure", 0.7573, "0.757", "0,757"],
    ["figure", 0, "0.000", "0,000"],
    ["figure", -0.0001, "0.000", "0,000"],
    ["short", 1234.56, "1,235", "1.235"],
    ["short", 0.012345, "0.01235", "0,01235"],
    ["short", 0, "0", "0"],
    ["megabytes", 1234.4, "1,234 MB", "1.234 MB"],
  ])("%s writes %d as %s and %s", (name, value, en, es) => {
    expect(both((formats) => formats[name](value))).toEqual([en, es]);
  });

  it.each<NumberFormat | "duration">([
    "count",
    "euros",
    "cents",
    "percent",
    "probability",
    "figure",
    "short",
    "megabytes",
    "duration",
  ])("%s shows a dash for what is not known, and only for that", (name) => {
    for (const unknown of [null, undefined, Number.NaN])
      expect(both((formats) => formats[name](unknown))).toEqual(["—", "—"]);
    expect(both((formats) => formats[name](0))).not.toContain("—");
  });

  it("have as many decimals as asked, and their sign where they are differences", () => {
    expect(both((_, language) => decimals(0.75, 4, language))).toEqual(["0.7500", "0,7500"]);
    expect(both((_, language) => decimals(1234.5, 1, language))).toEqual(["1,234.5", "1.234,5"]);
    expect(both((_, language) => difference(0.02, 3, language))).toEqual(["+0.020", "+0,020"]);
    expect(both((_, language) => difference(-0.02, 3, language))).toEqual(["-0.020", "-0,020"]);
    expect(both((_, language) => difference(0.0001, 3, language))).toEqual(["0.000", "0,000"]);
    expect(both((_, language) => difference(null, 3, language))).toEqual(["—", "—"]);
    expect(both((_, language) => pValue(0.0312345678, language))).toEqual(["0.031235", "0,031235"]);
    expect(both((_, language) => pValue(1e-9, language))).toEqual(["< 0.000001", "< 0,000001"]);
    expect(both((_, language) => pValue(0, language))).toEqual(["0.000000", "0,000000"]);
  });
});

describe("times", () => {
  it("are written in words, in UTC", () => {
    expect(both((formats) => formats.day("2024-12-31"))).toEqual(["31 Dec 2024", "31 dic 2024"]);
    expect(both((formats) => formats.month("2024-01"))).toEqual(["Jan 2024", "ene 2024"]);
    expect(both((formats) => formats.minute("2025-01-02T03:04:05.000Z"))).toEqual([
      "2 Jan 2025, 03:04 UTC",
      "2 ene 2025, 3:04 UTC",
    ]);
    // Half an hour before midnight in New York is another day in UTC.
    expect(both((formats) => formats.day("2024-12-31T23:30:00-05:00"))).toEqual(["1 Jan 2025", "1 ene 2025"]);
  });

  it.each([null, undefined, "", "no day"])("show a dash for %j", (unknown) => {
    expect(both((formats) => formats.day(unknown))).toEqual(["—", "—"]);
    expect(both((formats) => formats.minute(unknown))).toEqual(["—", "—"]);
  });

  it.each([
    [0, "0.0 s", "0,0 s"],
    [7.25, "7.3 s", "7,3 s"],
    [59.9, "59.9 s", "59,9 s"],
    [59.96, "1 min 0 s", "1 min 0 s"],
    [75.3, "1 min 15 s", "1 min 15 s"],
    [3599.4, "59 min 59 s", "59 min 59 s"],
    [3599.6, "1 h 0 min", "1 h 0 min"],
    [7384, "2 h 3 min", "2 h 3 min"],
  ])("of %d seconds last %s", (seconds, en, es) => {
    expect(both((formats) => formats.duration(seconds))).toEqual([en, es]);
  });

  it.each([
    [-5, "now", "ahora"],
    [59, "now", "ahora"],
    [60, "1 minute ago", "hace 1 minuto"],
    [3599, "59 minutes ago", "hace 59 minutos"],
    [7200, "2 hours ago", "hace 2 horas"],
    [86_400, "yesterday", "ayer"],
    [3 * 86_400 + 5, "3 days ago", "hace 3 días"],
  ])("that passed %d seconds ago are called %s and %s", (seconds, en, es) => {
    const now = new Date("2025-01-05T12:00:00Z");
    const then = new Date(now.getTime() - seconds * 1000);
    expect(both((formats) => formats.ago(then, now))).toEqual([en, es]);
  });
});
