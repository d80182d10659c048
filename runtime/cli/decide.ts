import { userInfo } from "node:os";
import type { ModelVersion } from "../../configs/names.ts";
import { LakeRegistry } from "../registry/lake-registry.ts";
import { type CommandContext, type CommonOptions, printJson } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { pointerOf } from "./models.ts";
import { bucketOf, openTexts } from "./open-lake.ts";

export interface DecideOptions extends CommonOptions {
  readonly lake: string;
  /** Why, in words for whoever reads the registry later. */
  readonly reason: string;
  /** Who decides. @default the name of the account that runs the command */
  readonly by?: string;
}

async function openRegistry({ lake, by = userInfo().username }: DecideOptions): Promise<LakeRegistry> {
  return new LakeRegistry(await openTexts(lake), () => new Date(), by);
}

/** `spanishgas rollback`: the champion of before is champion again. */
export async function rollback(options: DecideOptions, context: CommandContext): Promise<ExitCode> {
  const registry = await openRegistry(options);
  const before = await registry.champion();
  const now = await registry.rollback(options.reason);
  if (options.json === true) printJson(context, { before: before?.version ?? null, ...pointerOf(now) });
  else
    context.out.line(`Model ${now.version} is champion again, in the place of ${before?.version ?? "none"}.`);
  return exitCodes.done;
}

/** `spanishgas approve`: a person overrules the gate, and the model is champion. */
export async function approve(
  version: ModelVersion,
  options: DecideOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const registry = await openRegistry(options);
  const before = await registry.champion();
  const champion = await registry.approve(version, inWords(options), { seen: before });
  if (options.json === true)
    printJson(context, {
      version,
      decision: "approved",
      before: before?.version ?? null,
      champion: pointerOf(champion),
    });
  else {
    const instead =
      before === undefined || before.version === version ? "" : `, in the place of ${before.version}`;
    context.out.line(`Model ${version} is approved, and champion${instead}. The next run scores with it.`);
    sayWhenSeen(options, context);
  }
  return exitCodes.done;
}

/**
 * `spanishgas reject`: a person takes an approval back. A champion has to be rolled back first, where there is one to go
 * back to; else it is withdrawn.
 */
export async function reject(
  version: ModelVersion,
  options: DecideOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const registry = await openRegistry(options);
  const before = await registry.champion();
  await registry.reject(version, inWords(options));
  const champion = await registry.champion();
  if (options.json === true)
    printJson(context, {
      version,
      decision: "rejected",
      champion: champion === undefined ? null : pointerOf(champion),
    });
  else {
    context.out.line(`Model ${version} is rejected: neither a run nor a rollback makes it champion.`);
    if (before?.version === version && champion === undefined)
      context.out.line(
        "It was the champion, and no approved one came before it: there is none now, and the next run trains one.",
      );
    sayWhenSeen(options, context);
  }
  return exitCodes.done;
}

/** So that the registry tells a person's words from the gate's. */
function inWords({ reason }: DecideOptions): string {
  return `Decided by command: ${reason}`;
}

function sayWhenSeen({ lake }: DecideOptions, { out }: CommandContext): void {
  if (bucketOf(lake) !== undefined)
    out.line(
      out.style("dim", "SageMaker's model registry and the champion's parameter follow with the next run."),
    );
}
