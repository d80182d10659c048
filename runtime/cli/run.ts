import { dirname, join, relative, resolve } from "node:path";
import type { RunMode } from "../../configs/execution.ts";
import type { IsoDate } from "../../configs/names.ts";
import { DEFAULT_SEED } from "../../configs/seed.ts";
import { CancelledError, InputError } from "../errors.ts";
import {
  type PipelineOutcome,
  type RunOptions as PipelineRun,
  runPipeline,
} from "../pipeline/run-pipeline.ts";
import { type CommandContext, type CommonOptions, printJson } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { bucketOf, tableOf } from "./open-lake.ts";
import { watchRun } from "./progress.ts";
import { summaryLines } from "./summary.ts";

export interface RunOptions extends CommonOptions {
  readonly raw: string;
  /** A folder, or `s3://<bucket>`. */
  readonly lake: string;
  readonly manifestTable?: string;
  readonly scratch: string;
  readonly asOf?: IsoDate;
  readonly mode: RunMode;
  readonly experiment: string;
  readonly sentiment: string;
  readonly leaderboard: boolean;
  readonly force?: boolean;
  readonly threads: number;
}

/** `spanishgas run`: one delivery from raw files to scored customers. */
export async function run(options: RunOptions, context: CommandContext): Promise<ExitCode> {
  const {
    raw,
    lake,
    mode,
    experiment,
    sentiment,
    leaderboard,
    threads,
    force = false,
    asOf = null,
    json = false,
  } = options;
  const { log, out, signal } = context;
  const outcome = await runAt(options, {
    raw,
    request: {
      mode,
      asOf,
      experiment,
      sentiment,
      seed: DEFAULT_SEED,
      ...(leaderboard ? {} : { leaderboard }),
    },
    force,
    threads,
    signal,
    watch: watchRun(log),
  }).catch((thrown: unknown) => {
    if (!(thrown instanceof CancelledError)) throw thrown;
    throw new CancelledError("The run was cancelled; the same command goes on from there.", {
      cause: thrown,
    });
  });
  if (json) printJson(context, jsonOf(outcome));
  else {
    if (outcome.kind !== "already-done") log.line();
    for (const line of textOf(outcome, lake, context)) out.line(line);
  }
  return outcome.kind === "rejected" ? exitCodes.rejected : exitCodes.done;
}

/** Runs the pipeline where its lake is: in a folder of this machine, or in a bucket. */
async function runAt(
  { raw, lake, manifestTable, scratch }: RunOptions,
  options: PipelineRun,
): Promise<PipelineOutcome> {
  const bucket = bucketOf(lake);
  if (bucket === undefined) {
    refuseNested(raw, "lake", lake);
    return runPipeline({ ...options, lake });
  }
  refuseNested(raw, "scratch", scratch);
  const table = tableOf(lake, manifestTable);
  // Loaded here and not above: the SDK takes a while, and runs on a folder need none of it.
  const { runOnBucket } = await import("../pipeline/bucket-workplace.ts");
  return runOnBucket({ bucket, table, scratch: join(scratch, bucket) }, options);
}

/** What lies inside the delivery would be part of it. */
function refuseNested(raw: string, option: "lake" | "scratch", folder: string): void {
  const inside = relative(resolve(raw), resolve(folder));
  if (inside === "" || !(inside.startsWith("..") || resolve(inside) === inside))
    throw new InputError(
      `The ${option} ${folder} lies in the folder of the raw files, ${raw}; choose another, for example --${option} ${dirname(resolve(raw))}/${option}.`,
    );
}

function jsonOf({ kind, run: { id, delivery, state, cause }, report }: PipelineOutcome) {
  return { outcome: kind.replace("-", "_"), run_id: id, delivery_id: delivery, state, cause, report };
}

function textOf(
  { kind, run: record, report }: PipelineOutcome,
  lake: string,
  { out }: CommandContext,
): string[] {
  const again = `Nothing was done; --force runs it again.`;
  const before =
    kind === "already-done"
      ? [out.style("bold", `Delivery ${record.delivery} is done already, by run ${record.id}.`), again, ""]
      : [];
  if (report !== null) return [...before, ...summaryLines(report, lake, out)];
  if (kind !== "rejected") return before;
  return [
    out.style("bold", `Delivery ${record.delivery} was refused already, by run ${record.id}.`),
    ...(record.cause === null ? [] : [record.cause]),
    again,
  ];
}
