import { resolve } from "node:path";
import { type CommandContext, type CommonOptions, printJson } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { counted, duration, shortCount } from "./format.ts";
import { ProgressLine } from "./progress.ts";

export interface DemoOptions extends CommonOptions {
  readonly out: string;
  readonly customers: number;
  readonly seed: number;
  readonly threads: number;
}

/** Makes the demo's files and says what was made. */
export async function makeFiles(options: DemoOptions, { log, signal }: CommandContext) {
  const { out, customers, seed, threads } = options;
  const { makeDemo } = await import("../demo/index.ts");
  const line = new ProgressLine(log);
  const made = await makeDemo({
    out: resolve(out),
    customers,
    seed,
    threads,
    signal,
    progress: (event) => line.show("Demo", event),
  });
  line.end();
  const rate = made.readingsPerSecond === null ? "" : `, ${shortCount(made.readingsPerSecond)} readings/s`;
  log.line(
    `Made the demo in ${out}: ${counted(made.customers, "customer")}, ${shortCount(made.readings)} readings ` +
      `(${duration(made.seconds)}${rate}).`,
  );
  return made;
}

/** `spanishgas demo`: the seven raw files of a made-up retailer. */
export async function demo(options: DemoOptions, context: CommandContext): Promise<ExitCode> {
  const { out, customers, churners, interactions, readings, seconds } = await makeFiles(options, context);
  if (options.json === true)
    printJson(context, { out, customers, churners, interactions, readings, seconds });
  return exitCodes.done;
}
