import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../support/engine/index.ts";

/**
 * `docs/faults.md` names tests that exist and that run: for each fault at least one, and one of this folder unless the
 * fault is the model's.
 */

const ids = [
  ...Array.from({ length: 15 }, (_, index) => `X${index + 1}`),
  ...Array.from({ length: 13 }, (_, index) => `K${index + 1}`),
  ...Array.from({ length: 10 }, (_, index) => `U${index + 1}`),
  ...Array.from({ length: 32 }, (_, index) => `S${index + 1}`),
];

/** Faults of the model that are held against the way of the system before, and the test that does it. */
const replayed: Readonly<Record<string, string>> = {
  S1: "test/model/original-procedure.test.ts",
  S2: "test/model/original-procedure.test.ts",
  S3: "test/model/original-procedure.test.ts",
  S8: "test/model/original-procedure.test.ts",
  S19: "test/monitor/operating-characteristics.test.ts",
  S27: "test/bronze/text/intent.test.ts",
};

interface Named {
  readonly file: string;
  readonly title: string;
}

interface Row {
  readonly id: string;
  readonly fault: string;
  readonly answer: string;
  readonly tests: readonly Named[];
}

/** The rows of the page's tables. */
function rowsOf(page: string): readonly Row[] {
  return page
    .split("\n")
    .filter((line) => /^\| [XKUS]\d+ \|/.test(line))
    .map((line) => {
      const [, id = "", fault = "", answer = "", tests = ""] = line.split("|").map((cell) => cell.trim());
      return { id, fault, answer, tests: tests.split("<br>").map(named) };
    });
}

function named(text: string): Named {
  const [, file = "", title = ""] = /^`(test\/[^`]+\.test\.ts)`: "(.+)"$/.exec(text) ?? [];
  if (file === "") throw new Error(`This names no test: ${text}`);
  return { file, title };
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** What is wrong with a named test, given its file's text; nothing where it exists and runs. */
function wrongWith({ title }: Named, text: string): readonly string[] {
  // A table of cases may stand between the word and the title; its end may begin a line.
  const calls = text.matchAll(
    new RegExp(
      `^ *(?:test|it)(\\.\\w+)*(?:<.*>)?\\((?:(?!^[^\\s\\]]|^ *(?:test|it)\\b)[^])*?"${escaped(title)}"`,
      "gm",
    ),
  );
  const modifiers = [...calls].map(([, modifier = ""]) => modifier);
  return [
    ...(modifiers.length === 1 ? [] : [`"${title}" is the title of ${modifiers.length} tests`]),
    ...modifiers
      .filter((each) => !["", ".each"].includes(each))
      .map((each) => `"${title}" is run with ${each}`),
    ...[...text.matchAll(/\b(?:describe|test|it)(?:\.\w+)*\.(?:skip|todo|only|fails|skipIf|runIf)\b/g)].map(
      ([call]) => `its file has ${call}`,
    ),
  ];
}

const read = (file: string) => readFileSync(join(ROOT, file), "utf8");
const rows = rowsOf(read("docs/faults.md"));

test("every fault has one row, in order, that says what was wrong and what is done", () => {
  expect(rows.map(({ id }) => id)).toEqual(ids);
  for (const { id, fault, answer } of rows) {
    for (const cell of [fault, answer]) expect(cell.length, id).toBeGreaterThan(40);
  }
});

describe.each(rows)("$id", ({ id, tests }) => {
  test("names tests that exist and run, one of them by the fault's id unless it is the model's", () => {
    expect(tests).not.toEqual([]);
    for (const each of tests) {
      expect(existsSync(join(ROOT, each.file)), each.file).toBe(true);
      expect(wrongWith(each, read(each.file)), each.file).toEqual([]);
    }
    if (id.startsWith("S")) return;
    const own = tests.filter(
      ({ file, title }) => file.startsWith("test/faults/") && title.startsWith(`${id}: `),
    );
    expect(own).not.toEqual([]);
  });
});

test("the model's faults that the page says are held against the way before name the test that does it", () => {
  const page = read("docs/faults.md");
  const [, told = ""] = /only ([S\d, and]+) have one/.exec(page) ?? [];
  expect(told.match(/S\d+/g)).toEqual(Object.keys(replayed));
  for (const [id, file] of Object.entries(replayed))
    expect(
      rows.find((row) => row.id === id)?.tests.map((each) => each.file),
      id,
    ).toContain(file);
});

test("a title that is not there, or is skipped, or stands for two tests, is noticed", () => {
  const found = (text: string) => wrongWith({ file: "", title: "keeps (all) of it" }, text);
  const code = 'test("keeps (all) of it", () => {});\n';
  expect(found(code)).toEqual([]);
  expect(found('  it.each([\n    ["a", 1],\n  ])(\n    "keeps (all) of it",\n    () => {},\n  );\n')).toEqual(
    [],
  );
  expect(found('it.each([\n  ["a", 1],\n])("keeps (all) of it", () => {});\n')).toEqual([]);
  expect(found('test("keeps", () => {});\n// "keeps (all) of it"\n')).toHaveLength(1);
  expect(found(code.replace("test(", "test.skip("))).not.toEqual([]);
  expect(found(code.replace("test(", "test.todo("))).not.toEqual([]);
  expect(found(code.replace("test(", "test.skipIf(late)("))).not.toEqual([]);
  expect(found(`describe.skip("a", () => {\n  ${code}});\n`)).not.toEqual([]);
  expect(found(code + code)).not.toEqual([]);
});
