import type { ModelVersion } from "../../configs/names.ts";
import { InputError } from "../errors.ts";
import { LakeRegistry } from "../registry/lake-registry.ts";
import { allRegistrations, type Champion, type Registration } from "../registry/registry.ts";
import { type CommandContext, type CommonOptions, printJson } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { figure, minute } from "./format.ts";
import { showLeaderboard } from "./leaderboard.ts";
import { openTexts } from "./open-lake.ts";
import { table } from "./table.ts";

export interface ModelsOptions extends CommonOptions {
  readonly lake: string;
  /** How all experiments and algorithms did, in place of the list. */
  readonly leaderboard?: boolean;
  /** The model whose leaderboard is shown. @default the champion */
  readonly of?: ModelVersion;
}

/** `spanishgas models`: which models there are, and which one scores. */
export async function models(options: ModelsOptions, context: CommandContext): Promise<ExitCode> {
  const lake = await openTexts(options.lake);
  const registry = new LakeRegistry(lake);
  const champion = await registry.champion();
  if (options.leaderboard === true) {
    const version = options.of ?? champion?.version;
    if (version === undefined)
      throw new InputError("There is no champion; name a model with --of, as `spanishgas models` lists it.");
    await showLeaderboard(lake, version, options.json === true, context);
    return exitCodes.done;
  }
  const items = await allRegistrations(registry);
  if (options.json === true) {
    printJson(context, {
      champion: champion === undefined ? null : pointerOf(champion),
      models: items.map(
        ({ version, decision, experiment, asOf, metrics, reasons, registeredAt, history = [] }) => ({
          version,
          decision,
          champion: version === champion?.version,
          experiment,
          as_of: asOf,
          metrics,
          reasons,
          registered_at: registeredAt,
          history,
        }),
      ),
    });
    return exitCodes.done;
  }
  const { out } = context;
  if (items.length === 0) {
    out.line("No models yet.");
    return exitCodes.done;
  }
  const rows = items.map((model) => [
    model.version === champion?.version ? "*" : "",
    model.version,
    model.decision,
    model.experiment,
    metric(model, "prAuc"),
    metric(model, "rocAuc"),
    metric(model, "recall"),
    minute(model.registeredAt),
  ]);
  const titles = ["", "Model", "Decision", "Experiment", "PR-AUC", "ROC-AUC", "Recall", "Registered (UTC)"];
  for (const line of table(
    titles.map((title) => ({ title })),
    rows,
    (text) => out.style("dim", text),
  ))
    out.line(line);
  for (const line of items.flatMap(wordsOn)) out.line(line);
  out.line(out.style("dim", champion === undefined ? "None is champion." : "* is the champion: it scores."));
  return exitCodes.done;
}

/** What was said of a model, a line each: the gate's reasons where it is rejected, and what people decided since. */
function wordsOn({ version, decision, reasons, registeredAt, history = [] }: Registration): string[] {
  const people = history.map(
    ({ decision: made, by, at, reason }) =>
      `${minute(at)}  ${version} ${made.replace("_", " ")} by ${by}: ${reason}`,
  );
  const gate = reasons.filter((said) => !history.some(({ reason }) => reason === said));
  return decision === "rejected" && gate.length > 0
    ? [`${minute(registeredAt)}  ${version} judged by the gate: ${gate.join(" ")}`, ...people]
    : people;
}

/** A champion for programs: without the pointer's own version. */
export function pointerOf({ version, previous, since }: Champion) {
  return { version, previous, since };
}

function metric({ metrics }: Registration, name: string): string {
  const value = metrics[name];
  return value === undefined ? "" : figure(value);
}
