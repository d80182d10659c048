/**
 * One job of a run whose readings are shared, on folders that `shards.ts` has laid out: the program of one machine, or the
 * bronze step that merges. Prints its cost.
 * Arguments: `shard` | `merge`, FOLDER, THREADS
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { steps } from "../../configs/pipeline.ts";
import { bronzeShard } from "../../runtime/bronze/hourly/shard.ts";
import { bronze } from "../../runtime/bronze/step.ts";
import { reportCost } from "./process-cost.ts";

const [program = "", folder = "", threads = "2"] = process.argv.slice(2);
const at = (...path: string[]) => {
  mkdirSync(join(folder, ...path), { recursive: true });
  return join(folder, ...path);
};
const common = {
  scratch: at("scratch"),
  parameters: {
    asOf: null,
    experiment: "E5_full",
    seed: 42,
    threads: Number(threads),
    memoryLimitMb: steps.bronze.memoryLimitMb,
  },
  progress: () => undefined,
  signal: new AbortController().signal,
};

await reportCost(async () => {
  if (program === "merge")
    await bronze({
      ...common,
      inputs: { delivery: at("others"), consumption: at("consumption") },
      outputs: { bronze: at("bronze"), quarantine: at("quarantine") },
    });
  else
    await bronzeShard({
      ...common,
      inputs: { delivery: at("..", "others"), readings: at("readings"), config: at("config") },
      outputs: { shards: at("..", "consumption", "shards", "0-0") },
    });
});
