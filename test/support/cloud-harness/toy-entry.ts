import { runJob } from "../../../runtime/container/job.ts";
import { jsonLog } from "../../../runtime/log.ts";
import { toySteps } from "../toy-steps.ts";

/**
 * The image's entry point for a job, with toy steps: everything around the steps is the real code. It is bundled into
 * one file, which a process loads faster than many; the steps are found in that file again.
 */

export { bronze, drift, evaluate, gold, score, silver, train } from "../toy-steps.ts";

const asked = new AbortController();
process.on("SIGTERM", () => asked.abort());
const [step = "", ...more] = process.argv.slice(2);
const log = jsonLog({ step, run_id: process.env["RUN_ID"] ?? null });
// Not awaited here: the file imports itself to find a step, which waits for its end.
void runJob({
  args: [step, ...more],
  environment: process.env,
  log,
  asked: asked.signal,
  modules: toySteps,
}).then((code) => process.exit(code));
