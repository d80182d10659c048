import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { ROOT } from "../support/engine/index.ts";

/** What starts: the command, the container, the functions, the dashboard, the stacks and the policies. */
const PROGRAMS = [
  "runtime/cli.ts",
  "runtime/container/entry.ts",
  "runtime/control/handler.ts",
  "runtime/trigger/handler.ts",
  "dashboard/main.ts",
  "dashboard/health-check.ts",
  "infra/index.ts",
  "policy/index.ts",
];

/** Imports, and files that are loaded by their address. Types alone run nothing. */
const IMPORTS = [
  /^(?:import|export)\s(?!type\s)(?:[^;]*?from\s+)?"(\.[^"]+\.ts)"/gms,
  /(?:new URL|\bat|\bread)\("([^"]+\.ts)"/g,
  /\bimport\("(\.[^"]+\.ts)"\)/g,
];

/** Files that a program comes to, given how a file's text is read. */
export function reached(read: (file: string) => string, programs: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = read(file);
    for (const pattern of IMPORTS)
      for (const [, path = ""] of text.matchAll(pattern)) visit(normalize(join(dirname(file), path)));
  };
  for (const program of programs) visit(program);
  return seen;
}

const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

/** Read by the type checker: there is no way to grant an action on everything that has no reason here. */
const REASONS = "infra/iam/unscoped-";

/** Whether a file does something, and does not only say what shape things have. */
const runs = (file: string) => /^(?:export )?(?:async )?(?:const|function|class|let) /m.test(read(file));

/** Source files of the product that run something and that no program comes to. */
export function unreached(): readonly string[] {
  const seen = reached(read, PROGRAMS);
  return execFileSync("git", ["ls-files", "configs", "runtime", "dashboard", "infra", "policy"], {
    cwd: ROOT,
    encoding: "utf8",
  })
    .split("\n")
    .filter((file) => file.endsWith(".ts") && existsSync(join(ROOT, file)))
    .filter((file) => !seen.has(file) && !file.startsWith(REASONS) && runs(file));
}
