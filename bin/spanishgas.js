#!/usr/bin/env node
// `npx spanishgas`: npx runs it under whatever Node the machine has; the project's own Node 24 runs the TypeScript.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = new URL("..", import.meta.url);
const node = fileURLToPath(new URL("node_modules/.bin/node", root));
const cli = fileURLToPath(new URL("runtime/cli.ts", root));
// As scripts/compile-cache.sh says.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL("node_modules/.cache/node-compile", root));
const child = spawn(node, [cli, ...process.argv.slice(2)], { stdio: "inherit" });
// Ctrl-C reaches the command by itself, through the terminal; it cleans up, and this process waits for it.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("error", () => {
  process.stderr.write("Run `npm run setup` in the clone first: the project's own Node is not there yet.\n");
  process.exitCode = 1;
});
child.on("exit", (code) => {
  process.exitCode = code ?? 1;
});
