import { SERVE } from "../../configs/container.ts";
import { jsonLog } from "../log.ts";

/**
 * What the image runs. `node runtime/container/entry.ts <program>`: a data step or another of `containerPrograms` as a
 * job, or `serve`, by which SageMaker hosting starts an image. Ends with 0, or with 1 and the reason in the exit message.
 *
 * Only what must be there from the first moment stands here: SIGTERM is heard before the libraries are loaded, and
 * whatever is written to the log is one JSON object a line.
 */

const [program = "", ...more] = process.argv.slice(2);
const log = jsonLog({ step: program, run_id: process.env["RUN_ID"] ?? null });

const asked = new AbortController();
// Not once: a second signal would end the process before its last words.
process.on("SIGTERM", () => asked.abort());

// Who reads the log may be gone: that is no reason to lose the work.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
// Node's own warnings are lines of text; a library's words on the console may quote data.
process.removeAllListeners("warning");
process.on("warning", ({ name, code }: Error & { code?: string }) => log.warn("Node warns", { name, code }));
for (const level of ["log", "info", "warn", "error", "debug", "trace"] as const)
  console[level] = () => log.warn("A library wrote on the console", { level });
process.on("uncaughtException", (thrown) => {
  log.error("Uncaught error", { error: thrown.name });
  // A job that is at work leaves its last words first, and then ends the process.
  if (process.listenerCount("uncaughtException") === 1) process.exit(1);
});

// Waiting threads of XGBoost must sleep, not spin. Read when the library is loaded, which is later.
process.env["OMP_WAIT_POLICY"] ??= "passive";

async function run(): Promise<number> {
  if (program === SERVE) return (await import("../serving/serve.ts")).serve(process.env, asked.signal);
  const { runJob } = await import("./job.ts");
  return runJob({ args: [program, ...more], environment: process.env, log, asked: asked.signal });
}

// Not left to the event loop: threads of the libraries may keep it alive.
process.exit(await run());
