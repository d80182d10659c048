import { existsSync, readdirSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { modelPolicy } from "../../configs/model-policy.ts";
import { InputError } from "../errors.ts";
import type { CommandContext } from "./context.ts";
import { type DemoOptions, makeFiles } from "./demo.ts";
import type { ExitCode } from "./exit-codes.ts";
import { counted } from "./format.ts";
import { type RunOptions, run } from "./run.ts";

export interface StartOptions extends RunOptions, Pick<DemoOptions, "customers" | "seed"> {
  /** Customers or seed of the demo were asked for, and not just left at their defaults. */
  readonly demoAsked: boolean;
}

function isEmpty(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).every((name) => name.startsWith("."));
}

/** A demo that is too small to train on is not worth making; nothing is made, so that the next try makes it. */
async function refuseTooFew(customers: number): Promise<void> {
  const { CHURN_SHARE } = await import("../demo/churn.ts");
  const { minimumPerClass } = modelPolicy.split;
  const leavers = Math.round(CHURN_SHARE * customers);
  if (leavers >= minimumPerClass) return;
  throw new InputError(
    `A demo of ${counted(customers, "customer")} has ${leavers} who leave, and training needs ${minimumPerClass}; ` +
      `ask for more, for example --customers 2000.`,
  );
}

/** `npm start`: makes the demo where there are no raw files yet, then runs the pipeline. */
export async function start(options: StartOptions, context: CommandContext): Promise<ExitCode> {
  const { raw, customers, seed, threads, demoAsked } = options;
  if (isEmpty(raw)) {
    if (options.mode !== "score") await refuseTooFew(customers);
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
