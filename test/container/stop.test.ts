import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { leaveWith } from "../../runtime/container/last-words.ts";
import { makeDemo } from "../../runtime/demo/index.ts";
import { jsonLog } from "../../runtime/log.ts";
import { containerVariables, TestContainer } from "../support/container.ts";
import { sharedFolder, temporaryFolder } from "../support/folders.ts";

/** The ways in which the platform or the machine ends a job before its work is done. */

const ENTRY = fileURLToPath(new URL("../../runtime/container/entry.ts", import.meta.url));
const STOPPED = "CancelledError: The job was stopped before its work was done; nothing of it was kept.";

const raw = join(sharedFolder("spanishgas-stop-"), "raw");
beforeAll(() => makeDemo({ out: raw, customers: 120, seed: 3, threads: 1 }));

function start(args: readonly string[] = []) {
  const container = new TestContainer(temporaryFolder("spanishgas-ml-"));
  cpSync(raw, container.input("delivery"), { recursive: true });
  const scratch = temporaryFolder("spanishgas-scratch-");
  const child = spawn(process.execPath, [...args, ENTRY, "bronze"], {
    env: { PATH: process.env["PATH"], ...containerVariables, ML_ROOT: container.root, TMPDIR: scratch },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return { container, child, scratch, log: logOf(child) };
}

/** All that the process writes, and its lines. */
function logOf({ stdout, stderr }: ChildProcess): { text: string } {
  const log = { text: "" };
  for (const stream of [stdout, stderr])
    stream?.on("data", (chunk: Buffer) => {
      log.text += chunk.toString("utf8");
    });
  return log;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));

function expectLeft({ container, scratch, log }: ReturnType<typeof start>, message: string): void {
  expect(readFileSync(join(container.root, "output/message"), "utf8")).toBe(message);
  for (const folder of [container.output("bronze"), container.output("quarantine"), container.facts, scratch])
    expect(readdirSync(folder)).toEqual([]);
  for (const line of log.text.trim().split("\n")) expect(() => JSON.parse(line), line).not.toThrow();
}

test("a job that is asked to stop twice still leaves its last words, and nothing else", async () => {
  const job = start();
  await until(() => job.log.text.includes("Step started"));
  job.child.kill("SIGTERM");
  job.child.kill("SIGTERM");
  setTimeout(() => job.child.kill("SIGTERM"), 50);
  expect(await ended(job.child)).toBe(1);
  expectLeft(job, STOPPED);
});

test("a job that is asked to stop before its step began does not begin it", async () => {
  // The signal comes while the libraries are loaded: as soon as the process hears signals at all.
  const early = `data:text/javascript,${encodeURIComponent(
    'const on = process.on.bind(process); process.on = (name, hear) => { const done = on(name, hear); if (name === "SIGTERM") process.kill(process.pid, "SIGTERM"); return done; };',
  )}`;
  const job = start(["--import", early]);
  expect(await ended(job.child)).toBe(1);
  expectLeft(job, STOPPED);
  expect(job.log.text).not.toContain("Progress");
});

test("an error that nothing waits for ends the job in order, its words kept out of the log", async () => {
  const fault = `data:text/javascript,${encodeURIComponent(
    'setTimeout(() => { const watch = setInterval(() => { if (process.listenerCount("uncaughtException") > 1) { clearInterval(watch); throw new RangeError("customer C00001"); } }, 1); }, 0);',
  )}`;
  const job = start(["--import", fault]);
  expect(await ended(job.child)).toBe(1);
  expectLeft(
    job,
    "StepFault: The step ended with an error that nothing waited for; its log names the class.",
  );
  expect(job.log.text).toContain('"error":"RangeError"');
  expect(job.log.text).not.toContain("C00001");
});

test("a log that nobody reads any more costs no work", async () => {
  const { child, container } = start();
  child.stdout?.destroy();
  child.stderr?.destroy();
  expect(await ended(child)).toBe(0);
  expect(existsSync(join(container.facts, "bronze.json"))).toBe(true);
});

test("what a library writes on the console is one line of JSON without its words", async () => {
  const words = `data:text/javascript,${encodeURIComponent(
    'setTimeout(() => { console.error("customer C00001"); process.emitWarning("C00002"); }, 100);',
  )}`;
  const job = start(["--import", words]);
  expect(await ended(job.child)).toBe(0);
  expect(job.log.text).toContain('"message":"A library wrote on the console"');
  expect(job.log.text).toContain('"message":"Node warns"');
  expect(job.log.text).not.toMatch(/C0000[12]/);
  for (const line of job.log.text.trim().split("\n")) expect(() => JSON.parse(line), line).not.toThrow();
});

test("a message that cannot be written, for a full disk or another reason, is logged, and the outputs are emptied", async () => {
  const root = temporaryFolder("spanishgas-words-");
  const output = join(root, "bronze");
  mkdirSync(output);
  writeFileSync(join(output, "half.parquet"), "half");
  // A file stands where the folder of the message belongs.
  writeFileSync(join(root, "output"), "");
  const lines: string[] = [];
  await leaveWith(
    { name: "InputError", message: "churn_label.csv is empty; upload it again." },
    {
      outputs: [output],
      scratch: join(root, "scratch"),
      exitMessage: join(root, "output/message"),
      log: jsonLog({}, (line) => lines.push(line)),
    },
  );
  expect(readdirSync(output)).toEqual([]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('"what":"write the exit message"');
});
