import { spawnSync } from "node:child_process";

/**
 * What packages of Python make of the same figures, where they are there: of `/usr/bin/python3`, or of the interpreter
 * that the environment's PYTHON names, such as one of a virtual environment.
 */
const PYTHON = process.env["PYTHON"] ?? "/usr/bin/python3";

/** Can this module be imported? */
export function hasModule(name: string): boolean {
  return spawnSync(PYTHON, ["-c", `import ${name}`]).status === 0;
}

/**
 * Runs a script that reads JSON from its input and prints JSON.
 * @throws Error with what the script said when it failed.
 */
export function askPython(script: string, input: unknown): unknown {
  const { status, stdout, stderr } = spawnSync(PYTHON, ["-W", "ignore", "-c", script], {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 1 << 24,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
