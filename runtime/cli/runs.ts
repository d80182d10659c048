import type { RunRecord } from "../manifest/manifest.ts";
import { currentRun } from "../pipeline/current-run.ts";
import { type CommandContext, type CommonOptions, printJson } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { duration, minute } from "./format.ts";
import { openBooks } from "./open-lake.ts";
import { table } from "./table.ts";

export interface RunsOptions extends CommonOptions {
  readonly lake: string;
  readonly manifestTable?: string;
  readonly limit: number;
}

/** `spanishgas runs`: what was done to which delivery. */
export async function runs(options: RunsOptions, context: CommandContext): Promise<ExitCode> {
  const { lake, manifest: opened } = await openBooks(options.lake, options.manifestTable);
  using manifest = opened;
  const { items } = await manifest.runs({ limit: options.limit });
  const current = (await currentRun(lake))?.run ?? null;
  const atWork = (await manifest.holder())?.run ?? null;
  if (options.json === true) {
    printJson(context, {
      current_run: current,
      at_work: atWork,
      runs: items.map(({ id, delivery, attempt, state, request, startedAt, endedAt, error, cause }) => ({
        run_id: id,
        delivery_id: delivery,
        attempt,
        state: stateOf(id, state, atWork),
        mode: request.mode,
        as_of: request.asOf,
        experiment: request.experiment,
        started_at: startedAt,
        ended_at: endedAt,
        error,
        cause,
      })),
    });
    return exitCodes.done;
  }
  const { out } = context;
  if (items.length === 0) {
    out.line("No runs yet.");
    return exitCodes.done;
  }
  const rows = items.map((run) => [
    run.id === current ? "*" : "",
    run.id,
    stateOf(run.id, run.state, atWork),
    run.request.mode,
    run.request.experiment,
    minute(run.startedAt),
    took(run),
    run.cause ?? "",
  ]);
  const titles = ["", "Run", "State", "Mode", "Experiment", "Started (UTC)", "Time", "Cause"];
  const lines = table(
    titles.map((title) => ({ title, align: title === "Time" ? "right" : "left" })),
    rows,
    (text) => out.style("dim", text),
  );
  for (const line of lines) out.line(line);
  if (current !== null) out.line(out.style("dim", "* is the run that readers see."));
  return exitCodes.done;
}

/** A started run that nobody works on was interrupted: the next `run` resumes it. */
function stateOf(id: string, state: RunRecord["state"], atWork: string | null): string {
  if (state !== "started") return state;
  return id === atWork ? "running" : "interrupted";
}

function took({ startedAt, endedAt }: RunRecord): string {
  return endedAt === null ? "" : duration((Date.parse(endedAt) - Date.parse(startedAt)) / 1000);
}
