import { createRequire, Module } from "node:module";

/**
 * Preloaded into a program that the engine runs: keeps Pulumi's runner from installing source maps. They are read anew
 * whenever a stack trace is formed, which a resource does, and took a fifth of a program's time; Node strips types
 * without moving a line, so that our own traces are right without them.
 */
const runner = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run/index.js"));
const file = runner.resolve("source-map-support/register");
const nothing = new Module(file);
nothing.loaded = true;
runner.cache[file] = nothing;
