import { LakeRegistry } from "../registry/lake-registry.ts";
import { allRegistrations, type Champion, type Registration } from "../registry/registry.ts";
import { type CommandContext, type CommonOptions, printJson } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { figure, minute } from "./format.ts";
import { openTexts } from "./open-lake.ts";
import { table } from "./table.ts";

export interface ModelsOptions extends CommonOptions {
  readonly lake: string;
}

/** `spanishgas models`: which models there are, and which one scores. */
export async function models(options: ModelsOptions, context: CommandContext): Promise<ExitCode> {
  const registry = new LakeRegistry(await openTexts(options.lake));
  const champion = await registry.champion();
  const items = await allRegistrations(registry);
  if (options.json === true) {
    printJson(context, {
      champion: champion === undefined ? null : pointerOf(champion),
      models: items.map(({ version, decision, experiment, asOf, metrics, reasons, registeredAt }) => ({
        version,
        decision,
        champion: version === champion?.version,
        experiment,
        as_of: asOf,
        metrics,
        reasons,
        registered_at: registeredAt,
      })),
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
  out.line(out.style("dim", champion === undefined ? "None is champion." : "* is the champion: it scores."));
  return exitCodes.done;
}

/** `spanishgas rollback`: the champion of before is champion again. */
export async function rollback(options: ModelsOptions, context: CommandContext): Promise<ExitCode> {
  const registry = new LakeRegistry(await openTexts(options.lake));
  const before = await registry.champion();
  const now = await registry.rollback();
  if (options.json === true) printJson(context, { before: before?.version ?? null, ...pointerOf(now) });
  else
    context.out.line(`Model ${now.version} is champion again, in the place of ${before?.version ?? "none"}.`);
  return exitCodes.done;
}

/** A champion for programs: without the pointer's own version. */
export function pointerOf({ version, previous, since }: Champion) {
  return { version, previous, since };
}

function metric({ metrics }: Registration, name: string): string {
  const value = metrics[name];
  return value === undefined ? "" : figure(value);
}
