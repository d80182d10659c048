import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { exitCodes } from "../../runtime/cli/exit-codes.ts";
import { readLeaderboard } from "../../runtime/model/leaderboard/schema.ts";
import type { RunReport } from "../../runtime/pipeline/run-report.ts";
import { type Cost, outputOf } from "./process-cost.ts";
import { HOURS_A_YEAR, type PipelineCost } from "./report.ts";

/** What a run costs by step, through the command, and what it leaves. */

const CLI = "../../runtime/cli.ts";
const MB = 1e6;

/** A run to be measured. */
export interface MeasuredRun {
  readonly customers: number;
  readonly raw: string;
  /** A folder that is not there yet, and is gone afterwards. */
  readonly lake: string;
  readonly threads: string;
}

/** A whole run into a lake of its own. On few customers the gate may refuse the model: then nothing is scored. */
export async function pipelineCost({ customers, raw, lake, threads }: MeasuredRun): Promise<PipelineCost> {
  rmSync(lake, { recursive: true, force: true });
  const output = await outputOf(
    CLI,
    ["run", "--json", "--raw", raw, "--lake", lake, "--threads", threads, "--no-leaderboard"],
    [exitCodes.done, exitCodes.rejected],
  );
  const { report }: { report: RunReport } = JSON.parse(output);
  const lakeMb = foldersOf(lake);
  const withLeaderboard = await leaderboardCost(lake, report.run_id, threads);
  rmSync(lake, { recursive: true, force: true });
  return {
    customers,
    readings: customers * HOURS_A_YEAR,
    stepSeconds: report.step_seconds,
    lakeMb,
    steps: report.steps.map(({ step, seconds, cpu_seconds, peak_memory_mb }) => ({
      step,
      wallSeconds: seconds,
      cpuSeconds: cpu_seconds,
      peakMemoryMb: peak_memory_mb,
    })),
    withLeaderboard,
  };
}

const trainedSchema = z.object({
  seconds: z.number(),
  cpu_seconds: z.number(),
  peak_memory_mb: z.number(),
});

/** The run's training once more, with the leaderboard; null where there are too few churners to hold one. */
async function leaderboardCost(lake: string, run: string, threads: string): Promise<Cost | null> {
  const candidate = join(lake, "with-leaderboard");
  mkdirSync(candidate);
  const ask = ["step", "train", "--input", `gold=${join(lake, "gold", run)}`, "--output"];
  const output = await outputOf(CLI, [...ask, `candidate=${candidate}`, "--threads", threads]);
  const { seconds, cpu_seconds, peak_memory_mb } = trainedSchema.parse(JSON.parse(output));
  if (!(await readLeaderboard(candidate)).held) return null;
  return { wallSeconds: seconds, cpuSeconds: cpu_seconds, peakMemoryMb: peak_memory_mb };
}

/** Megabytes below each folder of a lake. */
function foldersOf(lake: string): Record<string, number> {
  const sizeOf = (folder: string) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0) / MB;
  return Object.fromEntries(
    readdirSync(lake, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => [name, sizeOf(join(lake, name))]),
  );
}
