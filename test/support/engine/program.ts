import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { serve } from "./monitor.ts";
import { ROOT } from "./paths.ts";
import { configOf, readProject, readStackConfig, withOverrides } from "./project.ts";
import { Recorder } from "./recorder.ts";
import type { Mode, Recording } from "./recording.ts";

/** Which program to run, and how. */
export interface ProgramOptions {
  /** Name of the stack. */
  readonly stack: string;
  /** @default "preview" */
  readonly mode?: Mode;
  /**
   * Folder with Pulumi.yaml and the stacks' files.
   * @default the repository
   */
  readonly project?: string;
  /**
   * File of the program, absolute or relative to the project.
   * @default `main` in Pulumi.yaml
   */
  readonly program?: string;
  /** The program itself, instead of a file: an ES module in TypeScript that may import what the repository may. */
  readonly code?: string;
  /**
   * Settings by name, instead of Pulumi.<stack>.yaml; structures are handed over as JSON, `{ secure: … }` is a secret.
   * @default those of the stack's file
   */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Settings on top of those, as `pulumi preview --config` takes them. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** A run takes ten seconds, and minutes where many tests share two processors. @default 240 */
  readonly timeoutSeconds?: number;
}

const runner = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run/index.js");

const PLAIN_TRACES = new URL("plain-traces.ts", import.meta.url).href;

/** Operations that the SDK may have under way at once, as Pulumi's command line asks for. */
const PARALLEL = 32;

/**
 * Runs a Pulumi program without a cloud, a command line or credentials, and records all that it registers. A program
 * that fails is a recording with `errors`.
 *
 * @throws ProjectError when the project's or the stack's file is missing or wrong
 */
export async function runProgram(options: ProgramOptions): Promise<Recording> {
  const { stack, mode = "preview", project: folder = ROOT, timeoutSeconds = 240 } = options;
  const project = readProject(folder);
  const config = withOverrides(
    options.config === undefined
      ? readStackConfig(folder, project.name, stack)
      : configOf(options.config, project.name),
    configOf(options.overrides ?? {}, project.name),
  );
  const region = config.values["aws:region"] ?? config.values[`${project.name}:region`] ?? "eu-west-1";
  const recorder = new Recorder({ project: project.name, stack, mode, region });
  const server = await serve(recorder);
  const written = options.code === undefined ? undefined : writeProgram(options.code);
  const program = written?.path ?? options.program ?? project.main;
  const start = performance.now();
  const path = isAbsolute(program) ? program : join(folder, program);
  try {
    const flags = [
      ...["--project", project.name, "--stack", stack, "--organization", "organization"],
      // In the folder of its main file, as Pulumi does: paths that a program forms begin there.
      ...["--pwd", dirname(path), "--root-directory", folder],
      ...["--monitor", server.address, "--engine", server.address, "--parallel", String(PARALLEL)],
      ...(mode === "preview" ? ["--dry-run"] : []),
    ];
    const environment = {
      PULUMI_CONFIG: JSON.stringify(config.values),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(config.secretKeys),
    };
    const failure = await runToEnd(
      ["--import", PLAIN_TRACES, runner, ...flags, path],
      environment,
      timeoutSeconds,
    );
    return recorder.finish((performance.now() - start) / 1000, failure);
  } finally {
    server.stop();
    written?.remove();
  }
}

/** A program of a test: outside the repository, with the repository's packages. */
function writeProgram(code: string): { readonly path: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-program-"));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  for (const room of ["infra", "configs"]) symlinkSync(join(ROOT, room), join(folder, room));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "index.ts"), code);
  return { path: join(folder, "index.ts"), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * Runs Node on a script to its end.
 * @returns undefined when it ends well, else what it said last
 */
function runToEnd(
  script: readonly string[],
  environment: Readonly<Record<string, string>>,
  timeoutSeconds: number,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, script, {
      env: { ...quietEnvironment(), ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const listen = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill("SIGKILL");
    }, timeoutSeconds * 1000);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(undefined);
      else if (late) resolve(`The program did not end within ${timeoutSeconds} seconds.`);
      else resolve(output.trim() || `The program ended with ${signal ?? `code ${code}`} and said nothing.`);
    });
  });
}

/** The environment without anything of AWS or Pulumi: a program that leans on it would run on one machine only. */
export function quietEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:AWS_|PULUMI_|NODE_OPTIONS$|FORCE_COLOR$|VITEST)/.test(name),
  );
  // The packages of a program are large: what Node made of them once, it need not make again.
  const cache = join(tmpdir(), "node-compile-cache");
  return {
    NODE_COMPILE_CACHE: cache,
    ...Object.fromEntries(kept.map(([name, value]) => [name, value ?? ""])),
    NO_COLOR: "1",
  };
}
