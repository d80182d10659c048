import { runOnBucket } from "../../runtime/pipeline/bucket-workplace.ts";
import { type RunOptions, runPipeline } from "../../runtime/pipeline/run-pipeline.ts";
import { toySteps } from "./toy-steps.ts";

/**
 * A run with toy steps in a process of its own: `node toy-run.ts RAW LAKE`, or `node toy-run.ts RAW BUCKET TABLE SCRATCH`.
 * Says what happens over IPC.
 */

const [raw = "", lake = "", table, scratch = ""] = process.argv.slice(2);
const cancellation = new AbortController();
process.on("SIGTERM", () => cancellation.abort());
const options: RunOptions = {
  raw,
  request: { mode: "auto", asOf: null, experiment: "E5_full", seed: 42 },
  force: false,
  threads: 1,
  steps: toySteps,
  code: "toy",
  signal: cancellation.signal,
  timing: { retryDelayMs: 5, leaseMs: 1_500, heartbeatMs: 300 },
  watch: (event) => {
    if (process.connected) process.send?.("state" in event ? `${event.type} ${event.state}` : event.type);
  },
};
try {
  const { kind, run } = await (table === undefined
    ? runPipeline({ ...options, lake })
    : runOnBucket({ bucket: lake, table, scratch }, options));
  process.stdout.write(`${kind} ${run.id}\n`);
} catch (thrown) {
  process.stdout.write(`${thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)}\n`);
  process.exitCode = 1;
}
if (process.connected) process.disconnect();
