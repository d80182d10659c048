import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Tests start thousands of processes: Node keeps the code that it has compiled for one, and the next ones read it.
process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(
  new URL("node_modules/.cache/node-compile", import.meta.url),
);

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/kept/setup.ts"],
    // Two cores: a few files at a time, each in its own process, because native libraries keep state per process.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    env: { OMP_WAIT_POLICY: "passive" },
  },
});
