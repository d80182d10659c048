import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { CLI, spanishgas } from "../support/cli.ts";
import { temporaryFolder } from "../support/folders.ts";

const commands = [
  "run",
  "start",
  "demo",
  "check",
  "runs",
  "models",
  "rollback",
  "approve",
  "reject",
  "describe",
  "explain",
  "tune",
];

describe("help", () => {
  test("lists every command, and not the one for containers", async () => {
    const { code, out } = await spanishgas(["--help"]);
    expect(code).toBe(0);
    for (const command of commands) expect(out).toContain(`  ${command}`);
    expect(out).not.toMatch(/^ {2}step/m);
  });

  test.each(commands)("of %s teaches by example", async (command) => {
    const { code, out } = await spanishgas([command, "--help"]);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: spanishgas ${command}`);
    expect(out).toMatch(/\nExamples\n {2}spanishgas /);
    expect(out).toContain("--json");
  });

  test("of step names its folders, for who writes a container", async () => {
    const { code, out } = await spanishgas(["step", "--help"]);
    expect([code, out.includes("--input <name=folder>")]).toEqual([0, true]);
  });
});

test("the version is the package's", async () => {
  expect(await spanishgas(["--version"])).toEqual({ code: 0, out: "0.1.0\n", log: "" });
});

describe("exit code 2, the user's input", () => {
  test.each([
    ["no such command", ["rnu"], "unknown command 'rnu'"],
    ["no such option", ["run", "--fast"], "unknown option '--fast'"],
    ["no such mode", ["run", "--mode", "guess"], "Allowed choices are auto, train, score"],
    ["no such experiment", ["run", "--experiment", "E99"], "Choose one of E0_baseline"],
    ["no such day", ["run", "--as-of", "2024-02-30"], "Give a day as YYYY-MM-DD"],
    ["no such number of threads", ["run", "--threads", "0"], "Give a whole number from 1 to 64"],
    ["no raw files", ["run", "--raw", "/nowhere"], "The folder /nowhere does not exist"],
    ["no raw files to check", ["check", "--raw", "/nowhere"], "The folder /nowhere does not exist"],
    ["no lake", ["runs", "--lake", "/nowhere"], "There is no lake in /nowhere"],
    [
      "a lake that cannot be",
      ["run", "--raw", "test", "--lake", "/dev/null/lake"],
      "The lake cannot be kept in",
    ],
    ["no such version", ["approve", "../0123456789ab-1", "--reason", "x"], "Give a version as"],
    ["no reason", ["reject", "0123456789ab-1"], "required option '--reason <text>' not specified"],
    ["an empty reason", ["reject", "0123456789ab-1", "--reason", " "], "Say why"],
    ["nobody to explain", ["explain"], "Name one customer, or ask for all of them"],
    ["somebody and everybody to explain", ["explain", "C1", "--global"], "Name one customer"],
    ["no lake to explain", ["explain", "C1", "--lake", "/nowhere"], "There is no lake in /nowhere"],
    ["no such language", ["explain", "C1", "--language", "fr"], "Allowed choices are en, es"],
    ["no lake for models", ["models", "--lake", "/nowhere"], "There is no lake in /nowhere"],
    [
      "no such table",
      ["describe", "gold_mastr"],
      'There is no table, column or feature "gold_mastr" (did you mean gold_master?)',
    ],
    [
      "a table in capitals",
      ["describe", "Gold_Master"],
      'There is no table, column or feature "Gold_Master" (did you mean gold_master?)',
    ],
    [
      "a demo in the place of a file",
      ["demo", "--customers", "1", "--out", CLI],
      "cli.ts is a file; name a folder with --out.",
    ],
    ["a demo where nothing can be written", ["demo", "--out", "/dev/null/demo"], "name a folder with --out"],
    ["no such step", ["step", "platinum"], "Choose one of bronze, silver"],
    ["a step without its folders", ["step", "silver"], 'Step silver needs the folder "bronze"'],
  ])("%s", async (_, args, message) => {
    const { code, out, log } = await spanishgas(args);
    expect(code).toBe(2);
    expect(log).toContain(message);
    expect(log, "no stack trace").not.toMatch(/\n\s+at /);
    expect(out).toBe("");
  });

  test("of an argument, as JSON for the program that asked for JSON", async () => {
    const { code, out, log } = await spanishgas(["run", "--fast", "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toEqual({ error: { name: "InputError", message: "unknown option '--fast'" } });
    expect(log).toContain("error: unknown option '--fast'");
  });

  test("a lake inside the raw files would become part of them", async () => {
    const raw = temporaryFolder();
    writeFileSync(join(raw, "churn_label.csv"), "x");
    const { code, log } = await spanishgas(["run", "--raw", raw, "--lake", join(raw, "lake")]);
    expect(code).toBe(2);
    expect(log).toContain("lies in the folder of the raw files");
    expect(existsSync(join(raw, "lake"))).toBe(false);
  });

  test("a delivery that breaks its contracts: one sentence, and the same as JSON", async () => {
    const root = temporaryFolder();
    const raw = join(root, "raw");
    mkdirSync(raw);
    writeFileSync(join(raw, "churn_label.csv"), "customer_id,churn\nC00001,1\n");
    const { code, out, log } = await spanishgas([
      "run",
      "--raw",
      raw,
      "--lake",
      join(root, "lake"),
      "--json",
    ]);
    expect(code).toBe(2);
    const { error } = JSON.parse(out);
    expect(error.name).toBe("InputError");
    expect(error.message).toContain("customer_attributes");
    expect(log).toContain(`spanishgas: ${error.message}`);
    const listed = await spanishgas(["runs", "--lake", join(root, "lake"), "--json"]);
    expect(JSON.parse(listed.out).runs).toMatchObject([{ state: "failed", cause: error.message }]);
    const checked = await spanishgas(["check", "--raw", raw]);
    expect(checked.code).toBe(2);
    expect(checked.out).toMatch(/The delivery is refused: \d+ faults?\./);
  });
});

describe("start", () => {
  test("makes no demo that is too small to train on, so that the next try makes a larger one", async () => {
    const root = temporaryFolder();
    const raw = join(root, "raw");
    const { code, log } = await spanishgas(["start", "--raw", raw, "--customers", "496"]);
    expect(code).toBe(2);
    // 9.96 % of 496 are 49.4; the policy asks for 50 of each class.
    expect(log).toContain("A demo of 496 customers has 49 who leave, and training needs 50");
    expect(log).toContain("--customers 2000");
    expect(existsSync(raw)).toBe(false);
  });

  test("makes the demo where there are no raw files, and leaves alone what is there", async () => {
    const root = temporaryFolder();
    const raw = join(root, "data", "raw");
    // The run that follows ends at once: it is asked to score with a champion that is not there.
    const start = (...args: string[]) =>
      spanishgas(["start", "--raw", raw, "--lake", join(root, "lake"), "--mode", "score", ...args]);
    const first = await start("--customers", "30", "--seed", "5");
    expect(first.code).toBe(2);
    expect(first.log).toContain("30 customers, 264 k readings");
    expect(first.log).toContain("There is no champion to score with; run with --mode train first.");
    const made = readdirSync(raw);
    expect(made).toHaveLength(7);
    const second = await start("--customers", "60");
    expect(second.log).toContain("holds files already, and they are run as they are");
    expect(second.log).not.toContain("Made the demo");
    expect((await start()).log).not.toContain("holds files already");
    expect(readdirSync(raw)).toEqual(made);
  });
});

describe("step", () => {
  test("runs one step on given folders and prints its facts, as a container does", async () => {
    const root = temporaryFolder();
    const raw = join(root, "raw");
    await spanishgas(["demo", "--out", raw, "--customers", "30", "--seed", "5"]);
    const folders = [
      "--input",
      `delivery=${raw}`,
      ...["bronze", "quarantine"].flatMap((place) => ["--output", `${place}=${join(root, place)}`]),
    ];
    const { code, out } = await spanishgas(["step", "bronze", ...folders, "--as-of", "2024-12-31"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ step: "bronze", facts: { customers: 30, as_of: "2024-12-31" } });
    expect(readdirSync(join(root, "bronze"))).toContain("bronze_customer_month.parquet");
    const early = await spanishgas(["step", "bronze", ...folders, "--as-of", "2999-01-01"]);
    expect(early.code).toBe(2);
    expect(early.log).toContain("2999-01-01");
  });
});

test("exit code 1, not the user's fault: one sentence; the stack trace on request", async () => {
  const folder = temporaryFolder();
  const database = new DatabaseSync(join(folder, "manifest.sqlite"));
  database.exec("PRAGMA user_version = 99");
  database.close();
  const brief = await spanishgas(["runs", "--lake", folder]);
  expect(brief.code).toBe(1);
  expect(brief.log).toContain("was written by a newer version of spanishgas");
  expect(brief.log).not.toMatch(/\n\s+at /);
  const verbose = await spanishgas(["runs", "--lake", folder, "--verbose"]);
  expect(verbose.log).toMatch(/\n\s+at /);
});

describe("a reader who stops early", () => {
  test("is no error: the command ends as if all had been read", async () => {
    const child = spawn(process.execPath, [CLI, "describe"], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    let log = "";
    child.stderr.on("data", (chunk) => {
      log += chunk;
    });
    const code = await new Promise((resolve) => {
      child.once("close", resolve);
    });
    expect({ code, log }).toEqual({ code: 0, log: "" });
  });
});

test("colours appear on a terminal only, and never under NO_COLOR", async () => {
  const plain = await spanishgas(["describe", "gold_master"]);
  expect(plain.out).not.toContain("\u001b");
  const forced = await spanishgas(["describe", "gold_master"], { NO_COLOR: "1" });
  expect(forced.out).toBe(plain.out);
});

test("npx finds the command, on the project's own Node", async () => {
  const bin = fileURLToPath(new URL("../../bin/spanishgas.js", import.meta.url));
  const copy = join(temporaryFolder(), "spanishgas.js");
  cpSync(bin, copy);
  const run = (file: string) =>
    new Promise<number | null>((resolve) => {
      spawn(process.execPath, [file, "describe", "nonsense"], { stdio: "ignore" }).once("close", resolve);
    });
  expect(await run(bin)).toBe(2);
  expect(await run(copy), "outside a clone that is set up").toBe(1);
});
