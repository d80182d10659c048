import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { EXIT_MESSAGE_FILE } from "../../../configs/container.ts";
import { ROOT_VARIABLE } from "../../../runtime/container/folders.ts";
import { compileCache } from "../compile-cache.ts";
import { ROOT } from "./bundles.ts";
import type { JobRequest } from "./job-request.ts";

/** Where the image holds the code, and where the platform mounts a job's folders. */
const IMAGE_ROOT = "/opt/spanishgas/";
const PLATFORM_ROOT = "/opt/ml";

/** What a container is started from. */
export interface Image {
  /** Runs instead of the image's entry point. @default the program that the job names */
  readonly entry?: string;
  /** Variables that the image itself brings. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** How a container ended. */
export interface ContainerEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it left in the file for the platform. */
  readonly message: string | undefined;
}

/** One machine of a job: a process in the place of a container, on folders below `root` in the place of `/opt/ml`. */
export class JobContainer {
  readonly root: string;
  readonly host: string;

  constructor(root: string, host: string, hosts: readonly string[], request: JobRequest) {
    this.root = join(root, host);
    this.host = host;
    const config = join(this.root, "config");
    for (const folder of [config, join(this.root, "output"), join(this.root, "tmp")])
      mkdirSync(folder, { recursive: true });
    const network = { current_host: host, hosts, network_interface_name: "eth0" };
    writeFileSync(join(config, "resourceconfig.json"), JSON.stringify(network));
    writeFileSync(join(config, "processingjobconfig.json"), JSON.stringify(request));
  }

  /** Where a path of the platform lies here. */
  at(path: string): string {
    return this.root + path.slice(PLATFORM_ROOT.length);
  }

  /** Runs the job's command to its end, with the job's environment and what the image brings. */
  async run(
    { AppSpecification: { ContainerEntrypoint, ContainerArguments }, Environment }: JobRequest,
    { entry, environment }: Image,
    hear: { onStart: (process: ChildProcess) => void; onLine: (line: string, process: ChildProcess) => void },
  ): Promise<ContainerEnd> {
    const [program, ...rest] = ContainerEntrypoint.map((part) => part.replace(IMAGE_ROOT, `${ROOT}/`));
    if (program !== "node") throw new Error(`The image is started with ${program}, not with node.`);
    const args = [...(entry === undefined ? rest : [entry]), ...ContainerArguments];
    const child = spawn(process.execPath, args, {
      env: {
        PATH: process.env["PATH"],
        OMP_WAIT_POLICY: "passive",
        ...library(),
        ...compileCache(),
        ...environment,
        ...Environment,
        [ROOT_VARIABLE]: this.root,
        TMPDIR: join(this.root, "tmp"),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on("line", (line) => hear.onLine(line, child));
    hear.onStart(child);
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
      child.once("close", (...end) => resolve(end));
    });
    const file = this.at(EXIT_MESSAGE_FILE);
    return { code, signal, message: existsSync(file) ? readFileSync(file, "utf8") : undefined };
  }
}

/** Where this machine keeps XGBoost; in the image it lies where it is looked for. */
function library(): Record<string, string> {
  const path = process.env["XGBOOST_LIB"];
  return path === undefined ? {} : { XGBOOST_LIB: path };
}
