import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { runReportSchema } from "../../runtime/pipeline/run-report.ts";
import { compileCache } from "./compile-cache.ts";
import { type Digests, digestsBelow } from "./digests.ts";

/** Whole journeys: the real command in processes of its own, and what it leaves in a lake. */

const CLI = fileURLToPath(new URL("../../runtime/cli.ts", import.meta.url));

/** Variables that a process is given. */
export type Environment = Readonly<Record<string, string>>;

/** How the command ended. */
export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** The command at work. It leads a process group of its own, so that its step can be killed with it. */
export interface Started {
  readonly process: ChildProcess;
  /** What it has written for people so far. */
  readonly log: () => string;
  readonly ended: Promise<Ended>;
}

/** Starts `spanishgas` with these arguments. */
export function start(...args: readonly string[]): Started {
  return startIn({}, ...args);
}

/** Starts `spanishgas` with these arguments, and with more than the plain environment. */
function startIn(environment: Environment, ...args: readonly string[]): Started {
  const begun = performance.now();
  const { PATH = "", HOME = "", TMPDIR } = process.env;
  const child = spawn(process.execPath, [CLI, ...args], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    // Nothing of the test runner's environment is for the command.
    env: {
      ...{ PATH, HOME, NO_COLOR: "1", ...(TMPDIR === undefined ? {} : { TMPDIR }) },
      ...compileCache(),
      ...environment,
    },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      const end = () => resolve({ code, stdout, stderr, seconds: (performance.now() - begun) / 1000 });
      // After a kill an orphaned step may keep the pipes open; else all that was written is read.
      if (code === null) end();
      else child.once("close", end);
    });
  });
  return { process: child, log: () => stderr, ended };
}

/** Waits until the command has written this, or has ended. */
export async function written({ log, process: child }: Started, text: string): Promise<void> {
  while (!log().includes(text) && child.exitCode === null && child.signalCode === null) await pause(2);
}

/** Runs `spanishgas` to its end. */
export function spanishgas(...args: readonly string[]): Promise<Ended> {
  return start(...args).ended;
}

/** Runs `spanishgas` to its end, with more than the plain environment. */
export function spanishgasIn(environment: Environment, ...args: readonly string[]): Promise<Ended> {
  return startIn(environment, ...args).ended;
}

const outcomeSchema = z.strictObject({
  outcome: z.enum(["completed", "already_done", "rejected"]),
  run_id: z.string(),
  delivery_id: z.string(),
  state: z.string(),
  cause: z.string().nullable(),
  report: runReportSchema.nullable(),
});
export type Outcome = z.infer<typeof outcomeSchema>;

/** What `spanishgas run --json` printed. @throws Error with the command's own words when it printed no outcome. */
export function outcomeOf({ stdout, stderr, code }: Ended): Outcome {
  const parsed = outcomeSchema.safeParse(jsonOrNull(stdout));
  if (!parsed.success) throw new Error(`Exit code ${code}, no outcome.\n${stdout}\n${stderr}`);
  return parsed.data;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Folders of a lake that hold one folder for each run. */
const RUN_FOLDERS = ["bronze", "quarantine", "silver", "gold", "models", "scored", "monitoring"];
/** The books of a run: they tell the time. */
const BOOKS = /\/(registration|run_report)\.json$/;

/** Digests of everything that a run computed, by paths in which the run's id is written `<run>`. */
export function resultsOf(lake: string, run: string): Digests {
  const all = RUN_FOLDERS.flatMap((folder) => Object.entries(digestsBelow(lake, `${folder}/${run}`)));
  return Object.fromEntries(
    all
      .filter(([path]) => !BOOKS.test(path))
      .map(([path, digest]) => [path.replace(`/${run}/`, "/<run>/"), digest]),
  );
}

/**
 * What a reader could find unfinished: files of a run that are not as they are `expected` to be in the end, and files
 * that are missing from a folder that is there. Each folder of results is either whole or absent.
 */
export function halfWritten(lake: string, run: string, expected: Digests): string[] {
  const seen = resultsOf(lake, run);
  const isThere = (path: string) => existsSync(join(lake, dirname(path).replace("<run>", run)));
  return [
    ...Object.keys(expected).filter((path) => isThere(path) && seen[path] !== expected[path]),
    ...Object.keys(seen).filter((path) => !(path in expected)),
  ];
}

/** The small JSON file at this path of a lake; null when there is none. */
export function jsonAt(lake: string, path: string): unknown {
  const file = join(lake, path);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}
