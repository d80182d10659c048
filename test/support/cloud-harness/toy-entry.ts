import { runJob } from "../../../runtime/container/job.ts";
import { jsonLog } from "../../../runtime/log.ts";
import { toySteps } from "../toy-steps.ts";

/** The image's entry point for a job, with toy steps: everything around the steps is the real code. */

const asked = new AbortController();
process.on("SIGTERM", () => asked.abort());
const [step = "", ...more] = process.argv.slice(2);
const log = jsonLog({ step, run_id: process.env["RUN_ID"] ?? null });
process.exit(
  await runJob({
    args: [step, ...more],
    environment: process.env,
    log,
    asked: asked.signal,
    modules: toySteps,
  }),
);
