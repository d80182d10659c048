import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { EXIT_MESSAGE_FILE } from "../../configs/container.ts";
import type { Place, StepName } from "../../configs/pipeline.ts";
import { compileCache } from "./compile-cache.ts";

const ENTRY = fileURLToPath(new URL("../../runtime/container/entry.ts", import.meta.url));

/** The variables that the state machine gives a container. */
export const containerVariables = {
  RUN_ID: "0123456789ab-1",
  ENVIRONMENT: "dev",
  AS_OF: "auto",
  EXPERIMENT: "E5_full",
  SENTIMENT: "lexicon",
  SEED: "42",
  CHAMPION: "none",
  THREADS: "1",
  MEMORY_LIMIT_MB: "400",
  TIMEOUT_SECONDS: "600",
};

/** How a container ended. */
export interface ContainerEnd {
  readonly code: number | null;
  /** What the platform would show as the job's exit message. */
  readonly message: string | undefined;
  /** Lines of the log. */
  readonly lines: readonly string[];
}

/** Folders in the place of the platform's, below `root`. */
export class TestContainer {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  input(place: Place): string {
    return this.#made(`processing/input/${place}`);
  }

  output(place: Place): string {
    return this.#made(`processing/output/${place}`);
  }

  get facts(): string {
    return this.#made("processing/output/facts");
  }

  #made(path: string): string {
    const folder = join(this.root, path);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** Runs the image's entry point. @param onLine hears each line of its log */
  async run(
    step: StepName | string,
    variables: Readonly<Record<string, string>> = {},
    onLine: (line: string, stop: () => void) => void = () => undefined,
  ): Promise<ContainerEnd> {
    const child = spawn(process.execPath, [ENTRY, step], {
      env: {
        PATH: process.env["PATH"],
        ...xgboost(),
        ...compileCache(),
        ...containerVariables,
        ML_ROOT: this.root,
        ...variables,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    const lines: string[] = [];
    let rest = "";
    const hear = (chunk: Buffer) => {
      const parts = (rest + chunk.toString("utf8")).split("\n");
      rest = parts.pop() ?? "";
      for (const line of parts) {
        lines.push(line);
        onLine(line, () => child.kill("SIGTERM"));
      }
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    const file = join(this.root, EXIT_MESSAGE_FILE.replace("/opt/ml/", ""));
    return { code, message: existsSync(file) ? readFileSync(file, "utf8") : undefined, lines };
  }
}

function xgboost(): Record<string, string> {
  const library = process.env["XGBOOST_LIB"];
  return library === undefined ? {} : { XGBOOST_LIB: library };
}
