import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { IsoDate } from "../../configs/names.ts";
import { bronze } from "../../runtime/bronze/step.ts";
import type { StepSummary } from "../../runtime/step.ts";
import { temporaryFolder } from "./folders.ts";

export interface BronzeRun {
  readonly bronze: string;
  readonly quarantine: string;
  /** Runs the step. @throws whatever the step throws. */
  readonly run: (options?: {
    asOf?: IsoDate;
    threads?: number;
    consumption?: string;
    sentiment?: string;
    today?: IsoDate;
  }) => Promise<StepSummary>;
}

/** Empty output folders for the bronze step over a delivery, and the step with them. */
export function bronzeRun(delivery: string): BronzeRun {
  const folder = temporaryFolder("bronze-");
  const at = (name: string) => {
    mkdirSync(join(folder, name));
    return join(folder, name);
  };
  const outputs = { bronze: at("bronze"), quarantine: at("quarantine") };
  const scratch = at("scratch");
  return {
    ...outputs,
    run: (options = {}) =>
      bronze({
        inputs: {
          delivery,
          ...(options.consumption === undefined ? {} : { consumption: options.consumption }),
        },
        outputs,
        scratch,
        parameters: {
          asOf: options.asOf ?? null,
          experiment: "E5_full",
          seed: 42,
          threads: options.threads ?? 1,
          memoryLimitMb: 300,
          ...(options.today === undefined ? {} : { today: options.today }),
          ...(options.sentiment === undefined ? {} : { sentiment: options.sentiment }),
        },
        progress: () => undefined,
        signal: new AbortController().signal,
      }),
  };
}

/** Every file of a folder with its bytes, to compare two of them byte by byte. */
export function contentsOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name)).toString("base64")]),
  );
}
