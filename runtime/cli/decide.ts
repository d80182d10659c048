import type { ModelVersion } from "../../configs/names.ts";
import { LakeRegistry } from "../registry/lake-registry.ts";
import { type CommandContext, printJson } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { type ModelsOptions, pointerOf } from "./models.ts";
import { bucketOf, openTexts } from "./open-lake.ts";

export interface DecideOptions extends ModelsOptions {
  /** Why, in words for whoever reads the registry later. */
  readonly reason: string;
}

/** `spanishgas approve`: a person overrules the gate, and the model is champion. */
export async function approve(
  version: ModelVersion,
  options: DecideOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const registry = new LakeRegistry(await openTexts(options.lake));
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

/** `spanishgas reject`: a person takes an approval back; the champion has to be rolled back first. */
export async function reject(
  version: ModelVersion,
  options: DecideOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const registry = new LakeRegistry(await openTexts(options.lake));
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
