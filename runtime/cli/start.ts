import { existsSync, readdirSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import type { CommandContext } from "./context.ts";
import { type DemoOptions, makeFiles } from "./demo.ts";
import type { ExitCode } from "./exit-codes.ts";
import { type RunOptions, run } from "./run.ts";

export interface StartOptions extends RunOptions, Pick<DemoOptions, "customers" | "seed"> {
  /** Customers or seed of the demo were asked for, and not just left at their defaults. */
  readonly demoAsked: boolean;
}

function isEmpty(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).every((name) => name.startsWith("."));
}

/** `npm start`: makes the demo where there are no raw files yet, then runs the pipeline. */
export async function start(options: StartOptions, context: CommandContext): Promise<ExitCode> {
  const { raw, customers, seed, threads, demoAsked } = options;
  if (isEmpty(raw)) {
    await mkdir(raw, { recursive: true });
    await makeFiles({ out: raw, customers, seed, threads }, context);
  } else if (demoAsked) {
    context.log.line(
      `${raw} holds files already, and they are run as they are: --customers and --seed are for a new demo. ` +
        "Empty the folder to make one, or name another with --raw.",
    );
  }
  return run(options, context);
}
