import { expect, test } from "vitest";
import { count, duration, percent, shortCount } from "../../runtime/cli/format.ts";
import { ProgressLine } from "../../runtime/cli/progress.ts";
import { table, wrap } from "../../runtime/cli/table.ts";
import { Terminal, widthOf } from "../../runtime/cli/terminal.ts";

/** A terminal, or a file, that remembers what was written. */
class Recorder extends Terminal {
  readonly lines: string[] = [];
  readonly updates: string[] = [];
  readonly #interactive: boolean;

  constructor(interactive: boolean) {
    super(process.stdout);
    this.#interactive = interactive;
  }

  override get interactive(): boolean {
    return this.#interactive;
  }

  override line(text = ""): void {
    this.lines.push(text);
  }

  override update(text: string): void {
    this.updates.push(text);
  }

  override clear(): void {}
}

function rows(done: number) {
  return { task: "Hourly readings", done, total: 100_000_000, unit: "rows" };
}

test("numbers as people read them", () => {
  expect([count(176_549_616), shortCount(176_549_616), shortCount(12_345), shortCount(999)]).toEqual([
    "176,549,616",
    "176.5 M",
    "12 k",
    "999",
  ]);
  expect([duration(2.34), duration(75.3), duration(3_600)]).toEqual(["2.3 s", "1 min 15 s", "60 min 0 s"]);
  expect(percent(0.0996)).toBe("10.0 %");
});

test("on a terminal one line is written over and tells speed and time left", () => {
  let now = 0;
  const terminal = new Recorder(true);
  const line = new ProgressLine(terminal, () => now);
  for (now = 0; now <= 4_000; now += 10) line.show("Bronze", rows(now * 10_000));
  expect(terminal.lines).toEqual([]);
  // 4 s in, 40 of 100 million rows are done: 10 million a second, 6 s to go.
  expect(terminal.updates.at(-1)).toBe("  Bronze      Hourly readings   40 %   10.0 M rows/s   6.0 s left");
  expect(terminal.updates.length, "ten redraws a second").toBe(41);
});

test("elsewhere a plain line comes every five seconds at most, and none for short work", () => {
  let now = 0;
  const terminal = new Recorder(false);
  const line = new ProgressLine(terminal, () => now);
  for (now = 0; now <= 12_000; now += 10) line.show("Bronze", rows(now * 5_000));
  expect(terminal.updates).toEqual([]);
  expect(terminal.lines).toEqual([
    "  Bronze      Hourly readings   25 %   5.0 M rows/s   15.0 s left",
    "  Bronze      Hourly readings   50 %   5.0 M rows/s   10.0 s left",
  ]);
});

test("a table is aligned, whatever its colours", () => {
  const lines = table(
    [{ title: "Step" }, { title: "Time", align: "right" }],
    [
      ["bronze", "12.3 s"],
      ["\u001b[1mgold\u001b[22m", "1.0 s"],
    ],
  );
  expect(lines.map(widthOf)).toEqual([14, 14, 14]);
  expect(lines[1]).toBe("bronze  12.3 s");
});

test("a text is broken between words", () => {
  expect(wrap("one two three four", 9)).toEqual(["one two", "three", "four"]);
  expect(wrap("  ", 9)).toEqual([]);
});
