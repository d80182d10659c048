import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { dashboardEnvironment, dashboardPaths } from "../../../configs/dashboard-environment.ts";
import { compileCache } from "../../support/compile-cache.ts";

const MAIN = fileURLToPath(new URL("../../../dashboard/main.ts", import.meta.url));
const PACKAGE = fileURLToPath(new URL("../../../package.json", import.meta.url));
const LOOK_AGAIN_MS = 5;
const START_MS = 300_000;
/** Quiet is who uses this little processor time in this time. */
const QUIET_MS = 1000;
const QUIET_CPU_SECONDS = 0.02;
const SETTLE_MS = 120_000;
/** Measuring is no attack. */
const NO_LIMIT = "999999";

/** The flags that the project's own command gives to Node. */
function nodeFlags(): readonly string[] {
  const { scripts } = z
    .object({ scripts: z.object({ dashboard: z.string() }) })
    .parse(JSON.parse(readFileSync(PACKAGE, "utf8")));
  return scripts.dashboard.match(/--[\w-]+=\S+/g) ?? [];
}

/** Memory of a process, in MB. */
export interface Memory {
  readonly nowMb: number;
  readonly peakMb: number;
}

/** The dashboard in a process of its own, on loopback. Dispose it with `await using`. */
export class RunningDashboard implements AsyncDisposable {
  readonly url: string;
  /** From the start of the process until it said that it is ready, in s. */
  readonly readySeconds: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string, readySeconds: number) {
    this.#child = child;
    this.url = url;
    this.readySeconds = readySeconds;
  }

  /**
   * @param environment what it is told besides the lake
   * @throws Error with what it said when it ends, or is not ready in time
   */
  static async start(
    lake: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<RunningDashboard> {
    const { PATH = "", HOME = "", TMPDIR } = process.env;
    const begun = performance.now();
    const child = spawn(process.execPath, [...nodeFlags(), MAIN], {
      env: {
        PATH,
        HOME,
        ...(TMPDIR === undefined ? {} : { TMPDIR }),
        ...compileCache(),
        [dashboardEnvironment.lake]: lake,
        [dashboardEnvironment.port]: "0",
        REQUESTS_PER_MINUTE: NO_LIMIT,
        EXPORTS_PER_MINUTE: NO_LIMIT,
        ...environment,
      },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    const address = () => /on (http:\/\/127\.0\.0\.1:\d+)\//.exec(said)?.[1];
    while (performance.now() - begun < START_MS && child.exitCode === null) {
      const url = address();
      if (url !== undefined && (await isReady(url)))
        return new RunningDashboard(child, url, (performance.now() - begun) / 1000);
      await pause(LOOK_AGAIN_MS);
    }
    child.kill("SIGKILL");
    throw new Error(`The dashboard did not become ready: ${said}`);
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** As Linux tells it: proc(5), status. */
  memory(): Memory {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, "utf8");
    const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status)?.[1]);
    return { nowMb: kilobytes("VmRSS") / 1024, peakMb: kilobytes("VmHWM") / 1024 };
  }

  /** Processor time used so far, in s: unlike the clock, it does not mind what else the machine does. */
  cpuSeconds(): number {
    // After the name in brackets: user and system time are the 12th and 13th field, in hundredths (proc(5), stat).
    const stat = readFileSync(`/proc/${this.#child.pid}/stat`, "utf8");
    const fields = stat.split(") ").at(-1)?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  /** Waits until nothing is at work: what readers have left is still being answered when they are gone. */
  async settle(): Promise<void> {
    const until = performance.now() + SETTLE_MS;
    let before = this.cpuSeconds();
    while (performance.now() < until) {
      await pause(QUIET_MS);
      const now = this.cpuSeconds();
      if (now - before <= QUIET_CPU_SECONDS) return;
      before = now;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.isAlive) return;
    const ended = once(this.#child, "close");
    this.#child.kill("SIGKILL");
    await ended;
  }
}

async function isReady(url: string): Promise<boolean> {
  const response = await fetch(`${url}${dashboardPaths.ready}`).catch(() => undefined);
  await response?.arrayBuffer();
  return response?.status === 200;
}
