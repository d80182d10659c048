#!/usr/bin/env node
// `npx spanishgas`: npx runs it under whatever Node the machine has; the project's own Node 24 runs the TypeScript.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = new URL("..", import.meta.url);
const node = fileURLToPath(new URL("node_modules/.bin/node", root));
const cli = fileURLToPath(new URL("runtime/cli.ts", root));
const { status, error } = spawnSync(node, [cli, ...process.argv.slice(2)], { stdio: "inherit" });
if (error !== undefined) {
  process.stderr.write("Run `npm run setup` in the clone first: the project's own Node is not there yet.\n");
}
process.exitCode = status ?? 1;
